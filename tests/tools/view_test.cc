#include <catch2/catch.hpp>

#include "tests/support/process.h"

namespace {

using support::Finished;
using support::Json;
using support::leuit;

support::LeuitServer& server() { return support::sample_server(); }

Finished from(const support::Words& place, const support::Words& more) {
  support::Words arguments = {"view"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.insert(arguments.end(), place.begin(), place.end());
  return leuit(arguments);
}
Finished from_folder(const support::Words& more) { return from({"--data", server().data()}, more); }
Finished from_server(const support::Words& more) { return from({"--url", server().url()}, more); }

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("a folder and its server show the same view") {
  const std::pair<support::Words, std::size_t> table[] = {
      {{"beneficiaries"}, 160},
      {{"funding"}, 1},
      {{"placements"}, 16},
      {{"placements", "--where", "state=confirmed"}, 12},
      {{"placements", "--where", "state=confirmed", "--where", "months_confirmed=0"}, 0},
      {{"beneficiaries", "--as-of", "0"}, 0},
      {{"beneficiaries", "--as-of", "2036"}, 160},
      {{"beneficiaries", "--as-of", "2001-01-01T00:00:00+07:00"}, 0},
      {{"beneficiaries", "--as-of", "2999-01-01T00:00:00Z"}, 160},
      {{"beneficiaries", "P0001"}, 1},
      {{"beneficiaries", "P0001", "--fields", "status,name"}, 1},
      {{"placements", "--where", "months_confirmed.gte=1"}, 12},
      {{"placements", "--where", "state.in=rejected,matched"}, 4},
      {{"placements", "--where", "id.prefix=2024-P000"}, 1},
      {{"beneficiaries", "--sort", "-decile,group", "--fields", "decile,group"}, 160},
      {{"placements", "--summary", "state"}, 2},
      {{"placements", "--summary", "state", "--where", "state=rejected"}, 1},
      {{"placements", "--summary", ""}, 1},
  };
  for (const auto& [question, rows] : table) {
    CAPTURE(question);
    support::Words as_json = question;
    as_json.emplace_back("--json");
    const Finished folder = from_folder(as_json);
    CHECK(folder.exit_code == 0);
    const Json shown = Json::parse(folder.out, nullptr, false);
    CHECK(shown.size() == rows);
    CHECK(Json::parse(from_server(as_json).out, nullptr, false) == shown);
  }
}

TEST_CASE("as of a position the folder shows what the server does") {
  const Json rows = Json::parse(from_folder({"beneficiaries", "--as-of", "1000", "--json"}).out);
  CHECK(rows == server().get("/v1/views/beneficiaries?limit=1000&as_of=1000").json().at("rows"));
  CHECK(rows != server().get("/v1/views/beneficiaries?limit=1000").json().at("rows"));
}

TEST_CASE("a table has a line of names and a line a row, in columns") {
  const Finished shown = from_folder({"placements"});
  CHECK(shown.exit_code == 0);
  CHECK(lines_in(shown.out) == 17);
  CHECK(shown.out.starts_with("id "));
  const auto second = shown.out.find('\n') + 1;
  const auto column = shown.out.find("employer");
  CHECK(column < second);
  CHECK(shown.out.substr(second + column - 2, 2) == "  ");
  CHECK(from_server({"placements"}).out == shown.out);
  CHECK(from_folder({"beneficiaries"}).out.find("(sealed)") != std::string::npos);
}

TEST_CASE("CSV is RFC 4180: a header, a line a row, quotes where they are needed") {
  const Finished shown = from_folder({"placements", "--format", "csv"});
  CHECK(shown.exit_code == 0);
  CHECK(lines_in(shown.out) == 17);
  CHECK(shown.out.starts_with("id,"));
  for (std::size_t at = 0; (at = shown.out.find('\n', at)) != std::string::npos; ++at)
    CHECK(shown.out[at - 1] == '\r');
  CHECK(from_server({"placements", "--format", "csv"}).out == shown.out);
}

TEST_CASE("a CSV is the one that the server gives") {
  const std::pair<support::Words, std::string> table[] = {
      {{"beneficiaries"}, "beneficiaries?format=csv"},
      {{"placements", "--sort", "-id", "--fields", "state", "--where", "state.ne=confirmed"},
       "placements?sort=-id&fields=state&state.ne=confirmed&format=csv"},
      {{"placements", "--summary", "state"}, "placements/summary?group_by=state&format=csv"},
      {{"beneficiaries", "P0001"}, "beneficiaries?id=P0001&format=csv"},
  };
  for (auto [question, target] : table) {
    CAPTURE(question);
    question.insert(question.end(), {"--format", "csv"});
    const std::string body = server().get("/v1/views/" + target).body;
    CHECK(lines_in(body) > 1);
    CHECK(from_folder(question).out == body);
    CHECK(from_server(question).out == body);
  }
}

TEST_CASE("a table shows the fields in the order in which they are asked for") {
  const Finished shown = from_folder({"placements", "--fields", "state,person", "--sort", "state"});
  CHECK(shown.exit_code == 0);
  const auto words = shown.out.substr(0, shown.out.find('\n'));
  CHECK(words.starts_with("id "));
  CHECK(words.find(" state ") < words.find(" person"));
  CHECK(shown.out.find(" confirmed ") < shown.out.find(" rejected "));
  CHECK(from_server({"placements", "--fields", "state,person", "--sort", "state"}).out ==
        shown.out);
}

TEST_CASE("a summary is a table with a line a group") {
  const Finished shown = from_folder({"placements", "--summary", "state"});
  CHECK(shown.exit_code == 0);
  CHECK(lines_in(shown.out) == 3);
  CHECK(shown.out.starts_with("state      count  "));
  CHECK(shown.out.find("sums.months_confirmed") != std::string::npos);
  CHECK(shown.out.find("confirmed  12 ") != std::string::npos);
  CHECK(from_server({"placements", "--summary", "state"}).out == shown.out);
}

TEST_CASE("without rows there is the line of names") {
  const Finished shown = from_folder({"placements", "--where", "state=none", "--format", "csv"});
  CHECK(shown.exit_code == 0);
  CHECK(shown.out.starts_with("id"));
  CHECK(lines_in(shown.out) == 1);
}

TEST_CASE("a name with a colon is asked for as it is") {
  const std::string id = server().get("/v1/views/funding").json().at("rows").at(0).at("id");
  REQUIRE(id.find(':') != std::string::npos);
  for (const Finished& shown :
       {from_folder({"funding", id, "--json"}), from_server({"funding", id, "--json"})}) {
    CHECK(shown.exit_code == 0);
    CHECK(Json::parse(shown.out, nullptr, false).at(0).at("id") == id);
  }
}

TEST_CASE("a row that is not there is a no, and a question that makes no sense wrong usage") {
  const std::pair<support::Words, int> table[] = {
      {{"beneficiaries", "P9999"}, 1},
      {{"funding", "x", "--as-of", "0"}, 1},
      {{"placements", "--where", "nonsense=1"}, 2},
      {{"placements", "--where", "state"}, 2},
      {{"placements", "--where", "=x"}, 2},
      {{"beneficiaries", "--where", "nik=1"}, 2},
      {{"placements", "--as-of", "2037"}, 2},
      {{"placements", "--as-of", "x"}, 2},
      {{"beneficiaries", "P0001", "--as-of", "2037"}, 2},
      {{"nonsense", "x"}, 1},
      {{"beneficiaries", "P9999", "--format", "csv"}, 1},
      {{"beneficiaries", "P9999", "--fields", "status"}, 1},
      {{"nonsense", "x", "--format", "csv"}, 1},
      {{"placements", "--where", "state.like=x"}, 2},
      {{"placements", "--where", "sort=state"}, 2},
      {{"placements", "--where", "months_confirmed.gte=x"}, 2},
      {{"placements", "--sort", "nonsense"}, 2},
      {{"placements", "--fields", "nonsense"}, 2},
      {{"placements", "--fields", "nonsense", "--format", "csv"}, 2},
      {{"placements", "--summary", "nonsense"}, 2},
      {{"placements", "--summary", "state", "--sort", "state"}, 2},
      {{"placements", "x", "--summary", "state"}, 2},
      {{"placements", "x", "--where", "state=a"}, 2},
      {{"beneficiaries", "--summary", "nik"}, 2},
      {{"placements", "--format", "xml"}, 2},
      {{"placements", "--diff", "1"}, 2},
      {{"placements", "--explain", "state"}, 2},
      {{"placements", "--occurred-by", "2024-01-01"}, 2},
      {{}, 2},
  };
  for (const auto& [question, code] : table) {
    CAPTURE(question);
    for (const Finished& done : {from_folder(question), from_server(question)}) {
      CHECK(done.exit_code == code);
      CHECK(done.out.empty());
      CHECK(done.err.starts_with("leuit: "));
    }
  }
}

TEST_CASE("an unknown view is refused alike by a folder and by a server") {
  const Finished folder = from_folder({"nonsense"});
  const Finished served = from_server({"nonsense"});
  CHECK(folder.exit_code == 2);
  CHECK(served.exit_code == 2);
  CHECK(folder.err == served.err);
}

}  // namespace
