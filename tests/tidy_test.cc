// The style of the project as a test: reads the sources and holds them against tests/layers.txt.
// Every check is a small function from text to complaints, with its own test beside it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/paths.h"

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;
using Complaints = std::vector<std::string>;

struct File {
  std::string path;  // from the root of the project
  Words lines;
};

struct Table {
  std::map<std::string, Words> may, home, ban;
  std::vector<Words> layers;
  std::map<std::string, Words> unmirrored;  // file to the words of its reason
  Complaints faults;
};

Words words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

Words lines_of(const std::string& text) {
  std::istringstream in(text);
  Words lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool begins(std::string_view text, std::string_view start) { return text.rfind(start, 0) == 0; }

std::string folder_of(const std::string& path) { return fs::path(path).parent_path().string(); }

bool is_cpp(const std::string& path) {
  const auto ending = fs::path(path).extension();
  return ending == ".cc" || ending == ".h";
}

bool is_script(const std::string& path) {
  return (begins(path, "tools/") || begins(path, ".ci/")) && fs::path(path).extension().empty();
}

// "a/*" is a/ and all below it; without a star only the name itself.
bool matches(const std::string& pattern, const std::string& name) {
  if (pattern.empty() || pattern.back() != '*') return pattern == name;
  const std::string start = pattern.substr(0, pattern.size() - 1);
  return begins(name, start) || begins(name + "/", start);
}

bool matches_any(const Words& patterns, const std::string& name) {
  for (const auto& pattern : patterns) {
    if (matches(pattern, name)) return true;
  }
  return false;
}

std::string at(const File& file, std::size_t index) {
  return file.path + ":" + std::to_string(index + 1) + ": ";
}

void read_rule(Table& table, const std::string& line) {
  const auto space = line.find(' ');
  const auto colon = line.rfind(" :");
  const std::string kind = line.substr(0, space);
  auto* lists = kind == "may"    ? &table.may
                : kind == "home" ? &table.home
                : kind == "ban"  ? &table.ban
                                 : nullptr;
  Words words = words_of(line);
  words.erase(words.begin());
  if (lists != nullptr && colon != std::string::npos) {
    (*lists)[line.substr(space + 1, colon - space - 1)] = words_of(line.substr(colon + 2));
  } else if (kind == "layer") {
    table.layers.push_back(words);
  } else if (kind == "exempt" && words.size() >= 5 && words[0] == "mirror") {
    table.unmirrored[words[1]] = Words(words.begin() + 2, words.end());
  } else {
    table.faults.push_back("layers.txt: not a rule, or no reason given: " + line);
  }
}

Table read_table(const std::string& text) {
  Table table;
  for (const auto& line : lines_of(text)) {
    if (!line.empty() && line[0] != '#') read_rule(table, line);
  }
  return table;
}

// The row of a folder: its own, else the longest pattern that fits; nullptr: it has none.
const Words* row_of(const Table& table, const std::string& folder) {
  const auto own = table.may.find(folder);
  if (own != table.may.end()) return &own->second;
  const std::pair<const std::string, Words>* best = nullptr;
  for (const auto& row : table.may) {
    if (matches(row.first, folder) && (!best || row.first.size() > best->first.size())) best = &row;
  }
  return best ? &best->second : nullptr;
}

bool may_include(const Words& row, const std::string& from, const std::string& file) {
  const std::string folder = folder_of(file);
  return folder == from || matches_any(row, folder) || matches_any(row, file);
}

Complaints check_includes(const Table& table, const File& file) {
  static const std::regex pattern("\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"].*");
  const std::string folder = folder_of(file.path);
  const Words* row = row_of(table, folder);
  if (row == nullptr) return {file.path + ": its folder has no row in tests/layers.txt"};
  Complaints found;
  std::smatch match;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (!std::regex_match(file.lines[i], match, pattern)) continue;
    const std::string name = match[2];
    if (match[1] == "\"" && !may_include(*row, folder, name)) {
      found.push_back(at(file, i).append(folder).append(" may not include ").append(name));
    }
    for (const auto& [library, homes] : table.home) {
      const bool ours = begins(file.path, "tests/") || matches_any(homes, file.path);
      if (begins(name, library) && !ours) {
        found.push_back(at(file, i) + library + " has another home: see tests/layers.txt");
      }
    }
  }
  return found;
}

// A group of folders is one layer under the name of its first.
std::string layer_of(const Table& table, const std::string& folder) {
  for (const auto& group : table.layers) {
    if (std::count(group.begin(), group.end(), folder) > 0) return group.at(0);
  }
  return folder;
}

