#include "ledger/programme/common_rules.h"

#include <algorithm>

#include "ledger/programme/codec.h"
#include "ledger/programme/control/system.h"
#include "ledger/programme/regions.h"

namespace programme {
namespace {

using Text = EventType::Text;
using regions::Cover;

bool is_day_done(const Field& field) {
  return field.format == &format::day_done || field.format == &format::time_done;
}
bool is_personal_day_done(const Field& field) { return field.is_personal() && is_day_done(field); }

bool is_region_code(const Text& text) {
  return text.format == &format::region && text.field.starts_with("region");
}

const Text* find_text(const EventType& type, std::string_view field) {
  const auto at = std::find_if(type.texts.begin(), type.texts.end(),
                               [&](const Text& text) { return text.field == field; });
  return at == type.texts.end() ? nullptr : &*at;
}

// What the log holds of an edition, and beside it what is built in.
class Known {
 public:
  Known(std::string_view edition, const Facts& facts) : edition_(edition) {
    for (const std::string& stream : facts.referring(mark_of("edition", edition), "system"))
      if (const auto* state = own<system::State>(facts.stream(stream))) told_.push_back(state);
  }
  Cover covers(const std::string& code) const {
    const Cover built_in = regions::covers(edition_, code);
    for (const system::State* told : told_)
      if (told->edition.closed && told->edition.name == edition_)
        return code == "00" || built_in == Cover::yes || told->edition.codes.contains(code)
                   ? Cover::yes
                   : Cover::no;
    for (const system::State* told : told_)
      for (const regions::Move& move : told->moves) {
        if (move.edition != edition_) continue;
        if (is_within(code, move.new_code)) return Cover::yes;
        if (is_within(code, move.old_code)) return Cover::no;
      }
    return built_in;
  }

 private:
  std::string_view edition_;
  std::vector<const system::State*> told_;
};

// The edition that an event's codes are read in; empty: none was in force yet.
std::string_view edition_of(const Event& event) {
  if (const Text* named = find_text(*event.type, "edition"))
    if (const std::string* edition = named->of(event)) return *edition;
  const regions::Edition* valid = regions::edition_at(day_in_wib(event.time_us));
  return valid ? valid->id : std::string_view();
}

Broken region_is_missing(const OwnState&, const Event& event, const Facts& facts) {
  const std::string_view edition = edition_of(event);
  if (edition.empty()) return {};
  const Known known(edition, facts);
  for (const Text& text : event.type->texts) {
    const std::string* code = is_region_code(text) ? text.of(event) : nullptr;
    if (code == nullptr || known.covers(*code) != Cover::no) continue;
    return std::string(text.field) + " is " + *code + ", which is not in the edition " +
           std::string(edition) + ": it has to be a code of that edition";
  }
  return {};
}

std::optional<std::int64_t> day_of(const Text& text, const std::string& value) {
  if (text.format == &format::day_done) return parse_date(value);
  if (text.format != &format::time_done) return std::nullopt;
  const auto moment = parse_time(value);
  return moment ? std::optional(day_in_wib(moment->utc_us)) : std::nullopt;
}

Broken day_is_after_event(const OwnState&, const Event& event, const Facts&) {
  const std::int64_t today = day_in_wib(event.time_us);
  const auto limit = [today] {
    return ", and can be no later than " + format_date(today) +
           ", the day of the event in western Indonesian time";
  };
  for (const Text& text : event.type->texts) {
    const std::string* value = text.of(event);
    const auto day = value ? day_of(text, *value) : std::nullopt;
    if (day && *day > today) return std::string(text.field) + " is " + format_date(*day) + limit();
  }
  if (event.sealed_day_done && *event.sealed_day_done > today)
    return "a personal field holds a day of something done that is later" + limit();
  return {};
}

}  // namespace

bool has_sealed_day_done(const EventType& type) {
  return any_field(type.fields, is_personal_day_done);
}

void add_common_rules(EventType& type) {
  if (std::any_of(type.texts.begin(), type.texts.end(), is_region_code))
    type.add_rule(region_in_edition, region_is_missing);
  if (any_field(type.fields, is_day_done)) type.add_rule(day_not_after_event, day_is_after_event);
}

}  // namespace programme
