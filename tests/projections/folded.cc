#include "tests/projections/folded.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <random>

#include "ledger/core/bytes.h"
#include "ledger/core/memory_store.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/values.h"
#include "tests/support/laws.h"
#include "tests/support/sample_ledger.h"

namespace projections {
namespace {

using programme::Event;
using programme::History;

// Takes the text up to the next space.
std::string take_word(std::string& text) {
  const auto space = text.find(' ');
  std::string word = text.substr(0, space);
  text.erase(0, space + 1);
  return word;
}

Event written(std::string text) {
  Event event;
  event.time = "2023";
  if (text[0] == '2') event.time = take_word(text);
  if (event.time.size() == 4) event.time += "-06-01T00:00:00Z";
  event.time_us = programme::parse_time(event.time).value().utc_us;
  std::string type = take_word(text);
  if (const auto at = type.find('@'); at != std::string::npos) {
    event.corrects = ledger::parse_decimal(type.substr(at + 1));
    type.resize(at);
  }
  event.type = programme::find_type(type);
  INFO(type);
  REQUIRE(event.type != nullptr);
  event.subject = take_word(text);
  event.area = "36.02";
  event.recorded_time = event.time;
  event.data = event.type->read(text.empty() ? Json::object() : Json::parse(text));
  return event;
}

std::vector<Told> records_of(const ledger::Ledger& ledger, std::uint64_t from) {
  std::vector<Told> out;
  const auto add = [&](std::uint64_t position, std::string_view record) -> ledger::Result<bool> {
    out.push_back({std::string(record), position});
    return true;
  };
  REQUIRE(ledger.scan(from, ledger.size(), add));
  return out;
}

FoldedRows rows_in(const ledger::Store& store, const Projection& projection) {
  FoldedRows out;
  const auto add = [&](const FoundRow& found) -> ledger::Result<bool> {
    out.emplace(found.id, Json::parse(found.version.text));
    return true;
  };
  REQUIRE(RowReader(store, projection.name())
              .walk(std::nullopt, std::numeric_limits<std::int64_t>::max(), add));
  return out;
}

// Folds one after the other, a chunk of seven at a time, so that rows go out to the store and back.
FoldedRows fold_all(const Projection& projection, const std::vector<const Event*>& events,
                    const std::map<std::string, std::vector<Told>>& streams) {
  ledger::MemoryStore store(Views::table_names().size());
  Statuses statuses;
  for (std::size_t i = 0; i < events.size();) {
    RowWriter rows = projection.writer(store);
    for (const std::size_t end = std::min(i + 7, events.size()); i < end; ++i) {
      const Streams history = [&](const std::string& stream) -> ledger::Result<History> {
        History out;
        const auto found = streams.find(stream);
        if (found == streams.end()) return out;
        for (const Told& one : found->second)
          if (one.position <= events[i]->position) out.add(one.read());
        return out;
      };
      const auto status = statuses.after(*events[i], history);
      REQUIRE(projection.fold(*events[i], {status.value(), history}, rows));
    }
    ledger::StoreBatch batch;
    rows.flush(batch);
    REQUIRE(store.write(batch, ledger::Durability::buffered));
  }
  return rows_in(store, projection);
}

// Each stream's events are its whole stream.
void renumber(std::vector<Event>& events) {
  std::map<std::string, std::uint64_t> versions;
  for (Event& event : events) event.stream_version = ++versions[event.subject];
}

std::map<std::string, std::vector<Told>> by_stream(const std::vector<Told>& events) {
  std::map<std::string, std::vector<Told>> out;
  for (const Told& one : events) out[one.read().subject].push_back(one);
  return out;
}

}  // namespace

Event Told::read() const {
  Event event = text.front() == '{' ? programme::read_record(text).value() : written(text);
  event.position = event.place = position;
  return event;
}

std::vector<Told> told(const std::vector<std::string>& events) {
  std::vector<Told> out;
  for (const auto& text : events) out.push_back({text, out.size()});
  return out;
}

const std::vector<Told>& sample_events() {
  static const std::vector<Told> events = records_of(support::whole_sample().ledger(), 0);
  return events;
}

const std::vector<Told>& later_sample_events() {
  static const std::vector<Told> events = [] {
    support::SampleLedger sample(std::numeric_limits<std::size_t>::max());
    CHECK(support::record_samples(sample) == "");
    return records_of(sample.ledger(), sample_events().size());
  }();
  return events;
}

FoldedRows folded(const Projection& projection, const std::vector<Told>& events) {
  std::vector<Event> read;
  for (const Told& one : events) read.push_back(one.read());
  renumber(read);
  std::vector<const Event*> addresses;
  for (const Event& event : read) addresses.push_back(&event);
  const bool corrected = std::any_of(read.begin(), read.end(), programme::changes_history);
  return fold_all(projection, addresses,
                  corrected ? by_stream(events) : std::map<std::string, std::vector<Told>>());
}

FoldedRows folded(const Projection& projection, const std::vector<std::string>& events) {
  return folded(projection, told(events));
}

FoldedRows folded_sample(const Projection& projection) {
  return folded(projection, sample_events());
}

FoldedRows folded_as_they_count(const Projection& projection, const std::vector<Told>& events) {
  std::vector<History> histories;
  for (const auto& [stream, own] : by_stream(events)) {
    History& history = histories.emplace_back();
    for (const Told& one : own) history.add(one.read());
  }
  std::vector<const Event*> counting;
  for (const History& history : histories)
    for (const Event* event : history.counting()) counting.push_back(event);
  std::sort(counting.begin(), counting.end(),
            [](const Event* a, const Event* b) { return a->place < b->place; });
  std::vector<Event> plain;
  for (const Event* event : counting) {
    const auto found = std::find_if(events.begin(), events.end(), [&](const Told& one) {
      return one.position == event->position;
    });
    Event again = found->read();
    again.corrects.reset();
    again.place = again.position = event->place;
    plain.push_back(std::move(again));
  }
  renumber(plain);
  std::vector<const Event*> addresses;
  for (const Event& event : plain) addresses.push_back(&event);
  return fold_all(projection, addresses, {});
}

void fold_parts_of_sample(const Projection& projection) {
  std::mt19937_64 random(support::seed_of("any subset folds"));
  for (int round = 0; round < support::rounds(4); ++round) {
    std::vector<Told> part;
    const auto chance = random() % 100 + 1;
    for (const Told& event : sample_events()) {
      if (random() % 100 < chance) part.push_back(event);
    }
    for (const auto& [id, row] : folded(projection, part)) {
      INFO("row " << id);
      REQUIRE(row.size() == projection.columns().size() + 1);
      REQUIRE(row["id"] == id);
    }
  }
}

}  // namespace projections
