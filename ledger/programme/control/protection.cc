#include "ledger/programme/control/protection.h"

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/control/audit.h"
#include "ledger/programme/people/group.h"

namespace programme::protection {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title ground_title = {"Dasar", "Ground"};

void request(Builder& s) {
  using Request = SubjectRequestReceived;
  s.event<Request>("subject_request_received",
                   {"Permintaan subjek data diterima", "Request of a data subject received"})
      .by({role::privacy_officer})
      .opens("received")
      .field("kind", &Request::kind,
             indexed(code({"access", "rectify", "restrict", "erase", "withdraw"})),
             {"Jenis permintaan", "Kind"})
      .field("person", &Request::person, indexed(linked(reference({"person"}))),
             {"Orang", "Person"})
      .field("channel", &Request::channel, text(format::slug), {"Saluran", "Channel"})
      .applies([](State& state, const Request& e, const Event& event) {
        state.kind = e.kind;
        state.person = e.person;
        state.received_by = event.actor;
      });
}

void answer(Builder& s) {
  s.event<SubjectRequestFulfilled>(
       "subject_request_fulfilled",
       {"Permintaan subjek data dipenuhi", "Request of a data subject fulfilled"})
      .by({role::privacy_officer})
      .step({"received"}, "fulfilled")
      .applies([](State& state, const SubjectRequestFulfilled&, const Event& event) {
        state.fulfilled_by = event.actor;
      });
  s.event<SubjectRequestRefused>("subject_request_refused", {"Permintaan subjek data ditolak",
                                                             "Request of a data subject refused"})
      .by({role::privacy_officer})
      .needs_reason()
      .step({"received"}, "refused")
      .field("ground", &SubjectRequestRefused::ground, indexed(text(format::slug)), ground_title);
}

Verdict is_a_new_addressee(const State& state, const BreachNotified& e, const Event&) {
  if (!state.notified.contains(e.to)) return {};
  return refuse_state("breach_notified_already",
                      "the notice of this breach to " + e.to + " was given already");
}

void breach(Builder& s) {
  s.event<BreachDetected>("breach_detected",
                          {"Kegagalan pelindungan data ditemukan", "Breach detected"})
      .by({role::privacy_officer})
      .opens("breach")
      .field("scope", &BreachDetected::scope, text(), {"Lingkup", "Scope"})
      .field("subject_count", &BreachDetected::subject_count, integer(0, 1'000'000'000, "person"),
             {"Jumlah subjek data", "Number of data subjects"})
      .field("systems", &BreachDetected::systems, list(text(format::line), 1, 100),
             {"Sistem", "Systems"});
  s.event<BreachNotified>("breach_notified",
                          {"Kegagalan pelindungan data diberitahukan", "Breach notified"})
      .by({role::privacy_officer})
      .step({"breach"})
      .field("to", &BreachNotified::to, indexed(code({"subjects", "agency", "public"})),
             {"Kepada", "To"})
      .decides(is_a_new_addressee)
      .applies(
          [](State& state, const BreachNotified& e, const Event&) { state.notified.insert(e.to); });
}

void hold(Builder& s) {
  using Hold = RetentionHoldPlaced;
  s.event<Hold>("retention_hold_placed", {"Penahanan retensi dipasang", "Retention hold placed"})
      .by({role::privacy_officer})
      .opens("hold")
      .field("about", &Hold::about, indexed(linked(reference({"*"}))), {"Tentang", "About"})
      .field("ground", &Hold::ground, text(format::slug), ground_title)
      .field("until", &Hold::until, optional(text(format::date)), {"Sampai", "Until"})
      .applies([](State& state, const Hold& e, const Event&) {
        state.about = e.about;
        state.until = e.until;
      });
  s.event<RetentionHoldReleased>("retention_hold_released",
                                 {"Penahanan retensi dilepas", "Retention hold released"})
      .by({role::privacy_officer})
      .step({"hold"}, "released");
}

// The streams that speak of a person's aid: he himself, the groups that he is a member of, and the
// grants of all these.
std::vector<std::string> streams_of(const std::string& person, const Facts& facts) {
  std::vector<std::string> out = {person};
  for (std::string& name : facts.referring(person, "group")) {
    const auto* joined = own<group::State>(facts.stream(name));
    if (joined && joined->members.contains(person)) out.push_back(std::move(name));
  }
  const std::vector<std::string> recipients = out;
  for (const std::string& recipient : recipients)
    for (std::string& name : facts.referring(recipient, "grant")) {
      const auto* given = own<grant::State>(facts.stream(name));
      if (given && given->recipient == recipient) out.push_back(std::move(name));
    }
  return out;
}

bool runs(const StreamState& hold, const State& held, const Event& event) {
  if (hold.status != "hold") return false;
  const auto last = held.until ? parse_date(*held.until) : std::nullopt;
  return !last || day_in_wib(event.time_us) <= *last;
}

}  // namespace

Broken is_held(const std::string& person, const Event& event, const Facts& facts) {
  for (const std::string& name : streams_of(person, facts)) {
    for (const std::string& hold : facts.referring(name, "protection")) {
      const StreamState* stream = facts.stream(hold);
      const auto* held = own<State>(stream);
      if (held && held->about == name && runs(*stream, *held, event))
        return hold + " holds " + name + ": it has to be released, or its last day to pass, first";
    }
    for (const std::string& audit : facts.referring(name, "audit")) {
      const StreamState* stream = facts.stream(audit);
      const auto* open = own<audit::State>(stream);
      if (open && stream->exists && stream->status != "closed" && open->grants.contains(name))
        return "an audit that is open has findings on " + name + ": it has to be closed first";
    }
  }
  return {};
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("protection", {"Pelindungan data pribadi", "Data protection"},
              {"fulfilled", "refused", "released"});
    request(s);
    answer(s);
    breach(s);
    hold(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::protection
