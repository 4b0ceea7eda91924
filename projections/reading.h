// Answers to questions about one moment of a view. What each promises stands at Views.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/core/store.h"
#include "ledger/programme/regions.h"
#include "projections/projection.h"
#include "projections/views.h"

namespace projections {

// A region's code became another, as the log records it: it counts from its position on.
struct RecordedMove {
  std::int64_t position;
  programme::regions::Move move;
};

// One moment of a view: what it holds and how far it is.
struct Moment {
  const Projection* projection;
  std::unique_ptr<ledger::Reader> store;
  std::int64_t reached;
  std::vector<RecordedMove> moves = {};  // in the order of their positions
};

ledger::Result<std::int64_t> position_of(const Moment& moment, const ListQuery& query);
ledger::Result<Page> list_of(const Moment& moment, const ListQuery& query, const Viewer& viewer);
ledger::Result<Export> csv_of(const Moment& moment, const ListQuery& query, const Viewer& viewer);
ledger::Result<Json> row_of(const Moment& moment, std::string_view id,
                            std::optional<std::int64_t> as_of, const Viewer& viewer);
ledger::Result<Summary> summary_of(const Moment& moment, const SummaryQuery& query,
                                   const Viewer& viewer);
ledger::Result<Export> summary_csv_of(const Moment& moment, const SummaryQuery& query,
                                      const Viewer& viewer);

}  // namespace projections
