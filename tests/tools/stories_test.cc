// Stories of the programme, told to a server over HTTP. Each file of tests/data/stories is played
// line by line against a ledger of its own that holds the sample programme; the first line that
// comes out another way than it says is the test's complaint.
//
// A line is one object. `say` tells what happens, and one more member does it:
//
//   event      an event, posted; what it leaves out is filled in: specversion, id, source
//   batch      events, posted together
//   view, get  an address, read; a view is asked with min_position, so that it knows the story
//   unchanged  an event's label: its record and receipt are served as they were when it was
//              recorded, and `leuit verify` proves the receipt
//   again      an event's label: what was posted is posted once more and answered as at first
//   restart    true: the server is stopped and started again
//   run        arguments of `leuit`, run to the end
//
// `as` gives the position of an event a name; later lines may say "{name}" for it. {url} is the
// server's address and {stories} the folder of the stories. `expect` says what comes back:
//
//   status     of the answer (201 where events are posted, 200 else), or `exit` of a run (0)
//   slug, rule, name, pointer   of a refusal: its kind, its rule, the first place at fault
//   is         what the answer's JSON holds, compared member by member; null: none
//   link       the Link header
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;

std::string stories() { return support::source_path("tests/data/stories"); }

// The sample programme in a folder whose server has stopped, views included.
const std::string& told_sample() {
  static support::LeuitServer server(support::sample_file());
  static const std::string data = [] {
    if (server.stop() != 0) throw std::runtime_error("the server did not end well");
    return server.data();
  }();
  return data;
}

// A ledger with the sample programme, to be changed.
struct Copy {
  ledger::TemporaryFolder folder;
  std::string data = folder.path("data");

  Copy() {
    const std::string& from = told_sample();
    std::filesystem::copy(from, data, std::filesystem::copy_options::recursive);
    std::filesystem::copy(from + ".master-key", data + ".master-key");
  }
};

// Empty, or how `have` is other than `want` says; `at` is the place of both.
std::string difference(const Json& have, const Json& want, const std::string& at) {
  if (want.is_object() && have.is_object()) {
    for (const auto& [name, value] : want.items()) {
      const Json found = have.value(name, Json());
      if (std::string wrong = difference(found, value, at + "/" + name); !wrong.empty())
        return wrong;
    }
    return "";
  }
  if (want.is_array() && have.is_array() && want.size() == have.size()) {
    for (std::size_t i = 0; i < want.size(); ++i) {
      if (std::string wrong = difference(have[i], want[i], at + "/" + std::to_string(i));
          !wrong.empty())
        return wrong;
    }
    return "";
  }
  if (have == want) return "";
  return (at.empty() ? "/" : at) + " is " + have.dump() + ", not " + want.dump();
}

class Story {
 public:
  explicit Story(const std::string& name) : name_(name) {}
  // Empty, or the first line that comes out another way.
  std::string play();

 private:
  std::string play(const Json& line);
  std::string record(const Json& line);
  std::string read(const Json& line, const std::string& target);
  std::string unchanged(const std::string& label);
  std::string again(const std::string& label);
  std::string restart();
  std::string run(const Json& line);

  Json completed(Json event, const std::string& id) const;
  void keep(const Json& line, const Json& receipt);
  std::string with_names(std::string text) const;

  std::string name_;
  std::size_t line_ = 0;
  Copy copy_;
  support::LeuitServer server_{
      support::Start{.arguments = {"serve", "--data", copy_.data, "--auth", "off", "--sweep", "off",
                                   "--listen", "127.0.0.1:0"},
                     .environment = {}}};
  std::map<std::string, std::string> names_;  // label -> position
  std::map<std::string, std::string> posted_, receipts_;
  std::string last_position_ = server_.get("/v1/key").header("leuit-position");
};

Json problem_of(const Answer& answer) {
  Json out = answer.json();
  if (!out.is_object()) return out;
  out["slug"] = answer.slug();
  if (out.contains("errors") && !out["errors"].empty())
    out["pointer"] = out["errors"][0]["pointer"];
  return out;
}

// Empty, or how an answer is other than a line expects.
std::string judge(const Answer& answer, const Json& expect, unsigned status) {
  const auto shown = [&] {
    return std::to_string(answer.status) + " " + answer.body.substr(0, 600);
  };
  status = expect.value("status", status);
  if (answer.status != status) return "the answer is " + shown();
  if (status >= 400) {
    Json wanted = expect;
    wanted.erase("status");
    const std::string wrong = difference(problem_of(answer), wanted, "");
    return wrong.empty() ? "" : wrong + ": " + shown();
  }
  const std::string link = answer.header("link"), wanted_link = expect.value("link", link);
  if (link != wanted_link)
    return "the Link header is \"" + link + "\", not \"" + wanted_link + "\"";
  return difference(answer.json(), expect.value("is", Json::object()), "");
}

Json Story::completed(Json event, const std::string& id) const {
  Json out = {{"specversion", "1.0"}, {"id", id}, {"source", "/kemnaker/stories"}};
  out.update(event);
  return out;
}

void Story::keep(const Json& line, const Json& receipt) {
  last_position_ = receipt.at("position");
  if (line.contains("as")) names_[line.at("as")] = last_position_;
}

