#include "api/http/wire.h"

#include <algorithm>
#include <ctime>

namespace api {
namespace {

struct Reason {
  unsigned status;
  std::string_view text;
};

constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
};

std::string_view reason_of(unsigned status) {
  const auto* found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                   [&](const Reason& reason) { return reason.status == status; });
  return found == std::end(kReasons) ? std::string_view{} : found->text;
}

// Now as an IMF-fixdate, made once a second. Not strftime: its names follow the locale.
const std::string& http_date() {
  thread_local std::time_t made_at = -1;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now == made_at) return text;
  static constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::tm utc{};
  gmtime_r(&now, &utc);
  const auto two = [](int value) { return std::to_string(100 + value).substr(1); };
  const auto name = [](std::string_view names, int index) {
    return std::string(names.substr(3 * static_cast<std::size_t>(index), 3));
  };
  text = name(kDays, utc.tm_wday) + ", " + two(utc.tm_mday) + " " + name(kMonths, utc.tm_mon) +
         " " + std::to_string(1900 + utc.tm_year) + " " + two(utc.tm_hour) + ":" + two(utc.tm_min) +
         ":" + two(utc.tm_sec) + " GMT";
  made_at = now;
  return text;
}

void append_clean(std::string& out, std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::replace_copy_if(text.begin(), text.end(), std::back_inserter(out), is_control, ' ');
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  append_clean(out, name);
  out += ": ";
  append_clean(out, value);
  out += "\r\n";
}

bool is_named(const std::pair<std::string, std::string>& header, std::string_view lower_case) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  return std::equal(header.first.begin(), header.first.end(), lower_case.begin(), lower_case.end(),
                    same);
}

bool has_header(const Headers& headers, std::string_view lower_case) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return is_named(header, lower_case); });
}

Response problem(unsigned status, std::string_view slug, std::string_view title) {
  return {status,
          {{"Content-Type", "application/problem+json"}},
          R"({"type":"/problems/)" + std::string(slug) + R"(","title":")" + std::string(title) +
              R"(","status":)" + std::to_string(status) + "}"};
}

}  // namespace

void serialise(const Response& response, const Delivery& delivery, std::string& out) {
  const bool has_body = response.status >= 200 && response.status != 204 && response.status != 304;
  out.reserve(out.size() + response.body.size() + 512);
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += reason_of(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  append_header(out, "Date", http_date());
  if (!delivery.traceparent.empty() && !has_header(response.headers, "traceparent")) {
    append_header(out, "traceparent", delivery.traceparent);
  }
  if (has_body) append_header(out, "Content-Length", std::to_string(response.body.size()));
  if (delivery.connection == Delivery::Connection::close) append_header(out, "Connection", "close");
  if (delivery.connection == Delivery::Connection::keep_alive) {
    append_header(out, "Connection", "keep-alive");
  }
  out += "\r\n";
  if (has_body && !delivery.withhold_body) out += response.body;
}

Response malformed_request() { return problem(400, "malformed-request", "Malformed request"); }

Response header_too_large() { return problem(431, "header-too-large", "Header too large"); }

Response internal_error() { return problem(500, "internal-error", "Internal error"); }

}  // namespace api
