#include "projections/views.h"

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <set>

#include "ledger/core/bytes.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/control/system.h"
#include "projections/projection.h"
#include "projections/reading.h"
#include "projections/rows.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

// Events that are folded before their rows are written, so that memory is bounded.
constexpr std::uint64_t chunk_max = 10'000;
// Rows that are removed in one batch.
constexpr std::size_t clear_max = 10'000;

// How far a view is, as it stands in `meta` under the view's name.
struct Progress {
  int version = 0;
  std::int64_t position = -1;
  std::uint64_t rows = 0;
  std::string leaf;  // of the record at `position`, in hex: which ledger was folded
};

std::string encode(const Progress& progress) {
  return Json{{"version", progress.version},
              {"position", progress.position},
              {"rows", progress.rows},
              {"leaf", progress.leaf}}
      .dump();
}

std::optional<Progress> decode(std::string_view text) {
  const Json parsed = Json::parse(text, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  Progress out;
  try {
    out.version = parsed.at("version").get<int>();
    out.position = parsed.at("position").get<std::int64_t>();
    out.rows = parsed.at("rows").get<std::uint64_t>();
    out.leaf = parsed.at("leaf").get<std::string>();
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  return out;
}

// nullopt: the view has not been opened, or its clearing was interrupted.
Result<std::optional<Progress>> progress_of(const ledger::Reader& store, std::string_view view) {
  const auto text = store.get(view_table::meta, view);
  if (!text) return tl::unexpected(text.error());
  return *text ? decode(**text) : std::nullopt;
}

Result<Progress> progress_now(const ledger::Reader& store, std::string_view view) {
  auto progress = progress_of(store, view);
  if (!progress) return tl::unexpected(progress.error());
  if (!*progress) return ledger::fail(Code::corrupt, "the views have lost how far they are");
  return **progress;
}

std::string leaf_of(std::string_view record) {
  return ledger::to_hex(ledger::view(ledger::leaf_hash(record)));
}

Result<void> clear_table(ledger::Store& store, ledger::Table table, const std::string& prefix) {
  const auto cursor = store.cursor(table);
  ledger::StoreBatch batch;
  for (cursor->seek(prefix); cursor->valid(); cursor->next()) {
    if (cursor->key().substr(0, prefix.size()) != prefix) break;
    batch.remove(table, std::string(cursor->key()));
    if (batch.changes.size() < clear_max) continue;
    if (auto done = store.write(batch, ledger::Durability::buffered); !done) return done;
    batch.changes.clear();
  }
  if (!cursor->valid()) {
    if (auto status = cursor->status(); !status) return status;
  }
  return store.write(batch, ledger::Durability::buffered);
}

// Takes away how far the view is first: where this is interrupted, it starts again.
Result<void> clear(ledger::Store& store, const std::string& view) {
  ledger::StoreBatch first;
  first.remove(view_table::meta, view);
  if (auto done = store.write(first, ledger::Durability::buffered); !done) return done;
  for (const auto table : {view_table::rows, view_table::history, view_table::notes}) {
    if (auto done = clear_table(store, table, view + '\0'); !done) return done;
  }
  return {};
}

// Views of an older program, which nobody reads any more.
Result<void> clear_unknown(ledger::Store& store) {
  std::vector<std::string> unknown;
  const auto cursor = store.cursor(view_table::meta);
  for (cursor->seek(""); cursor->valid(); cursor->next()) {
    if (find_projection(cursor->key()) == nullptr) unknown.emplace_back(cursor->key());
  }
  if (auto status = cursor->status(); !status) return status;
  for (const auto& view : unknown) {
    if (auto done = clear(store, view); !done) return done;
  }
  return {};
}

// Whether what the view holds was made by this code from this ledger.
Result<bool> holds(const Progress& progress, int version, const ledger::Ledger& ledger) {
  if (progress.version != version) return false;
  if (progress.position < 0) return progress.position == -1;
  const auto position = static_cast<std::uint64_t>(progress.position);
  if (position >= ledger.size()) return false;
  const auto record = ledger.record(position);
  if (!record) return tl::unexpected(record.error());
  return leaf_of(*record) == progress.leaf;
}

Result<void> open_view(ledger::Store& store, const ledger::Ledger& ledger,
                       const Projection& projection) {
  const std::string name(projection.name());
  const auto progress = progress_of(store, name);
  if (!progress) return tl::unexpected(progress.error());
  if (*progress) {
    const auto keeps = holds(**progress, projection.version(), ledger);
    if (!keeps) return tl::unexpected(keeps.error());
    if (*keeps) return {};
  }
  if (auto done = clear(store, name); !done) return done;
  ledger::StoreBatch batch;
  batch.put(view_table::meta, name, encode({.version = projection.version(), .leaf = {}}));
  return store.write(batch, ledger::Durability::buffered);
}

// One view while a chunk is folded.
struct Folding {
  const Projection* projection;
  Progress progress;
  RowWriter rows;
};

std::int64_t least_position(const std::vector<Folding>& views) {
  auto least = std::numeric_limits<std::int64_t>::max();
  for (const Folding& view : views) least = std::min(least, view.progress.position);
  return least;
}

// The events of a stream up to a position.
Result<programme::History> history_until(const ledger::Ledger& ledger, const std::string& stream,
                                         std::uint64_t last) {
  programme::History history;
  auto scanned =
      ledger.scan_stream(stream, 1, [&](std::uint64_t, std::uint64_t position) -> Result<bool> {
        if (position > last) return false;
        const auto record = ledger.record(position);
        if (!record) return tl::unexpected(record.error());
        auto event = programme::read_record(*record);
        if (!event) return tl::unexpected(event.error());
        history.add(std::move(*event));
        return true;
      });
  if (!scanned) return tl::unexpected(scanned.error());
  return history;
}

Result<void> fold_record(std::vector<Folding>& views, const ledger::Ledger& ledger,
                         Statuses& statuses, std::uint64_t position, std::string_view record) {
  const std::string_view aggregate = programme::aggregate_in(record);
  const bool concerns_any = std::any_of(views.begin(), views.end(), [&](const Folding& view) {
    return view.projection->concerns(aggregate);
  });
  if (!aggregate.empty() && !concerns_any) {
    for (Folding& view : views)
      view.progress.position =
          std::max(view.progress.position, static_cast<std::int64_t>(position));
    return {};
  }
  const auto event = programme::read_record(record);
  if (!event) return tl::unexpected(event.error());
  if (event->position != position) {
    return ledger::fail(Code::corrupt, "the record at position " + std::to_string(position) +
                                           " says that it stands elsewhere");
  }
  const Streams streams = [&](const std::string& stream) {
    return history_until(ledger, stream, position);
  };
  const auto status = statuses.after(*event, streams);
  if (!status) return tl::unexpected(status.error());
  for (Folding& view : views) {
    if (view.progress.position >= static_cast<std::int64_t>(position)) continue;
    if (auto done = view.projection->fold(*event, {*status, streams}, view.rows); !done)
      return done;
    view.progress.position = static_cast<std::int64_t>(position);
  }
  return {};
}

void flush(const std::vector<Folding>& views, const std::string& leaf, ledger::StoreBatch& batch) {
  const std::int64_t last = least_position(views);
  for (const Folding& view : views) {
    if (view.progress.position != last) continue;  // it was ahead of this chunk
    view.rows.flush(batch);
    Progress now = view.progress;
    now.rows += static_cast<std::uint64_t>(view.rows.rows_added());
    now.leaf = leaf;
    batch.put(view_table::meta, std::string(view.projection->name()), encode(now));
  }
}

}  // namespace

struct Views::Impl {
  ledger::Store& store;
  const ledger::Ledger& ledger;
  Statuses statuses = {};  // of the feeding thread
  mutable std::mutex mutex = {};
  std::vector<RecordedMove> moves = {};  // guarded by mutex; in the order of their positions

  // A move is known before the views have reached its position.
  Result<void> learn_move(std::uint64_t position, std::string_view record) {
    const auto event = programme::read_record(record);
    if (!event) return tl::unexpected(event.error());
    const auto* told = event->as<programme::system::RegionCodeSuperseded>();
    if (told == nullptr) return {};
    const auto at = static_cast<std::int64_t>(position);
    const std::lock_guard lock(mutex);
    if (moves.empty() || moves.back().position < at)
      moves.push_back({at, {told->old_code, told->new_code, told->edition}});
    return {};
  }
  // Those that the log holds already, by its index.
  Result<void> learn_moves() {
    const auto names = ledger.claims_under(programme::mark_prefix("region_code"));
    if (!names) return tl::unexpected(names.error());
    std::set<std::uint64_t> positions;
    for (const std::string& name : *names) positions.insert(programme::finder_of(name));
    for (const std::uint64_t position : positions) {
      const auto record = ledger.record(position);
      if (!record) return tl::unexpected(record.error());
      if (auto done = learn_move(position, *record); !done) return done;
    }
    return {};
  }
  Result<Moment> moment(std::string_view view) const {
    const Projection* projection = find_projection(view);
    if (projection == nullptr) return ledger::fail(Code::not_found, "there is no such view");
    auto snapshot = store.snapshot();
    const auto progress = progress_now(*snapshot, view);
    if (!progress) return tl::unexpected(progress.error());
    const std::lock_guard lock(mutex);  // after the snapshot: none that it has reached is missing
    return Moment{projection, std::move(snapshot), progress->position, moves};
  }

  Result<std::vector<Folding>> foldings() const {
    std::vector<Folding> out;
    for (const Projection* projection : all_projections()) {
      const auto progress = progress_now(store, projection->name());
      if (!progress) return tl::unexpected(progress.error());
      out.push_back({projection, *progress, projection->writer(store)});
    }
    return out;
  }

  // Folds one chunk of at most `max_events` and writes it; the position that all have reached then
  // goes to `reached`.
  Result<std::uint64_t> feed_chunk(std::uint64_t max_events, std::atomic<std::int64_t>& reached) {
    auto views = foldings();
    if (!views) return tl::unexpected(views.error());
    const auto first = static_cast<std::uint64_t>(least_position(*views) + 1);
    const std::uint64_t size = ledger.size();
    if (first >= size) return 0;
    const std::uint64_t count = std::min(max_events, size - first);
    std::string leaf;
    const auto visit = [&](std::uint64_t position, std::string_view record) -> Result<bool> {
      if (programme::aggregate_in(record) == "system")
        if (auto done = learn_move(position, record); !done) return tl::unexpected(done.error());
      if (auto done = fold_record(*views, ledger, statuses, position, record); !done) {
        return tl::unexpected(done.error());
      }
      if (position == first + count - 1) leaf = leaf_of(record);
      return true;
    };
    if (auto done = ledger.scan(first, first + count, visit); !done) {
      return tl::unexpected(done.error());
    }
    ledger::StoreBatch batch;
    flush(*views, leaf, batch);
    if (auto done = store.write(batch, ledger::Durability::buffered); !done) {
      return tl::unexpected(done.error());
    }
    reached.store(least_position(*views), std::memory_order_release);
    return count;
  }
};

namespace {

// Asks about the moment that it now is.
template <class Ask>
auto now(const Result<Moment>& moment, const Ask& ask)
    -> decltype(ask(std::declval<const Moment&>())) {
  if (!moment) return tl::unexpected(moment.error());
  return ask(*moment);
}

}  // namespace

const std::vector<std::string>& Views::table_names() {
  static const std::vector<std::string> names = {"meta", "rows", "history", "notes"};
  return names;
}

std::vector<std::string_view> Views::names() {
  std::vector<std::string_view> out;
  for (const Projection* projection : all_projections()) out.push_back(projection->name());
  return out;
}

Views::Views(ledger::Store& store, const ledger::Ledger& ledger)
    : impl_(std::unique_ptr<Impl>(new Impl{store, ledger})) {}
Views::~Views() = default;

Result<std::unique_ptr<Views>> Views::open(ledger::Store& store, const ledger::Ledger& ledger) {
  if (auto done = clear_unknown(store); !done) return tl::unexpected(done.error());
  for (const Projection* projection : all_projections()) {
    if (auto done = open_view(store, ledger, *projection); !done) {
      return tl::unexpected(done.error());
    }
  }
  std::unique_ptr<Views> views(new Views(store, ledger));
  if (auto done = views->impl_->learn_moves(); !done) return tl::unexpected(done.error());
  const auto foldings = views->impl_->foldings();
  if (!foldings) return tl::unexpected(foldings.error());
  views->position_ = least_position(*foldings);
  return views;
}

Result<std::uint64_t> Views::feed(std::uint64_t max_events) {
  std::uint64_t folded = 0;
  while (folded < max_events) {
    const auto count = impl_->feed_chunk(std::min(max_events - folded, chunk_max), position_);
    if (!count) return count;
    if (*count == 0) break;
    folded += *count;
  }
  return folded;
}

Result<std::vector<ViewStatus>> Views::status() const {
  std::vector<ViewStatus> out;
  const auto snapshot = impl_->store.snapshot();
  for (const Projection* projection : all_projections()) {
    const auto progress = progress_now(*snapshot, projection->name());
    if (!progress) return tl::unexpected(progress.error());
    out.push_back({std::string(projection->name()), projection->title(), progress->position,
                   progress->rows, projection->columns()});
  }
  return out;
}

Result<std::int64_t> Views::position_of(std::string_view view, const ListQuery& query) const {
  return now(impl_->moment(view),
             [&](const Moment& moment) { return projections::position_of(moment, query); });
}

Result<Page> Views::list(std::string_view view, const ListQuery& query,
                         const Viewer& viewer) const {
  return now(impl_->moment(view),
             [&](const Moment& moment) { return list_of(moment, query, viewer); });
}

Result<Export> Views::csv(std::string_view view, const ListQuery& query,
                          const Viewer& viewer) const {
  return now(impl_->moment(view),
             [&](const Moment& moment) { return csv_of(moment, query, viewer); });
}

Result<Json> Views::row(std::string_view view, std::string_view id,
                        std::optional<std::int64_t> as_of, const Viewer& viewer) const {
  return now(impl_->moment(view),
             [&](const Moment& moment) { return row_of(moment, id, as_of, viewer); });
}

Result<Summary> Views::summary(std::string_view view, const SummaryQuery& query,
                               const Viewer& viewer) const {
  return now(impl_->moment(view),
             [&](const Moment& moment) { return summary_of(moment, query, viewer); });
}

Result<Export> Views::summary_csv(std::string_view view, const SummaryQuery& query,
                                  const Viewer& viewer) const {
  return now(impl_->moment(view),
             [&](const Moment& moment) { return summary_csv_of(moment, query, viewer); });
}

}  // namespace projections
