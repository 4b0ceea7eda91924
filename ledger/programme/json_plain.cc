#include "ledger/programme/json_plain.h"

#define SIMDJSON_EXCEPTIONS 0  // errors by value
#include <simdjson.h>

#include <algorithm>

namespace programme {
namespace {

namespace od = simdjson::ondemand;

constexpr std::size_t exact_digits = 15;

// Each returns false where the quick way ends.
bool read(od::value value, std::size_t depth, Json& out);

bool read_text(od::value value, Json& out) {
  std::string_view held;
  if (value.get(held) != simdjson::SUCCESS) return false;
  out = std::string(held);
  return true;
}

bool read_number(od::value value, Json& out) {
  std::string_view token = value.raw_json_token();
  while (!token.empty() && token.back() <= ' ') token.remove_suffix(1);
  const std::string_view digits = token.substr(token.front() == '-' ? 1 : 0);
  const bool plain =
      !digits.empty() && digits.size() <= exact_digits && token != "-0" &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::int64_t number = 0;
  if (!plain || value.get(number) != simdjson::SUCCESS) return false;
  out = number;
  return true;
}

bool read_object(od::object object, std::size_t depth, Json& out) {
  out = Json::object();
  auto& members = out.get_ref<Json::object_t&>();
  for (auto field : object) {
    std::string_view name;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) return false;
    const auto [place, added] = members.try_emplace(std::string(name));
    od::value value;
    if (!added || field.value().get(value) != simdjson::SUCCESS ||
        !read(value, depth, place->second))
      return false;
  }
  return true;
}

bool read_list(od::array list, std::size_t depth, Json& out) {
  out = Json::array();
  for (auto item : list) {
    od::value value;
    if (item.get(value) != simdjson::SUCCESS || !read(value, depth, out.emplace_back()))
      return false;
  }
  return true;
}

bool read(od::value value, std::size_t depth, Json& out) {
  od::json_type type;
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  switch (type) {
    case od::json_type::string:
      return read_text(value, out);
    case od::json_type::number:
      return read_number(value, out);
    case od::json_type::boolean: {
      bool flag = false;
      if (value.get(flag) != simdjson::SUCCESS) return false;
      out = flag;
      return true;
    }
    case od::json_type::null: {
      bool null = false;
      return value.is_null().get(null) == simdjson::SUCCESS && null;
    }
    case od::json_type::object: {
      od::object object;
      return depth < json_depth_max && value.get(object) == simdjson::SUCCESS &&
             read_object(object, depth + 1, out);
    }
    case od::json_type::array: {
      od::array list;
      return depth < json_depth_max && value.get(list) == simdjson::SUCCESS &&
             read_list(list, depth + 1, out);
    }
  }
  return false;
}

}  // namespace

std::optional<Json> parse_plain_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) return std::nullopt;  // some versions pass over a mark
  thread_local od::parser parser;
  const simdjson::padded_string padded(text);
  od::document document;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return std::nullopt;
  od::json_type type;
  if (document.type().get(type) != simdjson::SUCCESS) return std::nullopt;
  od::value root;
  if ((type != od::json_type::object && type != od::json_type::array) ||
      document.get_value().get(root) != simdjson::SUCCESS)
    return std::nullopt;
  Json out;
  if (!read(root, 0, out)) return std::nullopt;
  const char* rest = nullptr;  // where there is no more, there is no location
  if (document.current_location().get(rest) == simdjson::SUCCESS) return std::nullopt;
  return out;
}

}  // namespace programme
