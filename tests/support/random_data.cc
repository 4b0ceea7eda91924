#include "tests/support/random_data.h"

#include <algorithm>
#include <map>
#include <regex>
#include <vector>

#include "ledger/programme/values.h"

namespace support {
namespace {

using programme::Json;

std::size_t below(std::size_t end, Random& random) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

template <class T>
const T& one_of(const std::vector<T>& list, Random& random) {
  return list[below(list.size(), random)];
}

std::string utf8(int character) {
  if (character < 0x80) return std::string(1, static_cast<char>(character));
  return {static_cast<char>(0xC0 | character >> 6), static_cast<char>(0x80 | (character & 0x3F))};
}

struct Piece;
using Sequence = std::vector<Piece>;
// One of the characters, or else one of the sequences; as often as it says.
struct Piece {
  std::vector<int> characters = {};
  std::vector<Sequence> sequences = {};
  std::size_t least = 1, most = 1;
};

class PatternReader {
 public:
  explicit PatternReader(const std::string& pattern) : rest_(pattern) {}

  std::vector<Sequence> sequences() {
    std::vector<Sequence> out(1);
    while (!rest_.empty() && rest_.front() != ')') {
      if (took("|"))
        out.emplace_back();
      else if (!took("^") && !took("$"))
        out.back().push_back(piece());
    }
    return out;
  }

