#include <catch2/catch.hpp>

#include "tests/support/process.h"

namespace {

using support::Finished;
using support::Json;
using support::leuit;
using support::proposal;
using support::proposal_with;

// An empty ledger in a folder of its own.
struct Empty {
  ledger::TemporaryFolder folder;
  std::string data = folder.path("data");

  Empty() { REQUIRE(leuit({"init", "--data", data, "--origin", "a.example"}).exit_code == 0); }
  Finished record(const std::string& lines, const support::Words& more = {}) const {
    support::Words arguments = {"record", "-", "--data", data};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return leuit(arguments, lines);
  }
  std::size_t size() const {
    const std::string out = leuit({"events", "--data", data}).out;
    return static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n'));
  }
};

std::string lines(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& line : all) out += line + "\n";
  return out;
}

Json counts(const Finished& finished) { return Json::parse(finished.out, nullptr, false); }

TEST_CASE("the sample goes into a folder, and a second time nothing is added") {
  const Empty empty;
  for (const Json& want : {Json{{"recorded", 2037}, {"already_there", 0}, {"refused", 0}},
                           Json{{"recorded", 0}, {"already_there", 2037}, {"refused", 0}}}) {
    const auto done = leuit({"record", support::sample_file(), "--data", empty.data, "--json"});
    CHECK(done.exit_code == 0);
    CHECK(done.err.empty());
    CHECK(counts(done) == want);
  }
  CHECK(empty.size() == 2037);
}

TEST_CASE("the sample goes to a server, and a second time nothing is added") {
  support::LeuitServer server;
  for (const int recorded : {2037, 0}) {
    const auto done = leuit({"record", support::sample_file(), "--url", server.url(), "--json"});
    CHECK(done.exit_code == 0);
    CHECK(counts(done).at("recorded") == recorded);
    CHECK(counts(done).at("already_there") == 2037 - recorded);
    CHECK(server.get("/healthz").header("leuit-position") == "2036");
  }
  const auto words = leuit({"record", support::sample_file(), "--url", server.url()});
  CHECK(words.out.find("2037") != std::string::npos);
}

TEST_CASE("a refused line stops the recording: what is before it is in, nothing after it") {
  const std::string bad = proposal_with("bad", "area", "nowhere");
  const std::string text =
      lines({proposal("a").dump(), "", proposal("b").dump(), bad, proposal("c").dump()});
  const Empty empty;
  support::LeuitServer server;
  const Finished table[] = {empty.record(text, {"--json"}),
                            leuit({"record", "-", "--url", server.url(), "--json"}, text)};
  for (const Finished& done : table) {
    CHECK(done.exit_code == 1);
    CHECK(done.err.starts_with("leuit: line 4: "));
    CHECK(done.err.find("/area") != std::string::npos);
    CHECK(std::count(done.err.begin(), done.err.end(), '\n') == 1);
    CHECK(counts(done) == Json{{"recorded", 2}, {"already_there", 0}, {"refused", 1}});
  }
  CHECK(empty.size() == 2);
  CHECK(server.get("/healthz").header("leuit-position") == "1");
}

TEST_CASE("asked to keep going it reports every refused line and records the others") {
  std::vector<std::string> all;
  for (int i = 0; i < 520; ++i) all.push_back(proposal("k" + std::to_string(i)).dump());
  all[3] = "{";
  all[510] = proposal_with("k510", "type", "kawasan.nonsense");
  all[519] = proposal_with("k0", "id", "other");  // a second proposal of one kawasan
  const Empty empty;
  const auto done = empty.record(lines(all), {"--keep-going", "--json"});
  CHECK(done.exit_code == 1);
  for (const char* line : {"line 4: ", "line 511: ", "line 520: "}) {
    CAPTURE(line, done.err);
    CHECK(done.err.find(line) != std::string::npos);
  }
  CHECK(std::count(done.err.begin(), done.err.end(), '\n') == 3);
  CHECK(counts(done) == Json{{"recorded", 517}, {"already_there", 0}, {"refused", 3}});
  CHECK(empty.size() == 517);
  CHECK(counts(empty.record(lines(all), {"--keep-going", "--json"})).at("already_there") == 517);
}

