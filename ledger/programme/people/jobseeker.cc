#include "ledger/programme/people/jobseeker.h"

#include <algorithm>

#include "ledger/programme/calendar.h"

namespace programme::jobseeker {
namespace {

using Builder = StreamBuilder<State>;
constexpr int valid_months = 24, report_months = 6;

bool is_valid(const Card& card, const std::vector<std::string>& reports, std::string_view day) {
  if (card.issued_on > day || card.expires_on < day ||
      months_after(card.issued_on, valid_months) < day ||
      (!card.ended_on.empty() && card.ended_on <= day))
    return false;
  std::string due_on = months_after(card.issued_on, report_months);
  for (const std::string& report : reports)
    if (report > card.issued_on && report <= due_on && report <= day)
      due_on = months_after(report, report_months);
  return due_on >= day;
}

Broken number_is_used(const State& state, const Ak1Issued& e, const Event& event,
                      const Facts& facts) {
  const auto gives = [&](const Card& card) {
    return card.number == e.number && year_of(card.issued_on) == year_of(e.issued_on);
  };
  for (const Card& card : state.cards)
    if (gives(card) && card.person != e.person)
      return "this job seeker has a card of that number for another person";
  for (const std::string& name : facts.referring("ak1/" + e.number, "jobseeker")) {
    const auto* other = name == event.subject ? nullptr : own<State>(facts.stream(name));
    if (other != nullptr && std::any_of(other->cards.begin(), other->cards.end(), gives))
      return name + " has a card of that number issued in " + std::string(year_of(e.issued_on));
  }
  return {};
}

Broken is_valid_too_long(const State&, const Ak1Issued& e, const Event&) {
  const std::string last = months_after(e.issued_on, valid_months);
  if (e.expires_on >= e.issued_on && e.expires_on <= last) return {};
  return "a card issued on " + e.issued_on + " is valid until " + last + " at most, not until " +
         e.expires_on;
}

void cards(Builder& s) {
  s.event<Ak1Issued>("ak1_issued", {"Kartu AK-1 diterbitkan", "AK-1 card issued"})
      .by({role::placement_officer, role::manpower_office})
      .corrected_by({role::manpower_office})
      .may_open("active", {})
      .field("person", &Ak1Issued::person, linked(indexed(reference({"person"}))),
             {"Orang", "Person"})
      .field("number", &Ak1Issued::number, marked("ak1", indexed(text(format::document_number))),
             {"Nomor kartu", "Number of the card"})
      .field("issued_on", &Ak1Issued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("expires_on", &Ak1Issued::expires_on, text(format::date),
             {"Berlaku sampai", "Expires on"})
      .rule(ak1_number_unique, number_is_used)
      .rule(ak1_valid_two_years, is_valid_too_long)
      .applies([](State& state, const Ak1Issued& e, const Event&) {
        state.cards.push_back({e.person, e.number, e.issued_on, e.expires_on, {}});
      });
  s.event<Ak1Reported>("ak1_reported", {"Pencari kerja melapor", "Job seeker reported"})
      .by({role::placement_officer, role::manpower_office})
      .corrected_by({role::manpower_office})
      .step({"active"})
      .field("reported_on", &Ak1Reported::reported_on, text(format::day_done),
             {"Tanggal lapor", "Reported on"})
      .applies([](State& state, const Ak1Reported& e, const Event&) {
        state.reports.insert(
            std::upper_bound(state.reports.begin(), state.reports.end(), e.reported_on),
            e.reported_on);
      });
  s.event<Ak1Expired>("ak1_expired", {"Kartu AK-1 habis masa berlaku", "AK-1 card expired"})
      .by({role::system})
      .corrected_by({role::placement_officer, role::manpower_office})
      .step({"active"}, "expired")
      .applies([](State& state, const Ak1Expired&, const Event& event) {
        if (!state.cards.empty()) state.cards.back().ended_on = day_of(event);
      });
}

}  // namespace

bool has_valid_card(const State& state, std::string_view person, std::string_view day) {
  return std::any_of(state.cards.begin(), state.cards.end(), [&](const Card& card) {
    return card.person == person && is_valid(card, state.reports, day);
  });
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("jobseeker", {"Pencari kerja", "Job seeker"});
    cards(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::jobseeker
