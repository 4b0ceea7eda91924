#include "ledger/programme/control/system.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::Json;
using programme::system::State;
using programme::system::stream;

class NoFacts : public programme::Facts {
 public:
  const programme::StreamState* stream(std::string_view) const override { return nullptr; }
  std::vector<std::string> referring(std::string_view, std::string_view) const override {
    return {};
  }
};

// A row is a code and a name.
using Rows = std::vector<std::pair<std::string, std::string>>;

std::string added(const Rows& rows, const std::string& edition = "2025") {
  Json data = {{"edition", edition}, {"rows", Json::array()}};
  for (const auto& [code, name] : rows) data["rows"].push_back({{"code", code}, {"name", name}});
  return "reference_rows_added " + data.dump();
}

std::string digest_of(const std::string& lines) {
  return "sha-256:" + ledger::to_hex(ledger::view(ledger::sha256(lines)));
}

struct Edition {
  std::string name = "2025";
  std::string lines = {};  // that its digest is of
  int rows = 0;
};
std::string imported(const Edition& edition) {
  const Json data = {
      {"edition", edition.name}, {"digest", digest_of(edition.lines)}, {"rows", edition.rows}};
  return "reference_edition_imported " + data.dump();
}

std::string granted(const std::string& holder, const std::string& more = "") {
  return R"(role_granted {"holder": ")" + holder + R"(", "role": "verifier")" + more + "}";
}
std::string revoked(const std::string& holder, const std::string& more = "") {
  return R"(role_revoked {"holder": ")" + holder + R"(", "role": "verifier")" + more + "}";
}

// The rows of a table happen at 2023-07-01T09:00:00+07:00.
std::string opened(const std::string& until) {
  return R"(break_glass_opened {"until": ")" + until + R"("})";
}

const std::string first = added({{"36", "Banten"}, {"36.02", "Kabupaten Lebak"}});
const std::string second = added({{"36.02.27", "Cirinten"}});
const std::string whole =
    imported({.lines = "36,Banten\n36.02,Kabupaten Lebak\n36.02.27,Cirinten\n", .rows = 3});
const std::string glass = opened("2023-07-01T12:00:00+07:00");

