// Cases of the programme, each a story with its outcome, told to a server over HTTP. A file of
// tests/data/cases has a title, where it comes from, and its steps; parts.json holds what many of
// them have in common.
//
// A step says what happens (`say`), and one more member does it:
//
//   record    events, posted in batches. What an event leaves out is filled in: specversion, id,
//             source, the case's area; a `time` that is a day is nine in the morning of it
//   refused   one event, posted; `expect` says the problem: status, slug, rule, name, pointer
//   once_more the last event that was recorded, posted again: answered as at first
//   view      an address, read once the views have come so far; `is` says what it holds
//   get       an address, read; `is` or `expect`
//   run       arguments of `leuit`; {url} is the server's address, {data} its folder; `exit` (0),
//             and `says`, which is part of its answer
//
// A case begins with an empty ledger, or (`begins`: "lebak") after the sample programme.
//
// Among the events of a `record` may stand parts of their own: {"part": NAME, "with": {NAME:
// VALUE, …}} takes the events of that part, and {"for": NAME, "from": N, "to": N, "do": […]}
// those
// of a list, once for each number. In their texts "{NAME}" is a value, "{NAME:4}" one of four
// digits, and "{i*10+j}" a sum; "{=NAME}" as a whole text is a number, and "digest:TEXT" the digest
// of a paper.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "ledger/core/sha256.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;
using Names = std::map<std::string, std::string>;

constexpr std::size_t batch_max = 1000, batch_bytes_max = 3'000'000;

std::string cases() { return support::source_path("tests/data/cases"); }

Json read_json(const std::string& name) {
  Json out = Json::parse(support::read_text(cases() + "/" + name + ".json"), nullptr, false);
  if (out.is_discarded()) throw std::runtime_error(name + ".json is no JSON");
  return out;
}

const Json& parts() {
  static const Json all = read_json("parts");
  return all;
}

// A sum of products of names and numbers: i*10+j.
long long value_of(const std::string& text, const Names& names) {
  if (const auto at = text.rfind('+'); at != std::string::npos)
    return value_of(text.substr(0, at), names) + value_of(text.substr(at + 1), names);
  if (const auto at = text.rfind('*'); at != std::string::npos)
    return value_of(text.substr(0, at), names) * value_of(text.substr(at + 1), names);
  const auto found = names.find(text);
  return std::stoll(found == names.end() ? text : found->second);
}

std::string spoken(const std::string& inside, const Names& names) {
  const auto colon = inside.find(':');
  const std::string name = inside.substr(0, colon);
  const auto found = names.find(name);
  std::string out = found == names.end() ? std::to_string(value_of(name, names)) : found->second;
  if (colon == std::string::npos) return out;
  const auto width = static_cast<std::size_t>(std::stoul(inside.substr(colon + 1)));
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

Json filled(const std::string& text, const Names& names) {
  if (text.starts_with("{=") && text.ends_with("}"))
    return value_of(text.substr(2, text.size() - 3), names);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('{', at), close = text.find('}', open);
    out += text.substr(at, open - at);
    if (close == std::string::npos) break;
    out += spoken(text.substr(open + 1, close - open - 1), names);
    at = close + 1;
  }
  if (!out.starts_with("digest:")) return out;
  return "sha-256:" + ledger::to_hex(ledger::view(ledger::sha256(out.substr(7))));
}

Json filled(const Json& value, const Names& names) {
  if (value.is_string()) return filled(value.get_ref<const std::string&>(), names);
  Json out = value;
  if (value.is_structured())
    for (auto& one : out) one = filled(Json(one), names);
  return out;
}

// The events of a list that may have parts in it.
void expand(const Json& list, const Names& names, std::vector<Json>& out) {
  for (const Json& item : list) {
    if (item.contains("part")) {
      Names inner = names;
      const Json with = filled(item.value("with", Json::object()), names);
      for (const auto& [name, value] : with.items())
        inner[name] = value.is_string() ? value.get<std::string>() : value.dump();
      expand(parts().at(item.at("part").get<std::string>()), inner, out);
    } else if (item.contains("for")) {
      Names inner = names;
      const auto end = [&](const char* name) { return filled(item.at(name), names); };
      const auto number = [](const Json& one) {
        return one.is_string() ? std::stoll(one.get<std::string>()) : one.get<long long>();
      };
      for (long long i = number(end("from")); i <= number(end("to")); ++i) {
        inner[item.at("for").get<std::string>()] = std::to_string(i);
        expand(item.at("do"), inner, out);
      }
    } else {
      out.push_back(filled(item, names));
    }
  }
}