bool names_folder(const Words& row, const std::string& folder) {
  return std::any_of(row.begin(), row.end(), [&folder](const std::string& entry) {
    return entry != "*" && (matches(entry, folder) || folder_of(entry) == folder);
  });
}

// The other layers that each layer may include.
std::map<std::string, std::set<std::string>> edges_of(const Table& table) {
  std::map<std::string, std::set<std::string>> edges;
  for (const auto& [from, row] : table.may) {
    for (const auto& [to, ignored] : table.may) {
      const std::string layer = layer_of(table, to);
      if (names_folder(row, to) && layer != layer_of(table, from)) {
        edges[layer_of(table, from)].insert(layer);
      }
    }
  }
  return edges;
}

// Takes away what includes nothing that is left, again and again; what remains is in a cycle or
// stands above one.
Complaints check_cycles(const Table& table) {
  auto edges = edges_of(table);
  for (bool moved = true; moved;) {
    moved = false;
    for (auto& [from, to] : edges) {
      moved |= std::erase_if(to, [&](const auto& name) { return edges[name].empty(); }) > 0;
    }
  }
  Complaints found;
  for (const auto& [from, to] : edges) {
    if (!to.empty()) found.push_back("layers.txt: a cycle under " + from + " by " + *to.begin());
  }
  return found;
}

Complaints check_size(const File& file) {
  Complaints found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const auto& line = file.lines[i];
    const auto width = std::count_if(line.begin(), line.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // UTF-8 counts by character
    });
    if (width > 100) found.push_back(at(file, i) + "line over 100 characters");
  }
  const std::size_t limit = begins(file.path, "tests/") ? 600 : 500;
  if (file.lines.size() > limit) {
    found.push_back(file.path + ": over " + std::to_string(limit) + " lines");
  }
  return found;
}

// A function in column 0: from the line that opens its brace to the brace that closes it.
Complaints check_functions(const File& file) {
  static const std::regex other(
      R"((namespace|extern|class|struct|enum|union)\b.*|const \w+ \w+\{)");
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  Complaints found;
  std::size_t open = none;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const auto& line = file.lines[i];
    if (begins(line, "}")) {
      const bool closes = open != none && (line == "}" || begins(line, "}  //"));
      if (closes && i - open + 1 > 60) found.push_back(at(file, open) + "function over 60 lines");
      open = none;
    } else if (open == none && !line.empty() && line.back() == '{' &&
               !std::regex_match(line, other)) {
      open = i;
    }
  }
  return found;
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool has_word(const std::string& line, const std::string& word) {
  for (auto p = line.find(word); p != std::string::npos; p = line.find(word, p + 1)) {
    const auto end = p + word.size();
    const bool left = p == 0 || !is_name(word.front()) || !is_name(line[p - 1]);
    const bool right = end == line.size() || !is_name(word.back()) || !is_name(line[end]);
    if (left && right) return true;
  }
  return false;
}

// A linter may be silenced for a named check and a reason.
bool silences_without_reason(const std::string& line) {
  static const std::regex silent(".*\\bNOLINT(NEXTLINE|BEGIN)?\\b.*");
  static const std::regex excused(".*\\bNOLINT[A-Z]*\\([a-z0-9.,* -]+\\):? \\S+ \\S+.*");
  return std::regex_match(line, silent) && !std::regex_match(line, excused);
}

Complaints check_words(const Table& table, const File& file) {
  Complaints found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const auto& line = file.lines[i];
    for (const auto& [word, homes] : table.ban) {
      if (has_word(line, word) && !matches_any(homes, file.path)) {
        found.push_back(at(file, i) + "`" + word + "` has no place here");
      }
    }
    if (line.size() < 500 && file.path != "tests/tidy_test.cc" && silences_without_reason(line)) {
      found.push_back(at(file, i) + "a linter silenced without naming the check and the reason");
    }
  }
  return found;
}

// Paths of the machine on which somebody happens to work.
Complaints check_paths(const File& file) {
  static const Words places = {
      "/wo"
      "rk/",
      "/ro"
      "ot/"};
  Complaints found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const auto& line = file.lines[i];
    for (const auto& place : places) {
      const auto p = line.find(place);
      const bool starts =
          p == 0 || (p != std::string::npos && !is_name(line[p - 1]) &&
                     std::string_view("./-}").find(line[p - 1]) == std::string_view::npos);
      if (starts) found.push_back(at(file, i) + "names a folder of one machine");
    }
  }
  return found;
}

