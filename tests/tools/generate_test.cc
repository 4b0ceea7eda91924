#include "tools/generate.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "ledger/core/sha256.h"
#include "ledger/programme/json.h"
#include "tests/support/laws.h"
#include "tests/support/process.h"
#include "tests/support/sample_ledger.h"

namespace {

using tools::generate::Dice;
using tools::generate::Wish;

std::string text_of(const Wish& wish) {
  std::string out;
  const auto count = tools::generate::generate(wish, [&](std::string_view lines) {
    out += lines;
    return true;
  });
  REQUIRE(count);
  REQUIRE(*count == static_cast<std::uint64_t>(std::count(out.begin(), out.end(), '\n')));
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Empty, or the first event that an empty ledger refuses.
std::string refusal_of(const std::vector<std::string>& lines) {
  constexpr std::size_t commit_events = 200;
  support::SampleLedger empty(0);
  empty.clock().advance(365 * 86'400'000'000);  // 2026, after all that is generated
  for (std::size_t first = 0; first < lines.size(); first += commit_events) {
    const auto at = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
    const std::size_t end = std::min(first + commit_events, lines.size());
    const std::string refusal = empty.record({at(first), at(end)});
    if (!refusal.empty())
      return "after event " + std::to_string(first) + ": " + refusal + ": " +
             lines[empty.ledger().size()];
  }
  return "";
}

std::map<std::string, int> types_of(const std::vector<std::string>& lines) {
  std::map<std::string, int> types;
  constexpr std::string_view before = "\"type\":\"";
  for (const std::string& line : lines) {
    const std::size_t first = line.find(before) + before.size();
    ++types[line.substr(first, line.find('"', first) - first)];
  }
  return types;
}

TEST_CASE("a generated programme is accepted in its order, with every kind of story in it") {
  const auto lines = lines_of(text_of({.groups = 20, .seed = 7}));
  CHECK(refusal_of(lines) == "");
  auto types = types_of(lines);
  for (const char* type : {"juknis.revoked",
                           "proposal.returned",
                           "proposal.rejected",
                           "determination.recipient_substituted",
                           "grant.transfer_returned",
                           "group.bank_account_changed",
                           "grant.spm_rejected",
                           "grant.funds_withdrawn",
                           "grant.accountability_report_returned",
                           "grant.accountability_reminder_sent",
                           "grant.refund_confirmed",
                           "grant.agreement_terminated",
                           "group.marked_fictitious",
                           "training.certificate_issued",
                           "training.bnsp_certificate_issued",
                           "mentoring.session_verified",
                           "mentoring.worker_hired",
                           "placement.made",
                           "placement.candidate_rejected",
                           "monitoring.condition_recorded",
                           "audit.finding_issued",
                           "audit.follow_up_assessed",
                           "rembuk.minutes_signed",
                           "budget.fiscal_year_closed"}) {
    INFO(type);
    CHECK(types[type] > 0);
  }
  CHECK(types["grant.agreement_signed"] > types["grant.accountability_report_accepted"]);
}

TEST_CASE("a second year goes on where the first one stands") {
  const auto lines = lines_of(text_of({.groups = 2, .seed = 11, .years = 2}));
  CHECK(refusal_of(lines) == "");
  CHECK(types_of(lines)["budget.issued"] == 2);
}

TEST_CASE("ten groups and a year make a programme like the sample's") {
  const auto lines = lines_of(text_of({.groups = 10, .seed = 1}));
  CHECK(lines.size() > 1700);
  CHECK(lines.size() < 2500);
}

TEST_CASE("what is rare occurs in a large programme") {
  auto types = types_of(lines_of(text_of({.groups = 320, .seed = 3})));
  for (const char* type :
       {"envelope.reconciled", "envelope.item_reversed", "person.duplicate_confirmed",
        "person.identity_mismatch_flagged", "group.member_removed", "group.leader_replaced",
        "grant.expenditure_corrected", "mentoring.rebuttal_filed"}) {
    INFO(type);
    CHECK(types[type] > 0);
  }
}

TEST_CASE("no number is given twice: NIK, accounts, orders, deposits, certificates") {
  std::map<std::string, std::set<std::string>> given;
  const auto once = [&](const std::string& what, const programme::Json& data, const char* field) {
    if (!given[what].insert(data.at(field)).second) FAIL_CHECK(what << " " << data.at(field));
  };
  for (const std::string& line : lines_of(text_of({.groups = 20, .seed = 5, .years = 2}))) {
    const auto event = programme::Json::parse(line);
    const std::string type = event.at("type");
    const auto& data = event.at("data");
    once("id", event, "id");
    if (type == "person.registered") once("NIK", data, "nik");
    if (type == "group.bank_account_registered" || type == "group.bank_account_changed")
      once("account", data, "account");
    if (type == "grant.spm_issued" || type == "grant.sp2d_issued") once(type, data, "number");
    if (type == "grant.refund_deposited") once("NTPN", data, "ntpn");
    if (type == "training.certificate_issued") once(type, data, "number");
    if (type == "grant.agreement_signed") once(type, data, "number");
  }
  CHECK(given.size() == 8);
}

TEST_CASE("any seed makes an acceptable programme") {
  Dice dice{support::seed_of("generate")};
  for (int round = support::rounds(2); round > 0; --round) {
    const Wish wish{
        .groups = dice.between(1, 5), .seed = dice.next() % 1'000'000, .years = dice.between(1, 2)};
    INFO("--groups " << wish.groups << " --seed " << wish.seed << " --years " << wish.years);
    CHECK(refusal_of(lines_of(text_of(wish))) == "");
  }
}

TEST_CASE("one seed gives one text, on any machine; another seed another") {
  const std::string text = text_of({.groups = 3, .seed = 42, .years = 2});
  CHECK(text == text_of({.groups = 3, .seed = 42, .years = 2}));
  CHECK(text != text_of({.groups = 3, .seed = 43, .years = 2}));
  CHECK(ledger::to_hex(ledger::view(ledger::sha256(text))) ==
        "0417bcde843fe28047f15d7efdcdf6dac37d52e8ab1671b8a5e66f96a160db7c");
}

TEST_CASE("a generator that is told to stop stops, and says so") {
  int calls = 0;
  const auto count =
      tools::generate::generate({.groups = 40}, [&](std::string_view) { return ++calls < 2; });
  CHECK(!count);
  CHECK(calls == 2);
}

TEST_CASE("the verb writes to a new file or to standard output") {
  const ledger::TemporaryFolder folder;
  const std::string file = folder.path("events.jsonl");
  const auto written = support::leuit({"generate", "--groups", "2", "--out", file, "--json"});
  CHECK(written.exit_code == 0);
  CHECK(support::Json::parse(written.out).at("events") > 300);
  const auto shown = support::leuit({"generate", "--groups", "2"});
  CHECK(shown.out == support::read_text(file));
  CHECK(support::leuit({"generate", "--groups", "2", "--out", file}).exit_code == 2);
  CHECK(support::leuit({"generate", "--groups", "100000", "--years", "20"}).exit_code == 2);
  CHECK(support::leuit({"generate", "--groups", "0"}).exit_code == 2);
}

}  // namespace
