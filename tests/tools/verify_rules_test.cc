#include "tools/verify_rules.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "ledger/programme/data_folder.h"
#include "tests/support/forged.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace {

using programme::Json;

constexpr std::uint64_t sample_size = 120;

std::string first_lines() {
  std::ifstream lines(support::source_path("tests/data/lebak.jsonl"));
  std::string out, line;
  for (std::uint64_t n = 0; n < sample_size && std::getline(lines, line); ++n) out += line + "\n";
  return out;
}

// A ledger of the sample's first lines, and its server, which is stopped while it is written past.
struct Recorded {
  explicit Recorded(const std::string& file) : server(file) {}
  support::LeuitServer server;

  std::string folder() const { return server.data(); }
  void open(const std::function<void(programme::Folder&)>& change) {
    server.stop();
    ledger::SystemClock clock;
    ledger::SystemRandom random;
    const auto opened = programme::Folder::open(folder(), {}, clock, random);
    REQUIRE(opened);
    change(**opened);
  }
};

std::unique_ptr<Recorded> recorded() {
  const ledger::TemporaryFolder home;
  support::write_text(home.path("lines"), first_lines());
  return std::make_unique<Recorded>(home.path("lines"));
}

tools::Pinned with_rules() {
  tools::Pinned out;
  out.rules = true;
  return out;
}

tools::Report verified(const std::string& folder, const tools::Pinned& pinned) {
  auto report = tools::verify_folder(folder, pinned, [](auto, auto) {});
  REQUIRE(report);
  return std::move(*report);
}

// "POSITION KIND RULE NAME" of the fault, or "proven".
std::string finding(const tools::Report& report) {
  if (!report.fault) return "proven";
  std::string out = report.fault->position ? std::to_string(*report.fault->position) : "-";
  out += " " + report.fault->kind;
  if (const auto& broken = report.fault->rule) out += " " + broken->rule + " " + broken->name;
  return out;
}

std::string finding_at(const std::string& url) {
  const auto report = tools::verify_url({url, ""}, with_rules(), [](auto, auto) {});
  REQUIRE(report);
  return finding(*report);
}

// A group in a village that no edition has.
const Json forged = {{"specversion", "1.0"},
                     {"id", "forged"},
                     {"source", "/office"},
                     {"type", "group.formed"},
                     {"subject", "group/forged"},
                     {"time", "2023-07-01T09:00:00+07:00"},
                     {"area", "36.02"},
                     {"actor", "somebody"},
                     {"role", "applicant"},
                     {"data",
                      {{"name", "G"},
                       {"scheme", "TKM_PEMULA"},
                       {"region", "36.02.99.2001"},
                       {"edition", "KEPMENDAGRI-100.1.1-6117-2022"}}}};

}  // namespace

TEST_CASE("the rules are judged again, and an event past the registrar is named") {
  const auto ledger = recorded();
  const auto before = verified(ledger->folder(), with_rules());
  CHECK(finding(before) == "proven");
  REQUIRE(before.rules);
  CHECK(before.rules->judged == sample_size);
  CHECK(before.rules->judged_in_part > 0);
  CHECK(before.rules->judged_in_part < sample_size);
  CHECK_FALSE(verified(ledger->folder(), {}).rules);
  CHECK(finding_at(ledger->server.url()) == "proven");

  ledger->open([](programme::Folder& folder) {
    CHECK(support::forge(folder.writer(), forged) == sample_size);
  });
  const std::string named = std::to_string(sample_size) + " rule I31 region_in_edition";
  CHECK(finding(verified(ledger->folder(), {})) == "proven");
  CHECK(finding(verified(ledger->folder(), with_rules())) == named);
  ledger->server.start();
  CHECK(finding_at(ledger->server.url()) == named);

  const auto told = support::leuit({"verify", "--rules", "--json", "--data", ledger->folder()});
  CHECK(told.exit_code == 1);
  const Json answer = Json::parse(told.out);
  CHECK(answer.at("ok") == false);
  CHECK(answer.at("rules").at("judged") == std::to_string(sample_size));
  const Json& fault = answer.at("fault");
  CHECK(fault.at("position") == std::to_string(sample_size));
  CHECK(fault.at("type") == "group.formed");
  CHECK(fault.at("rule") == "I31");
  CHECK(fault.at("name") == "region_in_edition");
  const auto said = support::leuit({"verify", "--rules", "--data", ledger->folder()});
  CHECK(said.exit_code == 1);
  CHECK(said.err.find("position 120: group.formed would not have been allowed by I31") !=
        std::string::npos);
}

TEST_CASE("corrections are judged again, also from outside") {
  const auto ledger = recorded();
  ledger->open([](programme::Folder& folder) {
    const Json first = Json::parse(folder.ledger().record(0).value());
    Json again = {{"specversion", "1.0"},
                  {"id", "correction"},
                  {"source", "/office"},
                  {"corrects", "0"},
                  {"reason", "mistyped"}};
    for (const char* name :
         {"type", "subject", "time", "area", "actor", "role", "data", "basis", "basisdigest"})
      if (first.contains(name)) again[name] = first[name];
    auto taken = folder.registrar().take(again.dump(), false, {}, {});
    REQUIRE(taken);
    folder.writer().submit(
        std::move(taken->submission), taken->subjects,
        [](const ledger::Outcome& outcome) { CHECK_FALSE(outcome.submission->error); });
    folder.writer().round();
    REQUIRE(folder.ledger().size() == sample_size + 1);
  });
  CHECK(finding(verified(ledger->folder(), with_rules())) == "proven");
  ledger->server.start();
  CHECK(finding_at(ledger->server.url()) == "proven");
}

TEST_CASE("a ledger whose tree has a fault is told that, and nothing of its rules") {
  const auto ledger = recorded();
  ledger->open([](programme::Folder& folder) { support::forge(folder.writer(), forged); });
  {
    auto store = ledger::RocksStore::open(ledger->folder() + "/ledger", ledger::ledger_tables(),
                                          ledger::Access::open);
    REQUIRE(store);
    std::string key;
    ledger::append_u64(key, sample_size);
    ledger::StoreBatch batch;
    batch.put(ledger::table::records, key, std::string(40, 'x'));
    REQUIRE((*store)->write(batch, ledger::Durability::synced));
  }
  const auto report = verified(ledger->folder(), with_rules());
  CHECK(finding(report) == std::to_string(sample_size) + " leaf_hash");
  CHECK(report.rules->judged == sample_size);
}
