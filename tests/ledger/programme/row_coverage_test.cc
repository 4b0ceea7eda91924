// That the tables of the tests have a row for every type, and for every rule one on each side of
// it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/history.h"
#include "tests/support/paths.h"

namespace programme {
namespace {

namespace fs = std::filesystem;

const fs::path root = support::source_path("");

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Path under the root -> text, of the tests of this layer.
const std::map<std::string, std::string>& tests() {
  static const auto files = [] {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(root / "tests/ledger/programme"))
      if (entry.is_regular_file() && entry.path().filename() != "row_coverage_test.cc")
        out[fs::relative(entry.path(), root).string()] = text_of(entry.path());
    return out;
  }();
  return files;
}

// The tests of a stream: AGGREGATE_test.cc, those of its parts, and what they include of their
// room.
std::string tests_of(const StreamType& stream) {
  std::string out;
  for (const auto& [path, text] : tests()) {
    const fs::path file = path;
    const std::string name = file.filename().string();
    if (!name.starts_with(stream.aggregate + "_")) continue;
    out += text;
    for (const auto& [other, more] : tests())
      if (other.ends_with(".h") && text.find(other) != std::string::npos) out += more;
  }
  return out;
}

// Whether a row has an event of the type: `"held"`, `R"(group/1 member_added {`.
bool has_row(const std::string& text, const EventType& type) {
  const auto point = type.name.find('.') + 1;
  const std::string_view all = text, name = std::string_view(type.name).substr(point),
                         prefix = std::string_view(type.name).substr(0, point);
  constexpr std::string_view before = "\"( ", after = "\" \n{)";
  for (auto at = all.find(name); at != all.npos; at = all.find(name, at + 1)) {
    const auto start = all.substr(0, at).ends_with(prefix) ? at - prefix.size() : at;
    const auto end = at + name.size();
    if (start > 0 && end < all.size() && before.find(all[start - 1]) != before.npos &&
        after.find(all[end]) != after.npos)
      return true;
  }
  return false;
}

// The cases of all tests, each to its end.
std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& [path, text] : tests()) {
    for (auto at = text.find("\nTEST_CASE("); at != std::string::npos;) {
      const auto next = text.find("\nTEST_CASE(", at + 1);
      out.push_back(text.substr(at, next - at));
      at = next;
    }
  }
  return out;
}

std::set<const Rule*> all_rules() {
  std::set<const Rule*> out;
  for (const StreamType* stream : catalogue())
    for (const auto& type : stream->events)
      for (const Rule* rule : rules_of(*type)) out.insert(rule);
  return out;
}

// The numbers of domain.md that are no Rule of a type: how they are held, and a file of the tests
// that shows it by these words.
struct Elsewhere {
  int number;
  const char *how, *file, *says;
};
const Elsewhere elsewhere[] = {
    {1, "the sequencer: versions, and an id once", "tests/ledger/core/sequencer_test.cc",
     "version-conflict"},
    {3, "the format of a NIK", "tests/ledger/programme/values_test.cc", "format::nik"},
    {32, "a flag", "tests/projections/red_flags_test.cc", "village_outside_kawasan"},
    {36, "a flag", "tests/projections/red_flags_test.cc", "breach_notice_late"},
    {38, "roles: 403", "tests/ledger/programme/row_coverage_test.cc", "role::auditor"},
    {39, "the formats of days and times", "tests/ledger/programme/values_test.cc", "2023-04-31"},
};
constexpr int last_number = 41;

}  // namespace

TEST_CASE("each type of the catalogue has a row in the tables of its stream's test") {
  std::string missing;
  for (const StreamType* stream : catalogue()) {
    const std::string text = tests_of(*stream);
    for (const auto& type : stream->events)
      if (type->act == EventType::Act::fact && !has_row(text, *type)) missing += type->name + "\n";
  }
  CHECK(missing == "");
}

TEST_CASE("each rule has a row that it refuses beside one that it allows") {
  const auto all = cases();
  std::string missing;
  for (const Rule* rule : all_rules()) {
    const std::string quoted = "\"" + std::string(rule->name) + "\"";
    const bool has = std::any_of(all.begin(), all.end(), [&](const std::string& text) {
      return text.find(quoted) != std::string::npos && text.find("\"ok\"") != std::string::npos;
    });
    if (!has) missing += std::string(rule->number) + " " + std::string(rule->name) + "\n";
  }
  CHECK(missing == "");
}

TEST_CASE("each number of domain.md is a rule of a type, or is held elsewhere, and not both") {
  std::set<int> numbers;
  for (const Rule* rule : all_rules()) numbers.insert(number_of(*rule));
  std::string wrong;
  for (const Elsewhere& one : elsewhere) {
    INFO(one.how);
    CHECK(text_of(root / one.file).find(one.says) != std::string::npos);
    if (!numbers.insert(one.number).second) wrong += "I" + std::to_string(one.number) + " twice\n";
  }
  for (int number = 1; number <= last_number; ++number)
    if (!numbers.contains(number)) wrong += "I" + std::to_string(number) + " nowhere\n";
  if (*numbers.rbegin() > last_number) wrong += "I" + std::to_string(*numbers.rbegin()) + "\n";
  CHECK(wrong == "");
}

TEST_CASE("a rule's name is of one number, and its title says something in both languages") {
  std::map<std::string_view, std::string_view> numbers;
  std::string wrong;
  for (const Rule* rule : all_rules()) {
    const auto [known, is_new] = numbers.emplace(rule->name, rule->number);
    const bool titled = !rule->title.id.empty() && !rule->title.en.empty();
    if ((!is_new && known->second != rule->number) || !titled)
      wrong += std::string(rule->name) + "\n";
  }
  CHECK(wrong == "");
}

TEST_CASE("an auditor records on audits and discloses, a reader discloses, and neither corrects") {
  std::string wrong;
  for (const StreamType* stream : catalogue())
    for (const auto& type : stream->events) {
      const auto may = [&](std::string_view one) {
        return std::find(type->roles.begin(), type->roles.end(), one) != type->roles.end() ||
               std::find(type->correctors.begin(), type->correctors.end(), one) !=
                   type->correctors.end();
      };
      const bool discloses = type->name == "disclosure.made";
      if (may(role::auditor) && stream->aggregate != "audit" && !discloses) wrong += type->name;
      if (may(role::reader) && !discloses) wrong += type->name;
    }
  CHECK(wrong == "");
}

}  // namespace programme