Complaints check_header(const File& file) {
  if (!file.lines.empty() && begins(file.lines[0], "// ")) return {};
  return {file.path + ": a header starts with a comment on what it is and what it promises"};
}

Complaints check_decision(const File& file) {
  Complaints found;
  if (file.lines.empty() || !std::regex_match(file.lines[0], std::regex("# [0-9]+\\. .+"))) {
    found.push_back(file.path + ": the first line is not `# N. Title`");
  }
  for (const char* heading : {"## Context", "## Decision", "## Consequences", "## Status"}) {
    if (std::count(file.lines.begin(), file.lines.end(), heading) != 1) {
      found.push_back(file.path + ": wants one heading `" + heading + "`");
    }
  }
  if (file.lines.size() > 40) found.push_back(file.path + ": over 40 lines");
  return found;
}

bool wants_mirror(const std::string& path) {
  return fs::path(path).extension() == ".cc" &&
         (begins(path, "ledger/") || begins(path, "projections/") || begins(path, "api/"));
}

Complaints check_mirrors(const Table& table, const std::set<std::string>& paths) {
  Complaints found;
  for (const auto& path : paths) {
    const std::string test = "tests/" + path.substr(0, path.size() - 3) + "_test.cc";
    if (wants_mirror(path) && paths.count(test) + table.unmirrored.count(path) == 0) {
      found.push_back(path + ": has no test ");
      found.back().append(test);
    }
  }
  for (const auto& [path, reason] : table.unmirrored) {
    if (paths.count(path) == 0) found.push_back("layers.txt: exempts " + path + ", which is gone");
  }
  return found;
}

bool is_passed_over(const fs::path& path) {
  static const std::set<std::string> names = {".git", "build", "node_modules", "__pycache__"};
  const std::string name = path.filename().string();
  return names.count(name) > 0 || begins(name, "leuit-data") || begins(name, "build-");
}

// All text files of the project; what holds a zero byte is not text.
std::vector<File> read_project() {
  const fs::path root = support::source_path("");
  std::vector<File> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
    if (is_passed_over(it->path())) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      std::ifstream in(it->path(), std::ios::binary);
      const std::string text(std::istreambuf_iterator<char>(in), {});
      if (text.find('\0') != std::string::npos) continue;
      files.push_back({it->path().lexically_relative(root).string(), lines_of(text)});
    }
  }
  return files;
}

Complaints check_file(const Table& table, const File& file) {
  Complaints found = check_paths(file);
  const auto add = [&found](const Complaints& more) {
    found.insert(found.end(), more.begin(), more.end());
  };
  const auto ending = fs::path(file.path).extension();
  if (is_cpp(file.path)) add(check_includes(table, file));
  if (is_cpp(file.path) || is_script(file.path)) {
    add(check_size(file));
    add(check_words(table, file));
  }
  if (ending == ".cc") add(check_functions(file));
  if (ending == ".h") add(check_header(file));
  if (begins(file.path, "docs/decisions/") && ending == ".md") add(check_decision(file));
  return found;
}

std::string joined(const Words& lines) {
  std::string text;
  for (const auto& line : lines) text.append(line).append("\n");
  return text;
}

