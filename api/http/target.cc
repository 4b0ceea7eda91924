#include "api/http/target.h"

#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/url_view.hpp>
#include <cstdint>
#include <optional>

namespace api {
namespace {

using Parts = std::vector<std::string_view>;

Parts split(std::string_view text, char separator) {
  Parts parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// The length of the UTF-8 sequence that `lead` opens and the range of its second byte (RFC 3629).
struct Sequence {
  std::size_t size;
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
};

Sequence sequence_of(std::uint8_t lead) {
  if (lead < 0x80) return {1};
  if (lead < 0xC2) return {0};
  if (lead < 0xE0) return {2};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead < 0xF0) return {3};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead < 0xF4) return {4};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const Sequence sequence = sequence_of(byte(i));
    if (sequence.size == 0 || text.size() - i < sequence.size) return false;
    for (std::size_t k = 1; k < sequence.size; ++k) {
      const std::uint8_t min = k == 1 ? sequence.second_min : std::uint8_t{0x80};
      const std::uint8_t max = k == 1 ? sequence.second_max : std::uint8_t{0xBF};
      if (byte(i + k) < min || byte(i + k) > max) return false;
    }
    i += sequence.size;
  }
  return true;
}

std::optional<std::string> decode(std::string_view text, boost::urls::encoding_opts options) {
  const auto encoded = boost::urls::make_pct_string_view({text.data(), text.size()});
  if (!encoded) return std::nullopt;
  std::string decoded = encoded->decode(options);
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

bool decode_path(std::string_view path, Target& target) {
  path.remove_prefix(1);
  if (path.empty()) return true;
  for (const std::string_view part : split(path, '/')) {
    std::optional<std::string> segment = decode(part, {});
    if (!segment) return false;
    target.path.push_back(std::move(*segment));
  }
  return true;
}

bool decode_query(std::string_view query, Target& target) {
  boost::urls::encoding_opts form;
  form.space_as_plus = true;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    std::optional<std::string> name = decode(part.substr(0, equals), form);
    std::optional<std::string> value =
        decode(equals == std::string_view::npos ? "" : part.substr(equals + 1), form);
    if (!name || !value) return false;
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

ledger::Result<Target> parse_target(std::string_view text) {
  const auto invalid =
      ledger::fail(ledger::Code::invalid, "The target of the request is no URL path.");
  const auto url = boost::urls::parse_origin_form({text.data(), text.size()});
  if (!url) return invalid;
  const auto path = url->encoded_path();
  const auto query = url->encoded_query();
  Target target;
  if (!decode_path({path.data(), path.size()}, target)) return invalid;
  if (!decode_query({query.data(), query.size()}, target)) return invalid;
  return target;
}

}  // namespace api