void check(const std::vector<support::Row>& rows) {
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("an edition is its rows, closed by their number and digest") {
  check({
      {"the first rows", {}, first, "ok"},
      {"further rows", {first}, second, "ok"},
      {"closed", {first, second}, whole, "ok"},
      {"closed before any row", {}, whole, "stream_not_open"},
      {"a row missing", {first}, whole, "edition_rows_differ"},
      {"another number",
       {first},
       imported({.lines = "36,Banten\n36.02,Kabupaten Lebak\n", .rows = 3}),
       "edition_rows_differ"},
      {"another content",
       {first},
       imported({.lines = "36,Banten\n36.02,Lebak\n", .rows = 2}),
       "edition_digest_differs"},
      {"another edition",
       {first, second},
       imported({.name = "2022", .rows = 3}),
       "edition_differs"},
      {"closed twice", {first, second, whole}, whole, "edition_closed"},
      {"rows after it", {first, second, whole}, added({{"94", "Papua"}}), "edition_closed"},
  });
  CHECK(support::status_after(stream(), {first, second, whole}) == "open");
}

TEST_CASE("rows come in ascending order of their codes, each once, of one edition") {
  check({
      {"an earlier row in a later event",
       {first},
       added({{"11", "Aceh"}}),
       "edition_rows_unordered"},
      {"an earlier row in the same event",
       {},
       added({{"36", "Banten"}, {"11", "Aceh"}}),
       "edition_rows_unordered"},
      {"the last row again", {first}, added({{"36.02", "Lebak"}}), "edition_row_repeated"},
      {"an earlier row again", {first, second}, added({{"36", "Banten"}}), "edition_row_repeated"},
      {"a row twice", {}, added({{"36", "Banten"}, {"36", "Banten"}}), "edition_row_repeated"},
      {"a row twice, apart",
       {},
       added({{"11", "Aceh"}, {"36", "Banten"}, {"11", "Aceh"}}),
       "edition_row_repeated"},
      {"another edition", {first}, added({{"94", "Papua"}}, "2022"), "edition_differs"},
      {"as bytes", {}, added({{"36.02", "Lebak"}, {"360", "?"}, {"A", "?"}, {"a", "?"}}), "ok"},
  });
}

TEST_CASE("an edition of 91,000 rows is closed under the digest of all its lines") {
  programme::StreamState state = stream().none();
  std::string lines;
  const auto event = [&](const std::string& text) {
    const auto space = text.find(' ');
    programme::Event out;
    for (const auto& type : stream().events)
      if (type->name == "system." + text.substr(0, space)) out.type = type.get();
    out.data = out.type->read(Json::parse(text.substr(space)));
    return out;
  };
  int code = 1'000'000;
  for (int part = 0; part < 182; ++part) {
    Rows rows;
    for (int i = 0; i < 500; ++i, ++code) {
      rows.emplace_back(std::to_string(code), "Desa");
      lines += rows.back().first + ",Desa\n";
    }
    stream().apply(state, event(added(rows)));
  }
  const auto* type = event(whole).type;
  const auto verdict = [&](const Edition& edition) {
    const auto asked = type->decide(*state.own, event(imported(edition)), NoFacts());
    return asked ? asked->name : "ok";
  };
  CHECK(programme::own<State>(&state)->edition.codes.size() == 91'000);
  CHECK(verdict({.lines = lines, .rows = 91'000}) == "ok");
  CHECK(verdict({.lines = lines, .rows = 91'000}) == "ok");
  CHECK(verdict({.lines = lines + " ", .rows = 91'000}) == "edition_digest_differs");
}

TEST_CASE("a row's code has no comma and its name no second line, so a line has one meaning") {
  check({
      {"a comma in a code",
       {},
       added({{"36,Banten", "x"}}),
       "system.reference_rows_added: /data/rows/0/code must be 1 to 64 characters without comma "
       "or space"},
      {"a line feed in a name",
       {},
       added({{"36", "Banten\n37"}}),
       "system.reference_rows_added: /data/rows/0/name must be 1 to 256 characters on one line"},
      {"a comma in a name", {}, added({{"36", "Banten, Lebak"}}), "ok"},
  });
}

TEST_CASE("a role is granted once, and revoked where it was granted") {
  const std::string team = R"(, "team": "verification", "region": "36.02")";
  check({
      {"granted", {}, granted("a"), "ok"},
      {"granted twice", {granted("a")}, granted("a"), "role_granted_already"},
      {"granted to another", {granted("a")}, granted("b"), "ok"},
      {"granted in a team", {granted("a")}, granted("a", team), "ok"},
      {"revoked", {granted("a")}, revoked("a"), "ok"},
      {"revoked before anything", {}, revoked("a"), "stream_not_open"},
      {"revoked of another", {granted("a")}, revoked("b"), "role_not_granted"},
      {"revoked from a team", {granted("a")}, revoked("a", team), "role_not_granted"},
      {"revoked twice", {granted("a"), revoked("a")}, revoked("a"), "role_not_granted"},
      {"granted again", {granted("a"), revoked("a")}, granted("a"), "ok"},
  });
}

TEST_CASE("the glass is broken for three hours at most, and once at a time") {
  check({
      {"for three hours", {}, glass, "ok"},
      {"for longer", {}, opened("2023-07-01T12:00:01+07:00"), "break_glass_over_3_hours"},
      {"for no time", {}, opened("2023-07-01T09:00:00+07:00"), "break_glass_over_3_hours"},
      {"backwards", {}, opened("2023-07-01T08:00:00+07:00"), "break_glass_over_3_hours"},
      {"twice", {glass}, glass, "break_glass_open_already"},
      {"closed", {glass}, "break_glass_closed", "ok"},
      {"closed before anything", {}, "break_glass_closed", "stream_not_open"},
      {"closed where it never was", {granted("a")}, "break_glass_closed", "break_glass_not_open"},
      {"closed twice", {glass, "break_glass_closed"}, "break_glass_closed", "break_glass_not_open"},
      {"again when closed", {glass, "break_glass_closed"}, glass, "ok"},
  });
}

TEST_CASE("the rest opens a stream and follows anything, as often as it happens") {
  const std::string digest = digest_of("");
  const std::vector<std::string> free = {
      R"(region_code_superseded {"old": "91.09", "new": "94.04", "from": "2022-11-09",
          "edition": "2022"})",
      R"(blacklist_imported {"source": "Direktorat", "digest": ")" + digest + R"(", "rows": 3})",
      R"(legacy_batch_imported {"source": "2022", "digest": ")" + digest + R"(", "events": 9})",
      R"(signing_key_committed {"verifier_key": "leuit.example+1b0c1e3c+AQ4v"})",
      R"(signing_key_changed {"old": "leuit.example+0+A", "new": "leuit.example+1+A"})",
      R"(red_flag_raised {"kind": "x", "subject": "group/1", "subjects": ["group/2", "36.02"]})",
      R"(red_flag_settled {"kind": "x", "subject": "group/1", "outcome": "dismissed"})",
      R"(red_flag_settled {"kind": "x", "subject": "36.02.27.2010", "outcome": "confirmed"})",
      R"(projection_rebuilt {"name": "funding", "from": "0", "to": "9", "checksum": ")" + digest +
          R"("})"};
  std::vector<support::Row> rows;
  for (const std::string& one : free) {
    rows.push_back({one, {}, one, "ok"});
    rows.push_back({one + " after others", free, one, "ok"});
  }
  check(rows);
  CHECK(support::status_after(stream(), free) == "open");
}

TEST_CASE("nothing of the system is ever corrected") {
  for (const auto& type : stream().events) {
    CHECK_FALSE(type->correctable);
    CHECK(type->act == programme::EventType::Act::fact);
  }
}

TEST_CASE("operators keep the system, the KPA names its holders, monitors settle flags") {
  using namespace programme;
  const auto role_of = [](const std::string& name) {
    for (const auto& type : stream().events)
      if (type->name == "system." + name) return type->roles.front();
    return std::string_view();
  };
  CHECK(role_of("reference_rows_added") == role::operator_);
  CHECK(role_of("reference_edition_imported") == role::operator_);
  CHECK(role_of("role_granted") == role::kpa);
  CHECK(role_of("role_revoked") == role::kpa);
  CHECK(role_of("red_flag_settled") == role::monitor);
  CHECK(role_of("red_flag_raised") == role::system);
  CHECK(role_of("break_glass_opened") == role::operator_);
}
