#include "ledger/programme/people/person.h"

#include "ledger/programme/control/protection.h"

namespace programme::person {
namespace {

using Builder = StreamBuilder<State>;
using Duplicate = State::Duplicate;
constexpr Title as_of_title = {"Per tanggal", "As of"}, source_title = {"Sumber", "Source"},
                other_title = {"Orang lain", "The other person"},
                purpose_title = {"Tujuan", "Purpose"},
                edition_title = {"Edisi kode wilayah", "Edition of the region codes"};

bool is_person(std::string_view text) {
  return is_stream_name(text) && aggregate_of(text) == "person";
}
// Of somebody who need not be in the ledger yet.
const Format person_name{.name = "person",
                         .accepts = is_person,
                         .pattern = "^person/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$",
                         .want = "a person, person/key"};

Field region() { return indexed(text(format::region)); }
Field other() { return indexed(text(person_name)); }

// What of a registration disagrees with its NIK, which says day (and 40 for a woman), month and
// year of birth from its seventh digit on. A flag, never a refusal: a NIK stays as it was given out
// also where the birth date in it is wrong (I3).
std::string differences_from_nik(const Json& registered) {
  const auto text = [&](std::string_view name) {
    const auto found = registered.find(name);
    return found != registered.end() && found->is_string() ? found->get<std::string>() : "";
  };
  const std::string nik = text("nik"), born = text("birth_date"), sex = text("sex");
  if (!matches(format::nik, nik) || !matches(format::date, born)) return {};
  const bool woman = nik[6] >= '4';
  std::string in_nik = nik.substr(6, 6);  // DDMMYY
  if (woman) in_nik[0] = static_cast<char>(in_nik[0] - 4);
  std::string out;
  if (in_nik != born.substr(8, 2) + born.substr(5, 2) + born.substr(2, 2)) out = "birth_date";
  if (sex != (woman ? "P" : "L")) out += out.empty() ? "sex" : ",sex";
  return out;
}
constexpr LookUp as_nik{.kind = "nik", .with = {}, .note = differences_from_nik};

std::string_view standing(const State& state) {
  return state.losses.empty() && !state.dead ? state.identity : "ineligible";
}
constexpr auto stands = [](const State& state, const auto&) { return standing(state); };

bool is_dismissed(const State* state, const std::string& other) {
  if (state == nullptr) return false;
  const auto found = state->duplicates.find(other);
  return found != state->duplicates.end() && found->second.settled == Duplicate::dismissed;
}

// The first live person but this one who holds the NIK.
Broken is_held_by_another(const Personal<std::string>& nik, const Event& event,
                          const Facts& facts) {
  const auto holders = facts.holders(event.subject, nik);
  if (!holders) return {};
  const Holder* first = nullptr;
  std::uint64_t first_at = 0;
  for (const Holder& holder : *holders) {
    const StreamState* there = facts.stream(holder.stream);
    const auto* other = own<State>(there);
    if (holder.stream == event.subject || other == nullptr || !there->exists ||
        there->status == "merged" || there->status == "erased" || other->nik.seal() != holder.seal)
      continue;
    if (first == nullptr || other->registered_at < first_at)
      first = &holder, first_at = other->registered_at;
  }
  if (first == nullptr || is_dismissed(own<State>(facts.stream(first->stream)), event.subject) ||
      is_dismissed(own<State>(facts.stream(event.subject)), first->stream))
    return {};
  return "this NIK is that of " + first->stream + ", on which a suspected duplicate " +
         event.subject + " would have to be dismissed first";
}

void registration(Builder& s) {
  s.event<Registered>("registered", {"Orang didaftarkan", "Person registered"})
      .by({role::manpower_office})
      .opens("registered")
      .field("nik", &Registered::nik, looked_up(as_nik, sealed(text(format::nik))), {"NIK", "NIK"})
      .field("name", &Registered::name, sealed(text(format::line)), {"Nama", "Name"})
      .field("birth_date", &Registered::birth_date, sealed(text(format::day_done)),
             {"Tanggal lahir", "Birth date"})
      .field("sex", &Registered::sex, code({"L", "P"}), {"Jenis kelamin", "Sex"})
      .field("region_id_card", &Registered::region_id_card, region(),
             {"Wilayah KTP", "Region of the identity card"})
      .field("region_domicile", &Registered::region_domicile, region(),
             {"Wilayah domisili", "Region of domicile"})
      .field("edition", &Registered::edition, text(format::edition), edition_title)
      .field("phone", &Registered::phone, looked_up("phone", sealed(text(format::phone))),
             {"Nomor telepon", "Phone number"})
      .rule(nik_of_one_person,
            [](const State&, const Registered& e, const Event& event, const Facts& facts) {
              return is_held_by_another(e.nik, event, facts);
            })
      .applies([](State& state, const Registered& e, const Event& event) {
        state.nik = e.nik;
        state.registered_at = event.place;
        state.region = e.region_domicile;
      });
}

Verdict is_consented(const State& state, const ConsentWithdrawn& e, const Event&) {
  if (state.consents.contains(e.purpose)) return {};
  return refuse_state("consent_not_given", "no consent to this purpose stands");
}

void consent(Builder& s) {
  s.event<ConsentGiven>("consent_given", {"Persetujuan diberikan", "Consent given"})
      .by({role::manpower_office, role::member})
      .field("purpose", &ConsentGiven::purpose, text(format::slug), purpose_title)
      .applies([](State& state, const ConsentGiven& e, const Event&) {
        state.consents.insert(e.purpose);
      });
  s.event<ConsentWithdrawn>("consent_withdrawn", {"Persetujuan dicabut", "Consent withdrawn"})
      .by({role::member, role::manpower_office, role::privacy_officer})
      .field("purpose", &ConsentWithdrawn::purpose, text(format::slug), purpose_title)
      .decides(is_consented)
      .applies([](State& state, const ConsentWithdrawn& e, const Event&) {
        state.consents.erase(e.purpose);
      });
}

void identity(Builder& s) {
  s.event<IdentityVerified>("identity_verified", {"Identitas dipadankan", "Identity verified"})
      .by({role::verifier})
      .step_by({}, stands)
      .field("result", &IdentityVerified::result, code({"match", "mismatch", "not_found"}),
             {"Hasil pemadanan", "Result"})
      .field("source", &IdentityVerified::source, text(format::slug), source_title)
      .applies([](State& state, const IdentityVerified& e, const Event&) {
        state.identity = e.result == "match" ? "identity_valid" : "identity_flagged";
      });
  s.event<IdentityMismatchFlagged>(
       "identity_mismatch_flagged",
       {"Ketidaksesuaian identitas ditandai", "Identity mismatch flagged"})
      .by({role::verifier})
      .step_by({}, stands)
      .field("field", &IdentityMismatchFlagged::field,
             code({"nik", "name", "birth_date", "sex", "region_id_card", "region_domicile"}),
             {"Isian yang tidak sesuai", "Field that does not match"})
      .applies([](State& state, const IdentityMismatchFlagged&, const Event&) {
        state.identity = "identity_flagged";
      });
}

void employment(Builder& s) {
  s.event<EmploymentStatusDeclared>(
       "employment_status_declared",
       {"Status ketenagakerjaan dinyatakan", "Employment status declared"})
      .by({role::manpower_office})
      .step_by({}, stands)
      .field("status", &EmploymentStatusDeclared::status,
             indexed(code({"employed", "underemployed", "unemployed", "outside_labour_force"})),
             {"Status ketenagakerjaan", "Employment status"})
      .field("as_of", &EmploymentStatusDeclared::as_of, text(format::day_done), as_of_title)
      .applies([](State& state, const EmploymentStatusDeclared& e, const Event&) {
        if (e.as_of >= state.employment_as_of) {
          state.employment = e.status;
          state.employment_as_of = e.as_of;
        }
        if (e.status == "unemployed" || e.status == "underemployed") state.losses.erase("employed");
      });
}

void condition(Builder& s) {
  using Welfare = WelfareStatusRecorded;
  s.event<Welfare>("welfare_status_recorded",
                   {"Status kesejahteraan dicatat", "Welfare status recorded"})
      .by({role::manpower_office, role::village_head})
      .field("source", &Welfare::source, code({"P3KE", "DTKS", "DTSEN"}), source_title)
      .field("decile", &Welfare::decile, integer(1, 10), {"Desil", "Decile"})
      .field("extreme_poor", &Welfare::extreme_poor, boolean(),
             {"Miskin ekstrem", "Extremely poor"})
      .field("as_of", &Welfare::as_of, text(format::day_done), as_of_title)
      .field("line_idr", &Welfare::line_idr, optional(money()),
             {"Garis kemiskinan per orang per bulan", "Poverty line a person and month"})
      .field("ppp_base", &Welfare::ppp_base, optional(integer(1990, 2100)),
             {"Tahun dasar PPP", "Base year of purchasing power"});
  s.event<AttributeRecorded>("attribute_recorded", {"Atribut dicatat", "Attribute recorded"})
      .by({role::manpower_office, role::verifier})
      .field("kind", &AttributeRecorded::kind,
             code({"disability", "oap", "adat_community", "education"}), {"Jenis", "Kind"})
      .field("value", &AttributeRecorded::value, sealed(text(format::line)), {"Isi", "Value"});
  s.event<DomicileChanged>("domicile_changed", {"Domisili berpindah", "Domicile changed"})
      .by({role::manpower_office, role::village_head})
      .field("region", &DomicileChanged::region, region(),
             {"Wilayah domisili baru", "New region of domicile"})
      .field("edition", &DomicileChanged::edition, text(format::edition), edition_title)
      .field("moved_on", &DomicileChanged::moved_on, text(format::day_done),
             {"Tanggal pindah", "Moved on"})
      .field("address", &DomicileChanged::address, optional(looked_up("address", sealed(text()))),
             {"Alamat", "Address"})
      .applies(
          [](State& state, const DomicileChanged& e, const Event&) { state.region = e.region; });
}

Verdict is_a_new_loss(const State& state, const EligibilityLost& e, const Event&) {
  if (!state.losses.contains(e.cause)) return {};
  return refuse_state("eligibility_lost_already",
                      "this person is not eligible for this cause already");
}

Verdict is_alive(const State& state, const DeathRecorded&, const Event&) {
  if (!state.dead) return {};
  return refuse_state("death_recorded_already", "the death of this person is recorded already");
}

void losses(Builder& s) {
  s.event<EligibilityLost>("eligibility_lost", {"Kelayakan hilang", "Eligibility lost"})
      .by({role::verifier, role::manpower_office, role::programme_officer})
      .step_by({}, stands)
      .field("cause", &EligibilityLost::cause,
             indexed(code({"asn", "deceased", "employed", "blacklisted", "moved"})),
             {"Sebab", "Cause"})
      .field("source", &EligibilityLost::source, text(format::slug), source_title)
      .field("as_of", &EligibilityLost::as_of, text(format::day_done), as_of_title)
      .decides(is_a_new_loss)
      .applies([](State& state, const EligibilityLost& e, const Event&) {
        state.losses.insert(e.cause);
      });
  s.event<DeathRecorded>("death_recorded", {"Kematian dicatat", "Death recorded"})
      .by({role::manpower_office, role::village_head, role::verifier})
      .needs_basis()
      .step_by({}, stands)
      .field("died_on", &DeathRecorded::died_on, sealed(text(format::day_done)),
             {"Tanggal meninggal", "Died on"})
      .field("source", &DeathRecorded::source, text(format::slug), source_title)
      .decides(is_alive)
      .applies([](State& state, const DeathRecorded&, const Event&) { state.dead = true; });
}

Verdict is_a_new_suspicion(const State& state, const DuplicateSuspected& e, const Event& event) {
  if (e.other == event.subject)
    return refuse_state("duplicate_of_itself", "nobody is a duplicate of himself");
  if (!state.duplicates.contains(e.other)) return {};
  return refuse_state("duplicate_suspected_already",
                      e.other + " was suspected to be a duplicate of this person before");
}

template <class E>
Verdict is_suspected(const State& state, const E& e, const Event&) {
  const auto found = state.duplicates.find(e.other);
  if (found == state.duplicates.end())
    return refuse_state("duplicate_not_suspected",
                        e.other + " is not suspected to be a duplicate of this person");
  if (found->second.settled == Duplicate::suspected) return {};
  return refuse_state("duplicate_settled_already",
                      "the suspicion about " + e.other + " was dismissed or confirmed before");
}

Broken is_dismissed_by_another(const State& state, const DuplicateDismissed& e,
                               const Event& event) {
  const auto found = state.duplicates.find(e.other);
  if (found == state.duplicates.end() || found->second.role != event.role) return {};
  return "the role " + event.role + " suspected this duplicate, so another role has to dismiss it";
}

void duplicates(Builder& s) {
  s.event<DuplicateSuspected>("duplicate_suspected", {"Duplikat dicurigai", "Duplicate suspected"})
      .by({role::manpower_office, role::verifier, role::programme_officer})
      .field("other", &DuplicateSuspected::other, other(), other_title)
      .field("source", &DuplicateSuspected::source, text(format::slug),
             {"Dasar kecurigaan", "Source of the suspicion"})
      .decides(is_a_new_suspicion)
      .applies([](State& state, const DuplicateSuspected& e, const Event& event) {
        state.duplicates.emplace(e.other, State::Suspicion{Duplicate::suspected, event.role});
      });
  s.event<DuplicateDismissed>("duplicate_dismissed",
                              {"Dugaan duplikat ditolak", "Duplicate dismissed"})
      .by({role::verifier, role::programme_officer, role::kpa})
      .needs_reason()
      .field("other", &DuplicateDismissed::other, other(), other_title)
      .rule(duplicate_dismissed_by_another, is_dismissed_by_another)
      .decides(is_suspected<DuplicateDismissed>)
      .applies([](State& state, const DuplicateDismissed& e, const Event&) {
        state.duplicates[e.other].settled = Duplicate::dismissed;
      });
  s.event<DuplicateConfirmed>("duplicate_confirmed", {"Duplikat dipastikan", "Duplicate confirmed"})
      .by({role::verifier, role::programme_officer, role::kpa})
      .field("other", &DuplicateConfirmed::other, other(), other_title)
      .decides(is_suspected<DuplicateConfirmed>)
      .applies([](State& state, const DuplicateConfirmed& e, const Event&) {
        state.duplicates[e.other].settled = Duplicate::confirmed;
      });
}

Verdict may_take_in(const State&, const Merged& e, const Event& event, const Facts& facts) {
  if (e.into == event.subject)
    return refuse_state("merged_into_itself", "a person is merged into another one");
  const StreamState* target = facts.stream(e.into);
  if (target == nullptr || (target->status != "merged" && target->status != "erased")) return {};
  return refuse_state("merge_target_ended", e.into + " is " + std::string(target->status) +
                                                "; a person is merged into one that is live");
}

void merges(Builder& s) {
  s.event<Merged>("merged", {"Digabungkan ke orang lain", "Merged into another person"})
      .by({role::programme_officer, role::kpa})
      .needs_reason()
      .step({}, "merged")
      .field("into", &Merged::into, indexed(reference({"person"})), {"Ke", "Into"})
      .decides(may_take_in)
      .applies([](State& state, const Merged& e, const Event&) { state.merged_into = e.into; });
  s.event<Unmerged>("unmerged", {"Penggabungan dibatalkan", "Merge taken back"})
      .by({role::programme_officer, role::kpa})
      .needs_reason()
      .step_by({"merged"}, stands)
      .rule(nik_of_one_person,
            [](const State& state, const Unmerged&, const Event& event, const Facts& facts) {
              return state.nik.sealed().empty() ? Broken()
                                                : is_held_by_another(state.nik, event, facts);
            })
      .applies([](State& state, const Unmerged&, const Event&) { state.merged_into.clear(); });
}

Verdict is_asked_for(const State&, const Erased& e, const Event& event, const Facts& facts) {
  const StreamState* stream = facts.stream(e.request);
  const auto* request = own<protection::State>(stream);
  const bool open =
      request != nullptr && (stream->status == "received" || stream->status == "fulfilled");
  if (!open || request->person != event.subject ||
      (request->kind != "erase" && request->kind != "withdraw"))
    return refuse_state(
        "erasure_request_not_open",
        "an erasure needs a request of this person to erase, or to withdraw, which " + e.request +
            " is not");
  const bool by_another = request->received_by != event.actor ||
                          (!request->fulfilled_by.empty() && request->fulfilled_by != event.actor);
  if (by_another) return {};
  return refuse_state("erasure_needs_second_person",
                      "who alone has handled the request cannot erase: it takes two");
}

void rights(Builder& s) {
  s.event<ProcessingRestricted>("processing_restricted",
                                {"Pemrosesan dibatasi", "Processing restricted"})
      .by({role::privacy_officer})
      .needs_reason()
      .field("scope", &ProcessingRestricted::scope, text(format::slug), {"Lingkup", "Scope"})
      .field("ground", &ProcessingRestricted::ground, text(format::slug), {"Dasar", "Ground"})
      .field("request", &ProcessingRestricted::request,
             optional(indexed(reference({"protection"}))), {"Permintaan", "Request"});
  s.event<Erased>("erased", {"Data pribadi dimusnahkan", "Personal data erased"})
      .by({role::privacy_officer})
      .needs_basis()
      .destroys_key()
      .step({"registered", "identity_valid", "identity_flagged", "ineligible", "merged"}, "erased")
      .field("request", &Erased::request, indexed(reference({"protection"})),
             {"Permintaan", "Request"})
      .rule(protection::erasure_waits_for_holds,
            [](const State&, const Erased&, const Event& event, const Facts& facts) {
              return protection::is_held(event.subject, event, facts);
            })
      .decides(is_asked_for);
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    // From `merged` nothing but `unmerged` and `erased` goes on, which name it.
    Builder s("person", {"Orang", "Person"}, {"merged", "erased"});
    registration(s);
    consent(s);
    identity(s);
    employment(s);
    condition(s);
    losses(s);
    duplicates(s);
    merges(s);
    rights(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::person