 private:
  bool took(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  int character() {
    const bool escaped = took("\\");
    int out = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (!escaped || out != 'x') return out;
    out = std::stoi(std::string(rest_.substr(0, 2)), nullptr, 16);
    rest_.remove_prefix(2);
    return out;
  }
  std::vector<int> set() {
    const bool all_but = took("^");
    std::vector<bool> in(256, false);
    while (!took("]")) {
      const int first = character();
      const int last = rest_.starts_with("-]") || !took("-") ? first : character();
      for (int c = first; c <= last; ++c) in[static_cast<std::size_t>(c)] = true;
    }
    std::vector<int> out;
    for (int c = 0; c < 256; ++c) {
      // The second byte of those from C0 to DF looks like a control character.
      const bool safe = c < 0x80 || (c >= 0xA0 && c <= 0xBF) || c >= 0xE0;
      if (safe && in[static_cast<std::size_t>(c)] != all_but) out.push_back(c);
    }
    return out;
  }
  std::size_t number() {
    std::size_t out = 0;
    while (rest_.front() >= '0' && rest_.front() <= '9') {
      out = out * 10 + static_cast<std::size_t>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return out;
  }
  Piece piece() {
    Piece out;
    if (took("(?!")) {
      sequences();
      took(")");
      return {.sequences = {}, .least = 0, .most = 0};
    }
    if (took("(")) {
      out.sequences = sequences();
      took(")");
    } else if (took("[")) {
      out.characters = set();
    } else {
      out.characters = {character()};
    }
    repeat(out);
    return out;
  }
  void repeat(Piece& piece) {
    if (took("?")) piece.least = 0;
    if (took("*")) piece.least = 0, piece.most = 20;
    if (took("+")) piece.most = 6;
    if (!took("{")) return;
    piece.least = piece.most = number();
    if (took(",")) piece.most = number();
    took("}");
  }

  std::string_view rest_;
};

void append(std::string& out, const Sequence& sequence, Random& random) {
  for (const Piece& piece : sequence) {
    const std::size_t count = piece.least + below(piece.most - piece.least + 1, random);
    for (std::size_t i = 0; i < count; ++i) {
      if (piece.sequences.empty())
        out += utf8(one_of(piece.characters, random));
      else
        append(out, one_of(piece.sequences, random), random);
    }
  }
}

bool states_day(const Json& schema) {
  const std::string format = schema.value("x-format", "");
  return format == "date" || format == "day_done";
}
bool states_time(const Json& schema) { return schema.value("x-format", "") == "date-time"; }

bool exists(const Json& schema, const std::string& text) {
  if (states_day(schema)) return programme::parse_date(text).has_value();
  return !states_time(schema) || programme::parse_time(text).has_value();
}

Json random_string(const Json& schema, Random& random) {
  if (schema.contains("enum")) return schema["enum"][below(schema["enum"].size(), random)];
  const std::size_t least = schema.value("minLength", std::size_t{0}),
                    most = schema.value("maxLength", std::size_t{4096});
  for (;;) {
    std::string text = random_text(schema["pattern"], random);
    const std::size_t count = programme::character_count(text);
    if (count >= least && count <= most && exists(schema, text)) return text;
  }
}

Json random_number(const Json& schema, Random& random) {
  const std::size_t kind = below(4, random);
  if (kind == 0) return schema["minimum"];
  if (kind == 1) return schema["maximum"];
  if (schema["type"] == "number")
    return std::uniform_real_distribution<double>(schema["minimum"], schema["maximum"])(random);
  return std::uniform_int_distribution<std::int64_t>(schema["minimum"], schema["maximum"])(random);
}

struct Place {
  Json::json_pointer pointer;
  const Json* schema;
};

void collect(const Json& data, const Json& schema, const Json::json_pointer& at,
             std::vector<Place>& out) {
  out.push_back({at, &schema});
  if (data.is_object())
    for (const auto& item : data.items())
      collect(item.value(), schema["properties"][item.key()], at / item.key(), out);
  if (data.is_array())
    for (std::size_t i = 0; i < data.size(); ++i) collect(data[i], schema["items"], at / i, out);
}

void spoil_text(Json& value, const Json& schema, Random& random) {
  static const std::vector<std::string> strange = {
      "0", "9", "a",  "Z",  "é",    "-",    "_",    ".",        "/",        ",",
      " ", "+", "\n", "\t", "\x01", "\x1f", "\x7f", "\xc2\x85", "\xc2\x9f", std::string(1, '\0')};
  std::string text = value;
  const std::size_t most = schema.value("maxLength", std::size_t{4096});
  std::size_t at = below(text.size() + 1, random);
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  const bool plain = at < text.size() && static_cast<unsigned char>(text[at]) < 0x80;
  switch (below(5, random)) {
    case 0:
      text.clear();
      break;
    case 1:
      // Longer ones would overflow the stack of std::regex.
      text += std::string(most <= 256 ? most : 128, text.empty() ? 'x' : 'a');
      break;
    case 2:
      text.erase(at, plain ? 1 : 0);
      break;
    case 3:
      text.replace(at, plain ? 1 : 0, one_of(strange, random));
      break;
    default:
      text.insert(at, one_of(strange, random));
  }
  value = text;
}

void spoil_number(Json& value, const Json& schema, Random& random) {
  const std::size_t kind = below(4, random);
  if (kind == 0)
    value = value.get<double>() + 0.5;
  else if (kind == 1)
    value = schema["minimum"].get<double>() - 0.5;
  else if (schema["type"] == "number")
    value = schema["maximum"].get<double>() + 0.5;
  else
    value = kind == 2 ? schema["minimum"].get<std::int64_t>() - 1
                      : schema["maximum"].get<std::int64_t>() + 1;
}

void spoil_list(Json& value, const Json& schema, Random& random) {
  const Json first = value.empty() ? Json("x") : value.front();
  const std::size_t most = schema["maxItems"];
  const std::size_t size = std::vector<std::size_t>{0, 1, most, most + 1}[below(4, random)];
  if (size <= 101) value = Json::array_t(size, first);
}

void spoil_object(Json& value, Random& random) {
  const std::size_t kind = below(3, random);
  if (kind == 0 || value.empty()) {
    value["unknown"] = "x";
    return;
  }
  const auto member =
      std::next(value.begin(), static_cast<std::ptrdiff_t>(below(value.size(), random)));
  if (kind == 1) value[member.key() + "_"] = Json(member.value());
  value.erase(member.key());
}

}  // namespace

std::string random_text(const std::string& pattern, Random& random) {
  struct Known {
    std::vector<Sequence> sequences;
    std::regex regex;
  };
  static std::map<std::string, Known> all;
  auto found = all.find(pattern);
  if (found == all.end())
    found =
        all.emplace(pattern, Known{PatternReader(pattern).sequences(), std::regex(pattern)}).first;
  for (;;) {
    std::string out;
    append(out, one_of(found->second.sequences, random), random);
    if (std::regex_search(out, found->second.regex)) return out;
  }
}

Json random_data(const Json& schema, Random& random) {
  const std::string type = schema["type"];
  if (type == "boolean") return below(2, random) == 0;
  if (type == "string") return random_string(schema, random);
  if (type == "integer" || type == "number") return random_number(schema, random);
  if (type == "array") {
    const std::size_t least = schema["minItems"], most = schema["maxItems"];
    Json out = Json::array();
    for (auto size = least + below(std::min<std::size_t>(3, most - least + 1), random); size > 0;
         --size)
      out.push_back(random_data(schema["items"], random));
    return out;
  }
  const Json required = schema.value("required", Json::array());
  Json out = Json::object();
  for (const auto& item : schema["properties"].items()) {
    const bool wanted = std::find(required.begin(), required.end(), item.key()) != required.end();
    if (wanted || below(2, random) == 0) out[item.key()] = random_data(item.value(), random);
  }
  return out;
}

bool spoil(Json& data, const Json& schema, Random& random) {
  static const Json others = Json::parse(R"([null, true, 7, -7, 1.5, "x", "", [], ["x"], {}])");
  std::vector<Place> places;
  collect(data, schema, Json::json_pointer(), places);
  const Place& place = one_of(places, random);
  Json& value = data[place.pointer];
  const std::string type = (*place.schema)["type"];
  if (type == "object" && (place.pointer.empty() || below(4, random) != 0))
    spoil_object(value, random);
  else if (type == "object" || type == "boolean" || below(4, random) == 0)
    value = others[below(others.size(), random)];
  else if (type == "string")
    spoil_text(value, *place.schema, random);
  else if (type == "array")
    spoil_list(value, *place.schema, random);
  else
    spoil_number(value, *place.schema, random);
  return !states_day(*place.schema) && !states_time(*place.schema);
}

}  // namespace support
