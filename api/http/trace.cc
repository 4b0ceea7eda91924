#include "api/http/trace.h"

#include <cstdint>
#include <random>

namespace api {
namespace {

// version "-" trace id "-" parent id "-" flags
constexpr std::string_view kShape = "00-00000000000000000000000000000000-0000000000000000-00";

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool has_shape(std::string_view text) {
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '-' ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  }
  return true;
}

bool is_zero(std::string_view hex) { return hex.find_first_not_of('0') == std::string_view::npos; }

bool is_valid(std::string_view text) {
  if (text.size() < kShape.size() || !has_shape(text)) return false;
  const std::string_view version = text.substr(0, 2);
  if (version == "ff" || (version == "00" && text.size() != kShape.size())) return false;
  if (text.size() > kShape.size() && text[kShape.size()] != '-') return false;
  return !is_zero(text.substr(3, 32)) && !is_zero(text.substr(36, 16));
}

void append_hex(std::string& out, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(value >> shift) & 15];
}

}  // namespace

std::string traceparent_for(std::string_view sent) {
  if (is_valid(sent)) return "00" + std::string(sent.substr(2, kShape.size() - 2));
  // An identifier for finding a request again, not a secret: no cryptographic generator is needed.
  thread_local std::mt19937_64 random((static_cast<std::uint64_t>(std::random_device{}()) << 32) |
                                      std::random_device{}());
  std::string made = "00-";
  made.reserve(kShape.size());
  append_hex(made, random() | 1);
  append_hex(made, random());
  made += '-';
  append_hex(made, random() | 1);
  return made += "-00";
}

}  // namespace api
