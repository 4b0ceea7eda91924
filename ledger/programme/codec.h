// The record of an event: RFC 8785 canonical JSON of the attributes of contract.md, with personal
// fields sealed. These bytes are stored, hashed, proved, exported and shown; they never change, so
// this file reads every version of every type that was ever written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"
#include "ledger/core/sequencer.h"
#include "ledger/programme/event.h"

namespace programme {

// What of a record is known before the event has its place. The canonical order of names puts the
// four attributes of a place between these parts, so that a record is made by joining text.
struct RecordParts {
  std::string through_id;                // {"actor":…,"id":…
  std::string reason_recorded_by;        // ,"reason":…,"recordedby":… or empty
  std::string role_through_specversion;  // ,"role":…,"specversion":"1.0"
  std::string subject_through_type;      // ,"subject":…,"type":…}
};

// `data` is the canonical JSON of the sealed data, `salt` 16 bytes.
RecordParts record_parts(const Event& event, std::string_view data, std::string_view salt);
std::string join_record(const RecordParts& parts, const ledger::Place& place);

// What "the same event" means: canonical JSON of the event as it was sent in, with its effective
// actor and role, and without what is not kept. `data` is the canonical JSON of the clear data.
std::string content_of(const Event& event, std::string_view data);

// corrupt: the bytes are not a record of this program, or of a newer one.
ledger::Result<Event> read_record(std::string_view record);
// The same of a record that is parsed already.
ledger::Result<Event> recorded_event(const Json& record);

// The aggregate of the type of a record, found without reading the rest; empty: it is no record.
std::string_view aggregate_in(std::string_view record);

// The attributes that the index is made of, without the data.
struct RecordKeys {
  std::string stream, source, id;
  std::uint64_t position = 0, stream_version = 0;
  std::optional<std::uint64_t> previous_position;
  std::int64_t recorded_us = 0;
  std::vector<std::string> index_claims;  // whole names
};
ledger::Result<RecordKeys> read_keys(std::string_view record);

// The claim that an event's source and id make: together unique for ever.
std::string id_claim(std::string_view source, std::string_view id);
// The names of the claims of a record that has its place. Requires a JSON object.
std::vector<std::string> index_claims(const Json& record, std::uint64_t position);
// The names by which others find a record beside its id; what they lead to stands in them. The
// position that ends each name is left to the caller.
//   link      a stream that a linked field (or a list of them) names, or a mark -> the record's
//             stream
//   corrects  the event that it corrects         -> the record
//   erased    the stream whose key it destroys   -> the same
std::vector<std::string> index_claims(const Event& event, const Json& data);
// What a marked value is found by: a name that no stream has.
std::string mark_of(std::string_view word, std::string_view value);
std::string link_prefix(std::string_view stream, std::string_view aggregate);
// Of every mark under a word.
std::string mark_prefix(std::string_view word);
std::string corrects_prefix(std::uint64_t position);
std::string erased_prefix(std::string_view stream = {});  // without one: of all
// What a name under one of these prefixes leads to: a stream, and which event.
std::string found_by(std::string_view name);
std::uint64_t finder_of(std::string_view name);
// Of a name under corrects_prefix(): the event that is corrected, and the one that corrects it.
std::uint64_t corrected_of(std::string_view name);
std::uint64_t corrector_of(std::string_view name);

}  // namespace programme