// Empty, or how `have` is other than `want` says.
std::string difference(const Json& have, const Json& want, const std::string& at) {
  if (want.is_object() && have.is_object()) {
    for (const auto& [name, value] : want.items())
      if (std::string wrong = difference(have.value(name, Json()), value, at + "/" + name);
          !wrong.empty())
        return wrong;
    return "";
  }
  if (want.is_array() && have.is_array() && want.size() == have.size()) {
    for (std::size_t i = 0; i < want.size(); ++i)
      if (std::string wrong = difference(have[i], want[i], at + "/" + std::to_string(i));
          !wrong.empty())
        return wrong;
    return "";
  }
  if (have == want) return "";
  return (at.empty() ? "/" : at) + " is " + have.dump().substr(0, 2000) + ", not " + want.dump();
}

Json problem_of(const Answer& answer) {
  Json out = answer.json();
  if (!out.is_object()) return out;
  out["status"] = answer.status;
  out["slug"] = answer.slug();
  if (out.contains("errors") && !out["errors"].empty())
    out["pointer"] = out["errors"][0]["pointer"];
  return out;
}

// A folder with a ledger of its own: an empty one, or a copy of the sample programme, which is
// recorded once.
std::string begin(const std::string& data, bool with_sample) {
  namespace fs = std::filesystem;
  static const ledger::TemporaryFolder folder;
  static const std::string empty = [] {
    std::string out = folder.path("empty");
    if (support::leuit({"init", "--data", out, "--origin", "ledger.example/test"}).exit_code != 0)
      throw std::runtime_error("no ledger could be made");
    return out;
  }();
  const auto copy = [](const std::string& from, const std::string& to) {
    fs::copy(from, to, fs::copy_options::recursive);
    fs::copy(from + ".master-key", to + ".master-key");
  };
  if (!with_sample) return copy(empty, data), data;
  static const std::string sample = [&] {
    std::string out = folder.path("sample");
    copy(empty, out);
    if (support::leuit({"record", support::sample_file(), "--data", out}).exit_code != 0)
      throw std::runtime_error("the sample is not recorded");
    return out;
  }();
  return copy(sample, data), data;
}

class Case {
 public:
  explicit Case(const std::string& name) : name_(name), told_(read_json(name)) {}
  // Empty, or the first step that comes out another way than it says.
  std::string play();

 private:
  std::string play(const Json& step);
  std::string record(const Json& list);
  std::string post(const Json& batch);
  std::string refuse(const Json& step);
  std::string read(const Json& step, std::string target);
  std::string run(const Json& step);
  Json completed(Json event);

  std::string name_;
  Json told_;
  ledger::TemporaryFolder folder_;
  std::string data_ = begin(folder_.path("data"), told_.value("begins", "") == "lebak");
  support::LeuitServer server_{support::Start{
      {"serve", "--data", data_, "--auth", "off", "--sweep", "off", "--listen", "127.0.0.1:0"},
      {}}};
  std::size_t events_ = 0;
  std::string last_position_ = server_.get("/v1/key").header("leuit-position");
  std::string last_event_;
};

Json Case::completed(Json event) {
  Json out = {{"specversion", "1.0"},
              {"id", name_ + "-" + std::to_string(++events_)},
              {"source", "/kemnaker/cases"},
              {"area", told_.value("area", "00")}};
  out.update(event);
  std::string time = out.value("time", "");
  if (time.size() == 10) out["time"] = time + "T09:00:00+07:00";
  return out;
}

