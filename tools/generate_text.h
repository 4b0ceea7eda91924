// What a generated programme is written with: dice that fall the same everywhere, days and minutes
// in western Indonesian time, and the lines of events.
//
// Threads: none of it is shared.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tools::generate {

using Day = std::int64_t;     // since 1970-01-01
using Minute = std::int64_t;  // since 1970-01-01 00:00, in WIB

Day day_of(std::int64_t year, std::int64_t month, std::int64_t day);
inline Day day_of(Minute minute) { return minute / 1440; }
// The same day some years later; the last day of February stands for the 29th.
Day years_later(Day day, std::int64_t years);
std::string date(Day day);    // YYYY-MM-DD
std::string time(Minute at);  // RFC 3339, at +07:00
std::string month(Day day);   // YYYY-MM
std::string padded(std::uint64_t number, std::size_t digits);

// Days of work, 08:00 to 16:00, over which the items of a phase are spread evenly.
struct Window {
  Day from = 0, to = 0;  // [from, to)

  // When item `index` of `count` begins. Requires index < count.
  Minute at(std::int64_t index, std::int64_t count) const;
};

// Numbers that look random and follow from their seeds alone: splitmix64 (Vigna). Not for keys.
class Dice {
 public:
  Dice(std::initializer_list<std::uint64_t> seeds);

  std::uint64_t next();
  std::int64_t between(std::int64_t first, std::int64_t last);  // both inclusive
  bool one_in(std::int64_t chances) { return between(1, chances) == 1; }
  template <class T, std::size_t count>
  const T& pick(const std::array<T, count>& from) {
    return from[next() % count];
  }
  std::string digest();  // of a paper that nobody has

 private:
  std::uint64_t state_ = 0;
};

// The members of a JSON object, in the order in which they are added. Texts and names hold nothing
// that JSON would escape.
class Data {
 public:
  Data& text(std::string_view name, std::string_view value);
  Data& number(std::string_view name, std::int64_t value);
  Data& flag(std::string_view name, bool value);
  Data& texts(std::string_view name, const std::vector<std::string>& values);
  Data& object(std::string_view name, const Data& value);
  Data& objects(std::string_view name, const std::vector<Data>& values);
  Data& plain(std::string_view name, std::string_view json);  // JSON as it is

  const std::string& members() const { return members_; }

 private:
  void name(std::string_view name);

  std::string members_;
};

// Who records an event, and as what.
struct By {
  std::string_view actor, role;
};

struct Told {
  std::string_view type = {};
  std::string_view about = {};  // the subject
  By by = {};
  Data data = {};
  std::string_view paper = {};   // the basis; its digest is made up
  std::string_view reason = {};  // why
};

// Writes events as JSON Lines, each with an id of its own.
class Lines {
 public:
  // `write` takes whole lines, some at a time; false: nothing more can be written, and what follows
  // is dropped.
  using Write = std::function<bool(std::string_view lines)>;
  Lines(std::uint64_t seed, Write write);

  void write(const Told& told, Minute at, std::string_view area);
  // Hands over what is left. False: not everything was written.
  bool finish();
  std::uint64_t count() const { return count_; }

 private:
  Write write_;
  Dice papers_;
  std::string source_, text_;
  std::uint64_t count_ = 0;
  bool failed_ = false;
};

// Tells one item of a phase: each event comes a minute after the one before.
class Pen {
 public:
  Pen(Lines& lines, Minute first) : at(first), lines_(lines) {}

  void write(const Told& told, std::string_view area = "36.02") { lines_.write(told, at++, area); }
  std::string today() const { return date(day_of(at)); }
  void days_later(std::int64_t days) { at = (day_of(at) + days) * 1440 + 8 * 60 + at % 60; }

  Minute at;

 private:
  Lines& lines_;
};

}  // namespace tools::generate
