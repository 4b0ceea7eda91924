#include "ledger/programme/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "ledger/core/check.h"
#include "ledger/programme/json_plain.h"

namespace programme {
namespace {

// The digits of a decimal number without leading or trailing zeros, and the power of ten of the
// first of them: equal values have equal forms, whatever their spelling.
struct Decimal {
  std::string digits;
  long exponent = 0;
  bool operator==(const Decimal&) const = default;
};

Decimal decimal(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  Decimal out;
  long point = 0;
  bool seen_point = false;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      seen_point = true;
      continue;
    }
    out.digits.push_back(text[at]);
    if (!seen_point) ++point;
  }
  long power = 0;
  if (at < text.size()) power = std::strtol(std::string(text.substr(at + 1)).c_str(), nullptr, 10);
  power = std::clamp(power, -1'000'000'000L, 1'000'000'000L);  // as good as none, and adds safely
  const auto first = out.digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  out.exponent = point + power - static_cast<long>(first);
  out.digits = out.digits.substr(first, out.digits.find_last_not_of('0') + 1 - first);
  return out;
}

// Builds the value and stops at the first thing that this program does not take.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Json root;
  std::string problem;

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return integer(value); }
  bool number_unsigned(std::uint64_t value) override { return integer(value); }
  bool number_float(double value, const std::string& token) override {
    if (!std::isfinite(value) || !(decimal(token) == decimal(canonical_number(value))))
      return stop("a number out of range");
    if (value == std::trunc(value) && std::abs(value) < 9007199254740992.0)
      return add(static_cast<std::int64_t>(value));
    return add(value);
  }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(Json::binary_t&) override { return stop("a kind of value that JSON does not have"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool key(std::string& value) override {
    Json& object = *open_.back();
    if (object.contains(value)) return stop("a name twice in one object");
    key_ = std::move(value);
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    constexpr int number_overflow = 406;
    return stop(error.id == number_overflow ? "a number out of range"
                                            : "not JSON at byte " + std::to_string(position));
  }

 private:
  template <class Number>
  bool integer(Number value) {
    constexpr double edge = 9007199254740992.0;  // 2^53
    const double nearest = static_cast<double>(value);
    const bool exact =
        std::abs(nearest) < edge || canonical_number(nearest) == std::to_string(value);
    if (!exact) return stop("a number out of range");
    if (std::abs(nearest) <= edge) return add(static_cast<std::int64_t>(value));
    return add(nearest);
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }
  bool add(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (open_.size() == json_depth_max) return stop("more than 64 levels deep");
    open_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool stop(std::string why) {
    if (problem.empty()) problem = std::move(why);
    return false;
  }

  std::vector<Json*> open_;  // outermost first; children of an open container never move it
  std::string key_;
};

// RFC 8785 sorts by UTF-16 code units, which differs from the order of UTF-8 bytes where a
// character outside the basic plane (0xF0...) meets one of U+E000 to U+FFFF (0xEE, 0xEF).
bool utf16_less(std::string_view a, std::string_view b) {
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xF0) return byte - 2;  // 0xF0 to 0xF4: surrogates come first
    return byte >= 0xEE ? byte + 5 : static_cast<int>(byte);
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](char x, char y) { return rank(x) < rank(y); });
}

void append(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object: {
      std::vector<std::pair<std::string_view, const Json*>> members;
      for (const auto& [name, member] : value.items()) members.emplace_back(name, &member);
      std::sort(members.begin(), members.end(),
                [](const auto& a, const auto& b) { return utf16_less(a.first, b.first); });
      out.push_back('{');
      for (const auto& [name, member] : members) {
        if (out.back() != '{') out.push_back(',');
        append_canonical_string(out, name);
        out.push_back(':');
        append(out, *member);
      }
      out.push_back('}');
      return;
    }
    case Json::value_t::array:
      out.push_back('[');
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out.push_back(',');
        append(out, value[i]);
      }
      out.push_back(']');
      return;
    case Json::value_t::string:
      return append_canonical_string(out, value.get_ref<const std::string&>());
    case Json::value_t::number_float:
      out += canonical_number(value.get<double>());
      return;
    case Json::value_t::number_integer:
      out += std::to_string(value.get<std::int64_t>());
      return;
    default:
      out += value.dump();
  }
}

}  // namespace

ledger::Result<Json> parse_json(std::string_view text) {
  if (auto plain = parse_plain_json(text)) return std::move(*plain);
  // The library passes over a byte order mark, and takes a zero byte for the end of the text.
  const bool marked = text.substr(0, 3) == "\xEF\xBB\xBF";
  const auto zero = text.find('\0');
  if (marked || zero != std::string_view::npos)
    return ledger::fail(ledger::Code::invalid,
                        "the body is not JSON at byte " + std::to_string(marked ? 1 : zero + 1));
  Builder builder;
  const bool whole = Json::sax_parse(text.begin(), text.end(), &builder);
  if (!whole)
    return ledger::fail(ledger::Code::invalid,
                        "the body is " + (builder.problem.rfind("not JSON", 0) == 0
                                              ? builder.problem
                                              : "JSON with " + builder.problem));
  return std::move(builder.root);
}

std::string canonical(const Json& value) {
  std::string out;
  append(out, value);
  return out;
}

void append_canonical_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(copied, at - copied);
    copied = at + 1;
    out.push_back('\\');
    switch (c) {
      case '"':
      case '\\':
        out.push_back(c);
        break;
      case '\b':
        out.push_back('b');
        break;
      case '\t':
        out.push_back('t');
        break;
      case '\n':
        out.push_back('n');
        break;
      case '\f':
        out.push_back('f');
        break;
      case '\r':
        out.push_back('r');
        break;
      default:
        out += "u00";
        out.push_back(hex[byte >> 4]);
        out.push_back(hex[byte & 15]);
    }
  }
  out += text.substr(copied);
  out.push_back('"');
}

std::string canonical_number(double value) {
  LEUIT_CHECK(std::isfinite(value));
  if (value == 0) return "0";
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific);
  const Decimal shortest = decimal({buffer, static_cast<std::size_t>(end.ptr - buffer)});
  const auto count = static_cast<long>(shortest.digits.size());
  const long point = shortest.exponent;  // digits before the decimal point
  std::string out = value < 0 ? "-" : "";
  const auto zeros = [](long n) { return std::string(static_cast<std::size_t>(n), '0'); };
  if (count <= point && point <= 21) return out + shortest.digits + zeros(point - count);
  if (0 < point && point <= 21) {
    const auto whole = static_cast<std::size_t>(point);
    return out + shortest.digits.substr(0, whole) + "." + shortest.digits.substr(whole);
  }
  if (-6 < point && point <= 0) return out + "0." + zeros(-point) + shortest.digits;
  out += shortest.digits.substr(0, 1);
  if (count > 1) out += "." + shortest.digits.substr(1);
  return out + (point > 0 ? "e+" : "e-") + std::to_string(std::abs(point - 1));
}

}  // namespace programme