std::string Story::record(const Json& line) {
  const std::string id = name_ + "-" + std::to_string(line_);
  const Json expect = line.value("expect", Json::object());
  if (line.contains("event")) {
    const std::string event = completed(line["event"], id).dump();
    const Answer answer = server_.post(event);
    const std::string wrong = judge(answer, expect, 201);
    if (!wrong.empty() || answer.status >= 400) return wrong;
    keep(line, answer.json());
    if (line.contains("as")) {
      posted_[line["as"]] = event;
      receipts_[line["as"]] = answer.body;
    }
    return "";
  }
  Json events = Json::array();
  for (const Json& event : line["batch"])
    events.push_back(completed(event, id + "-" + std::to_string(events.size() + 1)));
  const Answer answer = server_.post_batch(events.dump());
  const std::string wrong = judge(answer, expect, 201);
  if (!wrong.empty() || answer.status >= 400) return wrong;
  const Json recorded = answer.json();
  for (const Json& receipt : recorded["receipts"]) keep(line, receipt);
  return "";
}

// A view may be behind for longer than one question waits, where other tests have the cores.
std::string Story::read(const Json& line, const std::string& target) {
  Answer answer = server_.get(target);
  for (int more = 0; more < 12 && answer.slug() == "view-behind"; ++more)
    answer = server_.get(target);
  return judge(answer, line.value("expect", Json::object()), 200);
}

std::string Story::unchanged(const std::string& label) {
  const std::string address = "/v1/events/" + names_.at(label), receipt = receipts_.at(label);
  if (server_.get(address).body != Json::parse(receipt).at("record").get<std::string>())
    return "the record is served in other bytes";
  if (server_.get(address + "/receipt").body != receipt)
    return "the receipt is served in other bytes";
  const std::string file = copy_.folder.path("receipt.json"), key = copy_.folder.path("key");
  support::write_text(file, receipt);
  support::write_text(key, server_.get("/v1/key").body);
  const auto verified = support::leuit({"verify", file, "--key", key});
  return verified.exit_code == 0 ? "" : "the receipt does not prove: " + verified.err;
}

std::string Story::again(const std::string& label) {
  const Answer answer = server_.post(posted_.at(label));
  if (answer.status == 200 && answer.body == receipts_.at(label)) return "";
  return "the answer is " + std::to_string(answer.status) + " " + answer.body;
}

std::string Story::restart() {
  if (server_.stop() != 0) return "the server did not end well: " + server_.log();
  server_.start();
  return "";
}

std::string Story::run(const Json& line) {
  const auto done = support::leuit(line["run"].get<support::Words>());
  const Json expect = line.value("expect", Json::object());
  const int wanted = expect.value("exit", 0);
  last_position_ = server_.get("/v1/key").header("leuit-position");
  if (done.exit_code != wanted)
    return "it ends with " + std::to_string(done.exit_code) + ": " + done.out + done.err;
  if (!expect.contains("is")) return "";
  return difference(Json::parse(done.out, nullptr, false), expect["is"], "");
}

std::string Story::play(const Json& line) {
  if (line.contains("event") || line.contains("batch")) return record(line);
  if (line.contains("get")) return read(line, line["get"]);
  if (line.contains("view")) {
    const std::string address = line["view"];
    const char* joint = address.find('?') == std::string::npos ? "?" : "&";
    return read(line, address + joint + "min_position=" + last_position_);
  }
  if (line.contains("unchanged")) return unchanged(line["unchanged"]);
  if (line.contains("again")) return again(line["again"]);
  if (line.contains("restart")) return restart();
  if (line.contains("run")) return run(line);
  return "it does nothing";
}

std::string Story::with_names(std::string text) const {
  auto names = names_;
  names["url"] = server_.url();
  names["stories"] = stories();
  for (const auto& [name, value] : names) {
    const std::string spoken = "{" + name + "}";
    for (std::size_t at = 0; (at = text.find(spoken, at)) != std::string::npos; at += value.size())
      text.replace(at, spoken.size(), value);
  }
  return text;
}

std::string Story::play() {
  std::istringstream lines(support::read_text(stories() + "/" + name_ + ".jsonl"));
  for (std::string text; std::getline(lines, text);) {
    ++line_;
    const Json line = Json::parse(with_names(text), nullptr, false);
    const std::string wrong = line.is_object() ? play(line) : "it is no JSON object";
    if (!wrong.empty())
      return name_ + ".jsonl:" + std::to_string(line_) + ": " + line.value("say", text) + "\n" +
             wrong;
  }
  return line_ == 0 ? name_ + ".jsonl is empty" : "";
}

std::vector<std::string> story_names() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(stories()))
    if (entry.path().extension() == ".jsonl") out.push_back(entry.path().stem());
  std::sort(out.begin(), out.end());
  return out;
}

TEST_CASE("the stories come out as they are told") {
  const auto names = story_names();
  REQUIRE(names.size() > 10);
  for (const std::string& name : names) {
    DYNAMIC_SECTION(name) { CHECK(Story(name).play() == ""); }
  }
}

}  // namespace
