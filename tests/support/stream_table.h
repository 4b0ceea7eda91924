// Streams as tables: a row says what happened, what is tried, and what the stream answers.
//
// An event is written as its type and its data, `member_added {"person": "person/P1", …}`; the
// aggregate may be left out, and so may empty data. The data must be faultless: the helper seals
// its personal fields, as the ledger would have done, before the stream sees it.
//
// A given event of another stream has its subject before it, `group/1 formed {…}`: it is not
// judged, and what it adds up to is among the facts that the table's stream may ask for. Its
// positions run on with those of the stream, so an order of events across streams can be told.
//
// Equal personal values find one another, as in a ledger with its vault, unless a row is without.
//
// Between type and data stand what is not as usual (`ratified by kpa-2 at 2024-01-03T09:00:00+07:00
// {…}`): `by` actor, `as` role, `at` time, `in` area, `under` number of the paper.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/stream.h"

namespace support {

// There is no other stream.
class NoFacts : public programme::Facts {
 public:
  const programme::StreamState* stream(std::string_view) const override { return nullptr; }
  std::vector<std::string> referring(std::string_view, std::string_view) const override {
    return {};
  }
};

struct Row {
  std::string title;
  std::vector<std::string> given;
  std::string action;
  std::string outcome;  // "ok", or the name of the refusal
  bool has_vault = true;
};

// "ok" or the name of the refusal of `action`. A row that is itself wrong (an unknown type, a fault
// in the data, a given event that the stream refuses) comes out as a sentence about that.
std::string outcome_of(const programme::StreamType& stream, const Row& row);

// The status after the given events, each of which must be allowed.
std::string status_after(const programme::StreamType& stream,
                         const std::vector<std::string>& given);

// What the given events of a stream, each of which must be allowed, and of those around it add up
// to. Throws std::runtime_error where a given event is wrong or refused.
programme::StreamState state_after(const programme::StreamType& stream,
                                   const std::vector<std::string>& given,
                                   const std::string& subject);

// One sentence for each row whose outcome is another: empty when all is well.
std::vector<std::string> mismatches(const programme::StreamType& stream,
                                    const std::vector<Row>& rows);

// Plays tests/data/lebak.jsonl through these streams in its order, events of others passed over.
// A complaint for each event that has a fault, an unknown type, a role that may not record it, no
// basis or reason where one is needed, or that the stream refuses.
std::vector<std::string> play_sample(const std::vector<const programme::StreamType*>& streams);

// Applies each event of the sample to a stream that does not exist, and each stream's events from
// the last to the first: apply must take them all. Gives the number of events applied.
std::size_t apply_sample_in_disorder(const std::vector<const programme::StreamType*>& streams);

}  // namespace support