TEST_CASE("a broken rule is named, in a folder as at a server") {
  const std::string text = proposal_with("x", "id", "1") + "\n" + proposal_with("x", "id", "2");
  support::LeuitServer server;
  for (const Finished& done :
       {Empty().record(text), leuit({"record", "-", "--url", server.url()}, text)}) {
    CHECK(done.exit_code == 1);
    CHECK(done.err.starts_with("leuit: line 2: state "));
  }
}

TEST_CASE("lines end as they like, and a line holds one event") {
  const Empty empty;
  const std::string two = proposal("c").dump() + "," + proposal("d").dump();
  CHECK(empty.record(proposal("a").dump() + "\r\n\r\n  \n" + proposal("b").dump()).exit_code == 0);
  CHECK(empty.size() == 2);
  CHECK(empty.record("").exit_code == 0);
  CHECK(empty.record(two + "\n").exit_code == 1);
  CHECK(empty.size() == 2);
}

TEST_CASE("an actor that an event names is taken, and who brought it in is kept") {
  const Empty empty;
  REQUIRE(empty.record(proposal_with("a", "actor", "staf-pkk")).exit_code == 0);
  const Json event = Json::parse(leuit({"events", "--data", empty.data}).out);
  CHECK(event.at("actor") == "staf-pkk");
  CHECK(event.at("recordedby") == "local");
}

TEST_CASE("what cannot be read is wrong input, and what is no address wrong usage") {
  const Empty empty;
  const std::string missing = empty.folder.path("missing");
  support::write_text(empty.folder.path("token"), "t\n");
  const support::Words table[] = {
      {"record", missing, "--data", empty.data},
      {"record", empty.folder.path(), "--data", empty.data},
      {"record", "--data", empty.data},
      {"record", "-", "--data", empty.data, "--url", "http://127.0.0.1:1"},
      {"record", "-", "--url", "ledger.example"},
      {"record", "-", "--url", "http://127.0.0.1:1", "--token-file", missing},
      {"record", "-", "--data", empty.data, "--master-key-file", empty.folder.path("token")},
  };
  for (const auto& arguments : table) {
    CAPTURE(arguments);
    const auto done = leuit(arguments);
    CHECK(done.exit_code == 2);
    CHECK(done.err.starts_with("leuit: "));
    CHECK(done.out.empty());
  }
}

TEST_CASE("a ledger that cannot be opened is told so") {
  const Empty empty;
  const ledger::TemporaryFolder nothing;
  const std::string event = proposal("x").dump();
  const std::pair<support::Words, const char*> table[] = {
      {{"record", "-", "--data", nothing.path("none")}, "leuit init"},
      {{"record", "-", "--url", "http://127.0.0.1:1"}, "No server answers"},
      {{"record", "-", "--data", empty.data, "--master-key-file", nothing.path("none")},
       "no master key"},
  };
  for (const auto& [arguments, words] : table) {
    CAPTURE(arguments);
    const auto done = leuit(arguments, event);
    CHECK(done.exit_code == 3);
    CHECK(done.err.find(words) != std::string::npos);
  }
}

TEST_CASE("a folder in use is refused, and the way through its server is named") {
  support::LeuitServer server;
  const auto done = leuit({"record", "-", "--data", server.data()}, proposal("x").dump());
  CHECK(done.exit_code == 3);
  CHECK(done.err.find("in use") != std::string::npos);
  CHECK(done.err.find("use --url") != std::string::npos);
  CHECK(leuit({"record", "-", "--url", server.url()}, proposal("x").dump()).exit_code == 0);
}

}  // namespace