std::string Case::post(const Json& batch) {
  const Answer answer = server_.post_batch(batch.dump(), {{"Prefer", "return=minimal"}});
  if (answer.status == 201) {
    last_position_ = answer.json()["receipts"].back()["position"];
    return "";
  }
  const Json problem = problem_of(answer);
  std::string at = problem.value("pointer", "/0");
  const auto index = static_cast<std::size_t>(std::stoul(at.substr(1)));
  return "the answer is " + answer.body.substr(0, 600) + " to " +
         batch[std::min(index, batch.size() - 1)].dump();
}

std::string Case::record(const Json& list) {
  std::vector<Json> events;
  expand(list, {}, events);
  Json batch = Json::array();
  std::size_t bytes = 0;
  for (const Json& one : events) {
    Json event = completed(one);
    bytes += event.dump().size() + 16;
    batch.push_back(std::move(event));
    if (batch.size() < batch_max && bytes < batch_bytes_max) continue;
    if (std::string wrong = post(batch); !wrong.empty()) return wrong;
    batch = Json::array();
    bytes = 0;
  }
  if (batch.empty()) return "";
  last_event_ = batch.back().dump();
  return post(batch);
}

std::string Case::refuse(const Json& step) {
  std::vector<Json> events;
  expand(Json::array({step.at("refused")}), {}, events);
  const Answer answer = server_.post(completed(events.at(0)).dump());
  if (answer.status < 400) return "it is recorded: " + answer.body.substr(0, 600);
  const std::string wrong = difference(problem_of(answer), step.at("expect"), "");
  return wrong.empty() ? "" : wrong + ": " + answer.body.substr(0, 600);
}

// A view may be behind for longer than one question waits, where other tests have the cores.
std::string Case::read(const Json& step, std::string target) {
  Answer answer = server_.get(target);
  for (int more = 0; more < 24 && answer.slug() == "view-behind"; ++more)
    answer = server_.get(target);
  if (step.contains("expect")) return difference(problem_of(answer), step["expect"], "");
  if (answer.status != 200) return "the answer is " + answer.body.substr(0, 600);
  return difference(answer.json(), step.at("is"), "");
}

std::string Case::run(const Json& step) {
  support::Words words;
  const Names names = {{"url", server_.url()}, {"data", data_}};
  for (const Json& word : step.at("run")) words.push_back(filled(word, names).get<std::string>());
  const auto done = support::leuit(words);
  const bool says = done.out.find(step.value("says", "")) != std::string::npos;
  if (says && done.exit_code == step.value("exit", 0)) return "";
  return "it ends with " + std::to_string(done.exit_code) + ": " + done.out + done.err;
}

std::string Case::play(const Json& step) {
  if (step.contains("record")) return record(step["record"]);
  if (step.contains("refused")) return refuse(step);
  if (step.contains("once_more")) {
    const Answer answer = server_.post(last_event_);
    return answer.status == 200 ? "" : "the answer is " + answer.body.substr(0, 600);
  }
  if (step.contains("get")) return read(step, step["get"]);
  if (step.contains("view")) {
    const std::string address = step["view"];
    const char* joint = address.find('?') == std::string::npos ? "?" : "&";
    return read(step, address + joint + "min_position=" + last_position_);
  }
  if (step.contains("run")) return run(step);
  return "it does nothing";
}

std::string Case::play() {
  std::size_t number = 0;
  for (const Json& step : told_.at("steps")) {
    ++number;
    const std::string wrong = play(step);
    if (!wrong.empty())
      return name_ + ", step " + std::to_string(number) + ": " + step.value("say", "") + "\n" +
             wrong;
  }
  return number == 0 ? name_ + " has no steps" : "";
}

std::vector<std::string> case_names() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(cases()))
    if (entry.path().extension() == ".json" && entry.path().stem() != "parts")
      out.push_back(entry.path().stem());
  std::sort(out.begin(), out.end());
  return out;
}

TEST_CASE("the cases come out as they are told", "[process]") {
  const auto names = case_names();
  REQUIRE(names.size() == 12);
  for (const std::string& name : names) {
    DYNAMIC_SECTION(name) { CHECK(Case(name).play() == ""); }
  }
}

}  // namespace
