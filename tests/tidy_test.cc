// The style of the project as a test: reads the sources and holds them against tests/layers.txt.
// Every check is a small function from text to complaints, with its own test beside it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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
      found.push_back(at(file, i) + folder + " may not include " + name);
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

// The layers that each layer may include, groups of folders being one; itself is left out.
std::map<std::string, std::set<std::string>> edges_of(const Table& table) {
  std::map<std::string, std::string> layer;
  for (const auto& row : table.may) layer[row.first] = row.first;
  for (const auto& group : table.layers) {
    for (const auto& folder : group) layer[folder] = group.at(0);
  }
  std::map<std::string, std::set<std::string>> edges;
  for (const auto& [from, allowed] : table.may) {
    for (const auto& [to, to_layer] : layer) {
      for (const auto& entry : allowed) {
        const bool hit = entry != "*" && (matches(entry, to) || folder_of(entry) == to);
        if (hit && to_layer != layer[from]) edges[layer[from]].insert(to_layer);
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
  static const std::regex other("(namespace|extern|class|struct|enum|union)\\b.*");
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  Complaints found;
  std::size_t open = kNone;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const auto& line = file.lines[i];
    if (begins(line, "}")) {
      const bool closes = open != kNone && (line == "}" || begins(line, "}  //"));
      if (closes && i - open + 1 > 60) found.push_back(at(file, open) + "function over 60 lines");
      open = kNone;
    } else if (open == kNone && !line.empty() && line.back() == '{' &&
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

Complaints check_words(const Table& table, const File& file) {
  static const std::regex silenced(".*NOLINT(?!END)[A-Z]*(?!\\([a-z0-9.,* -]+\\):? \\S+ \\S+).*");
  static const std::regex excused(".*NOLINT[A-Z]*\\([a-z0-9.,* -]+\\):? \\S+ \\S+.*");
  const std::string nolint = std::string("NO") + "LINT";
  Complaints found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const auto& line = file.lines[i];
    for (const auto& [word, homes] : table.ban) {
      if (has_word(line, word) && !matches_any(homes, file.path)) {
        found.push_back(at(file, i) + word + " is banned here");
      }
    }
  }
  return found;
}

}  // namespace
