// The parts of the grant's declaration, each in a file of its own, and the words that they share.
#pragma once

#include <string>

#include "ledger/programme/aid/grant.h"

namespace programme::grant {

using Builder = StreamBuilder<State>;

inline constexpr Title tranche_title = {"Tahap", "Tranche"}, amount_title = {"Jumlah", "Amount"},
                       number_title = {"Nomor", "Number"};

inline Field tranche_number() { return integer(1, 12); }
inline Field paper_number() { return indexed(text(format::document_number)); }

template <class E>
Verdict is_under_way(const State& state, const E& e, const Event&) {
  const std::string number = std::to_string(e.tranche);
  if (!state.tranches.contains(e.tranche))
    return refuse_state("tranche_unknown", "tranche " + number + " was never requested");
  if (e.tranche == state.tranche_under_way) return {};
  return refuse_state("tranche_not_under_way", "tranche " +
                                                   std::to_string(state.tranche_under_way) +
                                                   " is under way, not tranche " + number);
}

// grant_payment.cc: payment orders and what the bank says.
void payment_order(Builder& s);
void payment(Builder& s);
// The status of a tested grant that an envelope has paid is `sp2d`.
std::string_view moved_by_envelopes(const StreamState& stream, const State& state,
                                    const Facts& facts);

// grant_accounting.cc: what the money was used for.
void spending(Builder& s);
void accountability(Builder& s);
void refunds(Builder& s);

}  // namespace programme::grant
