#include "tools/generate_text.h"

#include <algorithm>

#include "ledger/programme/values.h"

namespace tools::generate {
namespace {

constexpr std::size_t chunk_bytes = 1 << 16;
constexpr std::int64_t opens_at = 8 * 60, working_minutes = 8 * 60;

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append("\"").append(name).append("\":\"").append(text).append("\"");
}

}  // namespace

Day day_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  return programme::parse_date(padded(static_cast<std::uint64_t>(year), 4) + "-" +
                               padded(static_cast<std::uint64_t>(month), 2) + "-" +
                               padded(static_cast<std::uint64_t>(day), 2))
      .value();
}

Day years_later(Day day, std::int64_t years) {
  const std::string from = date(day);
  const auto number = [&](std::size_t at, std::size_t count) {
    std::int64_t value = 0;
    for (const char c : from.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  const std::int64_t month = number(5, 2), last = month == 2 ? 28 : 31;
  return day_of(number(0, 4) + years, month, std::min(number(8, 2), last));
}

std::string date(Day day) { return programme::format_date(day); }
std::string month(Day day) { return date(day).substr(0, 7); }

std::string time(Minute at) {
  const std::int64_t hour = at % 1440 / 60, minute = at % 60;
  const auto digit = [](std::int64_t value) { return static_cast<char>('0' + value % 10); };
  std::string out = date(day_of(at)) + "T00:00:00+07:00";
  out[11] = digit(hour / 10), out[12] = digit(hour);
  out[14] = digit(minute / 10), out[15] = digit(minute);
  return out;
}

std::string padded(std::uint64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return text.size() >= digits ? text : std::string(digits - text.size(), '0') + text;
}

Minute Window::at(std::int64_t index, std::int64_t count) const {
  const std::int64_t minutes = (to - from) * working_minutes * index / count;
  return (from + minutes / working_minutes) * 1440 + opens_at + minutes % working_minutes;
}

Dice::Dice(std::initializer_list<std::uint64_t> seeds) {
  for (const std::uint64_t seed : seeds) {
    state_ ^= seed;
    state_ = next();
  }
}

std::uint64_t Dice::next() {
  std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return mixed ^ (mixed >> 31);
}

std::int64_t Dice::between(std::int64_t first, std::int64_t last) {
  return first + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(last - first + 1));
}

std::string Dice::digest() {
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  std::string out = "sha-256:";
  for (int word = 0; word < 4; ++word) {
    const std::uint64_t bits = next();
    for (int shift = 60; shift >= 0; shift -= 4) out += hexadecimal[(bits >> shift) & 15];
  }
  return out;
}

void Data::name(std::string_view name) {
  if (!members_.empty()) members_ += ',';
  members_.append("\"").append(name).append("\":");
}

Data& Data::text(std::string_view of, std::string_view value) {
  name(of);
  members_.append("\"").append(value).append("\"");
  return *this;
}

Data& Data::number(std::string_view of, std::int64_t value) {
  return plain(of, std::to_string(value));
}

Data& Data::flag(std::string_view of, bool value) { return plain(of, value ? "true" : "false"); }

Data& Data::texts(std::string_view of, const std::vector<std::string>& values) {
  name(of);
  members_ += '[';
  for (const std::string& value : values)
    members_.append(members_.back() == '[' ? "\"" : ",\"").append(value).append("\"");
  members_ += ']';
  return *this;
}

Data& Data::object(std::string_view of, const Data& value) {
  name(of);
  members_.append("{").append(value.members_).append("}");
  return *this;
}

Data& Data::objects(std::string_view of, const std::vector<Data>& values) {
  name(of);
  members_ += '[';
  for (const Data& value : values)
    members_.append(members_.back() == '[' ? "{" : ",{").append(value.members_).append("}");
  members_ += ']';
  return *this;
}

Data& Data::plain(std::string_view of, std::string_view json) {
  name(of);
  members_ += json;
  return *this;
}

Lines::Lines(std::uint64_t seed, Write write)
    : write_(std::move(write)), papers_({seed, 1}), source_("/generate/" + std::to_string(seed)) {}

void Lines::write(const Told& told, Minute at, std::string_view area) {
  text_ += R"({"specversion":"1.0",)";
  append_member(text_, "id", padded(++count_, 9));
  append_member(text_ += ',', "source", source_);
  append_member(text_ += ',', "type", told.type);
  append_member(text_ += ',', "subject", told.about);
  append_member(text_ += ',', "time", time(at));
  append_member(text_ += ',', "actor", told.by.actor);
  append_member(text_ += ',', "role", told.by.role);
  append_member(text_ += ',', "area", area);
  text_.append(R"(,"data":{)").append(told.data.members()).append("}");
  if (!told.paper.empty()) {
    append_member(text_ += ',', "basis", told.paper);
    append_member(text_ += ',', "basisdigest", papers_.digest());
  }
  if (!told.reason.empty()) append_member(text_ += ',', "reason", told.reason);
  text_ += "}\n";
  if (text_.size() < chunk_bytes) return;
  failed_ = failed_ || !write_(text_);
  text_.clear();
}

bool Lines::finish() {
  failed_ = failed_ || !write_(text_);
  text_.clear();
  return !failed_;
}

}  // namespace tools::generate
