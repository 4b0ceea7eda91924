#include <catch2/catch.hpp>

#include "tests/support/process.h"

namespace {

using support::Finished;
using support::Json;
using support::leuit;

support::LeuitServer& server() { return support::sample_server(); }

// The same question to the folder, while the server has it open, and to the server.
Finished from_folder(const support::Words& more) {
  support::Words arguments = {"events", "--data", server().data()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return leuit(arguments);
}
Finished from_server(const support::Words& more) {
  support::Words arguments = {"events", "--url", server().url()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return leuit(arguments);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    out.push_back(text.substr(at, end - at));
  return out;
}

TEST_CASE("a folder and its server give the same lines to each question") {
  const std::pair<support::Words, std::size_t> table[] = {
      {{}, 2037},
      {{"--limit", "1"}, 1},
      {{"--limit", "1500"}, 1500},
      {{"--after", "2030"}, 6},
      {{"--after", "2036"}, 0},
      {{"--order", "desc", "--limit", "3"}, 3},
      {{"--order", "desc", "--after", "2"}, 2},
      {{"--subject", "grant/2023-LBK-07"}, 27},
      {{"--type", "person.registered"}, 160},
      {{"--type", "person.registered", "--limit", "5", "--json"}, 5},
      {{"--area", "94"}, 2},
      {{"--source", "/kemnaker/lebak", "--id", "lebak-00500"}, 1},
      {{"--id", "none"}, 0},
      {{"--from", "2022-11-11T09:07:00+07:00", "--to", "2022-11-11T09:21:00+07:00"}, 2},
  };
  for (const auto& [question, count] : table) {
    CAPTURE(question);
    const Finished folder = from_folder(question);
    CHECK(folder.exit_code == 0);
    CHECK(lines_of(folder.out).size() == count);
    CHECK(from_server(question).out == folder.out);
  }
}

TEST_CASE("a line is the record's exact bytes") {
  const auto lines = lines_of(from_folder({"--after", "699", "--limit", "2"}).out);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == server().get("/v1/events/700").body);
  CHECK(lines[1] == server().get("/v1/events/701").body);
  CHECK(from_server({"--after", "699", "--limit", "1"}).out == lines[0] + "\n");
}

TEST_CASE("a folder is read without its master key") {
  const ledger::TemporaryFolder folder;
  const std::string data = folder.path("data");
  REQUIRE(leuit({"init", "--data", data, "--origin", "a.example", "--master-key-file",
                 folder.path("key")})
              .exit_code == 0);
  CHECK(leuit({"events", "--data", data}).exit_code == 0);
}

TEST_CASE("a question that makes no sense is wrong usage") {
  const support::Words table[] = {
      {"--limit", "0"},
      {"--limit", "x"},
      {"--after", "x"},
      {"--after", "-1"},
      {"--order", "up"},
      {"--from", "yesterday"},
      {"--to", "2023-02-30T00:00:00Z"},
      {"--nonsense"},
      {"--follow"},
  };
  for (const auto& question : table) {
    CAPTURE(question);
    for (const Finished& done : {from_folder(question), from_server(question)}) {
      CHECK(done.exit_code == 2);
      CHECK(done.out.empty());
      CHECK(done.err.starts_with("leuit: "));
    }
  }
  CHECK(from_folder({"--follow"}).err.find("later version") != std::string::npos);
}

TEST_CASE("a ledger that is not there is told so") {
  const ledger::TemporaryFolder folder;
  CHECK(leuit({"events", "--data", folder.path("none")}).exit_code == 3);
  CHECK(leuit({"events", "--url", "http://127.0.0.1:1"}).exit_code == 3);
  CHECK(leuit({"events", "--url", "nowhere"}).exit_code == 2);
  CHECK(leuit({"events", "--data", server().data(), "--url", server().url()}).exit_code == 2);
}

TEST_CASE("the folder may be named by the environment, where nothing else is") {
  const ledger::TemporaryFolder folder;
  const auto named = [&](const support::Words& arguments, const std::string& data) {
    return lines_of(leuit(arguments, "", {"LEUIT_DATA=" + data}).out).size();
  };
  CHECK(named({"events"}, server().data()) == 2037);
  CHECK(named({"events", "--data", server().data()}, folder.path("none")) == 2037);
  CHECK(named({"events", "--url", server().url()}, folder.path("none")) == 2037);
}

}  // namespace