const char* const sample = R"(
may core :
may domain : core domain/*
may domain/aid : domain
may web : core/result.h
may tests* : *
layer domain domain/aid
home rocks/ : core/rocks_store*
ban banana : web/*
exempt mirror ledger/a.cc nothing in it to test
)";

}  // namespace

TEST_CASE("the project keeps its own style") {
  const auto files = read_project();
  std::set<std::string> paths;
  std::string rules;
  for (const auto& file : files) {
    paths.insert(file.path);
    if (file.path == "tests/layers.txt") rules = joined(file.lines);
  }
  const Table table = read_table(rules);
  CHECK(joined(table.faults).empty());
  CHECK_FALSE(table.may.empty());
  CHECK(joined(check_cycles(table)) == "");
  CHECK(joined(check_mirrors(table, paths)) == "");
  Complaints found;
  for (const auto& file : files) {
    for (const auto& complaint : check_file(table, file)) found.push_back(complaint);
  }
  CHECK(joined(found) == "");
}

TEST_CASE("a rule without a reason or of an unknown kind is a fault of the table") {
  CHECK(read_table(sample).faults.empty());
  CHECK(read_table("exempt mirror ledger/a.cc because\n").faults.size() == 1);
  CHECK(read_table("perhaps core : web\n").faults.size() == 1);
}

TEST_CASE("an include is held against the row of its folder") {
  const Table table = read_table(sample);
  const auto faults = [&table](const char* path, const char* line) {
    return check_includes(table, {path, {line}}).size();
  };
  CHECK(faults("core/a.cc", "#include \"core/b.h\"") == 0);
  CHECK(faults("core/a.cc", "#include \"domain/b.h\"") == 1);
  CHECK(faults("domain/a.cc", "#include \"domain/aid/b.h\"") == 0);
  CHECK(faults("domain/aid/a.cc", "#include \"core/b.h\"") == 1);
  CHECK(faults("web/a.cc", "#include \"core/result.h\"") == 0);
  CHECK(faults("web/a.cc", "#include \"core/log.h\"") == 1);
  CHECK(faults("attic/a.cc", "") == 1);
  CHECK(faults("tests/attic/a.cc", "#include \"domain/aid/b.h\"") == 0);
}

TEST_CASE("a library is included in its home and in tests alone") {
  const Table table = read_table(sample);
  const Words line = {"#include <rocks/db.h>"};
  CHECK(check_includes(table, {"core/rocks_store.cc", line}).empty());
  CHECK(check_includes(table, {"tests/core/a_test.cc", line}).empty());
  CHECK(check_includes(table, {"core/log.cc", line}).size() == 1);
}

TEST_CASE("a cycle is found, and folders of one layer are no cycle") {
  CHECK(check_cycles(read_table(sample)).empty());
  CHECK_FALSE(check_cycles(read_table("may a : b\nmay b : c\nmay c : a/x.h\n")).empty());
}

TEST_CASE("lines are measured in characters and files in lines") {
  std::string wide;
  for (int i = 0; i < 100; ++i) wide += "é";
  CHECK(check_size({"core/a.cc", {wide}}).empty());
  CHECK(check_size({"core/a.cc", {wide + "e"}}).size() == 1);
  CHECK(check_size({"core/a.cc", Words(501, "")}).size() == 1);
  CHECK(check_size({"tests/a_test.cc", Words(600, "")}).empty());
}

TEST_CASE("a function of 61 lines is too long, a namespace or a struct is not") {
  const auto faults = [](const std::string& first, std::size_t inside, const std::string& last) {
    Words lines(inside + 2, "  x();");
    lines.front() = first;
    lines.back() = last;
    return check_functions({"core/a.cc", lines}).size();
  };
  CHECK(faults("void f() {", 58, "}") == 0);
  CHECK(faults("void f() {", 59, "}") == 1);
  CHECK(faults("namespace core {", 90, "}  // namespace core") == 0);
  CHECK(faults("struct Big {", 90, "};") == 0);
}

TEST_CASE("a banned word counts as a whole word and outside its home") {
  const Table table = read_table(sample);
  CHECK(check_words(table, {"core/a.cc", {"a banana."}}).size() == 1);
  CHECK(check_words(table, {"core/a.cc", {"bananas, my_banana"}}).empty());
  CHECK(check_words(table, {"web/a.cc", {"banana"}}).empty());
}

TEST_CASE("a linter is silenced only with a check's name and a reason") {
  CHECK(silences_without_reason("x();  // NOLINT"));
  CHECK(silences_without_reason("x();  // NOLINT(bugprone-foo)"));
  CHECK_FALSE(silences_without_reason("x();  // NOLINT(bugprone-foo): the library asks for it"));
}

TEST_CASE("a path of one machine is found, the same word inside another path is not") {
  const std::string place = std::string("/wo") + "rk/";
  CHECK(check_paths({"README.md", {"see " + place + "main"}}).size() == 1);
  CHECK(check_paths({"README.md", {"POST /v1" + place + "orders"}}).empty());
}

TEST_CASE("headers and decisions have their form") {
  CHECK(check_header({"core/a.h", {"// A log.", "#pragma once"}}).empty());
  CHECK(check_header({"core/a.h", {"#pragma once"}}).size() == 1);
  const Words whole = {"# 1. Layers", "## Context", "## Decision", "## Consequences", "## Status"};
  CHECK(check_decision({"docs/decisions/0001-layers.md", whole}).empty());
  CHECK(check_decision({"docs/decisions/0001-layers.md", {"# Layers"}}).size() == 5);
}

TEST_CASE("a source has its test beside the tree or an exemption, and no exemption is stale") {
  const Table table = read_table(sample);
  CHECK(check_mirrors(table, {"ledger/a.cc", "api/b.cc", "tests/api/b_test.cc"}).empty());
  CHECK(check_mirrors(table, {"ledger/a.cc", "api/b.cc"}).size() == 1);
  CHECK(check_mirrors(table, {}).size() == 1);
}
