#include "ledger/programme/people/group.h"

#include <set>

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/calendar.h"
#include "ledger/programme/control/monitoring.h"
#include "ledger/programme/people/mentoring.h"
#include "ledger/programme/people/person.h"

namespace programme::group {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title person_title = {"Orang", "Person"}, name_title = {"Nama", "Name"},
                bank_title = {"Kode bank", "Bank code"},
                account_title = {"Nomor rekening", "Account number"},
                holder_title = {"Nama pemilik rekening", "Account holder"},
                visited_title = {"Tanggal kunjungan", "Visited on"},
                photo_title = {"Foto", "Photo"}, finding_title = {"Temuan", "Finding"};

const Format nib{.name = "nib", .shape = "9999999999999", .want = "a NIB of 13 digits"};

// A number is an account only at its bank.
constexpr LookUp as_account{.kind = "account", .with = "bank"};

Field person() { return indexed(reference({"person"})); }
Field scheme() {
  return indexed(
      code({"TKM_PEMULA", "TKM_LANJUTAN", "TKM_MIKRO", "PADAT_KARYA_INFRA", "PADAT_KARYA_PRODUKTIF",
            "PENDAMPING", "BLKK_GEDUNG", "BLKK_PROGRAM", "PELATIHAN"}));
}

// May put right what an applicant recorded.
std::vector<std::string_view> higher() { return {role::ppk, role::programme_officer}; }

std::string_view standing(const State& state) {
  if (state.missing) return "dormant";
  if (state.graduated) return "graduated";
  if (state.active) return "active";
  return state.attested ? "attested" : "formed";
}
constexpr auto stands = [](const State& state, const auto&) { return standing(state); };

void foundation(Builder& s) {
  s.event<Formed>("formed", {"Kelompok dibentuk", "Group formed"})
      .by({role::applicant})
      .corrected_by(higher())
      .opens("formed")
      .field("name", &Formed::name, text(format::line), name_title)
      .field("scheme", &Formed::scheme, scheme(), {"Skema", "Scheme"})
      .field("region", &Formed::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("edition", &Formed::edition, text(format::edition),
             {"Edisi kode wilayah", "Edition of the region codes"})
      .field("kawasan", &Formed::kawasan, optional(indexed(reference({"kawasan"}))),
             {"Kawasan", "Kawasan"})
      .field("id_tkm", &Formed::id_tkm, optional(indexed(text(format::document_number))),
             {"ID TKM di SIAPkerja", "TKM number in SIAPkerja"})
      .applies([](State& state, const Formed& e, const Event&) { state.scheme = e.scheme; });
  s.event<Attested>("attested", {"Kelompok diterangkan", "Group attested"})
      .by({role::village_head, role::manpower_office})
      .needs_basis()
      .step({"formed"}, "attested")
      .field("by", &Attested::by, code({"village_head", "manpower_office"}),
             {"Penerbit surat", "Issued by"})
      .field("letter", &Attested::letter, text(format::document_number),
             {"Nomor surat keterangan", "Number of the letter"})
      .applies([](State& state, const Attested&, const Event&) { state.attested = true; });
  s.event<Renamed>("renamed", {"Nama kelompok diganti", "Group renamed"})
      .by({role::applicant})
      .corrected_by(higher())
      .field("name", &Renamed::name, text(format::line), {"Nama baru", "New name"});
}

bool is_live(const StreamState& group) {
  return group.exists && group.status != "dissolved" && group.status != "fictitious";
}

// Calls `visit` with each other group that has this person among its members, or had him at its
// end.
template <class Visit>
void for_each_group_of(const std::string& person, const Event& event, const Facts& facts,
                       const Visit& visit) {
  for (const std::string& name : facts.referring(person, "group")) {
    const StreamState* there = name == event.subject ? nullptr : facts.stream(name);
    const auto* group = own<State>(there);
    if (group != nullptr && there->exists && group->members.contains(person))
      visit(name, *there, *group);
  }
}

Broken is_in_another_group(const State& state, const MemberAdded& e, const Event& event,
                           const Facts& facts) {
  Broken broken;
  for_each_group_of(e.person, event, facts,
                    [&](const std::string& name, const StreamState& there, const State& group) {
                      if (!broken && is_live(there) && group.scheme == state.scheme)
                        broken = e.person + " is a member of " + name +
                                 ", which is of the scheme " + group.scheme +
                                 " as well; one group of a scheme is allowed";
                    });
  return broken;
}

struct Aid {
  std::string grant, scheme;
  std::int64_t year = 0;
};

// The agreed grants of a recipient that are not closed, as far as their juknis is known.
std::vector<Aid> open_aids(const std::string& recipient, const Facts& facts) {
  std::vector<Aid> out;
  for (const std::string& name : facts.referring(recipient, "grant")) {
    const StreamState* there = facts.stream(name);
    const auto* grant = own<grant::State>(there);
    if (grant == nullptr || !there->exists || grant->recipient != recipient ||
        there->status == "closed" || there->status == "invited")
      continue;
    const auto* decree = own<determination::State>(facts.stream(grant->determination));
    const auto* rules = decree ? own<juknis::State>(facts.stream(decree->juknis)) : nullptr;
    if (rules != nullptr) out.push_back({name, rules->scheme, decree->year});
  }
  return out;
}

Broken shares_in_another_aid(const State& state, const MemberAdded& e, const Event& event,
                             const Facts& facts) {
  std::vector<Aid> others = open_aids(e.person, facts);
  for_each_group_of(e.person, event, facts,
                    [&](const std::string& name, const StreamState&, const State&) {
                      for (Aid& aid : open_aids(name, facts)) others.push_back(std::move(aid));
                    });
  if (others.empty()) return {};
  std::set<std::int64_t> years;
  for (const Aid& aid : open_aids(event.subject, facts)) years.insert(aid.year);
  if (years.empty()) years.insert(std::stoll(std::string(year_of(day_of(event)))));
  for (const Aid& aid : others)
    if (aid.scheme == state.scheme && years.contains(aid.year))
      return e.person + " shares in " + aid.grant + " of the scheme " + aid.scheme +
             " and the year " + std::to_string(aid.year) + ", which would have to be closed";
  return {};
}

Broken does_not_seek_work(const State&, const MemberAdded& e, const Event&, const Facts& facts) {
  const auto* member = own<person::State>(facts.stream(e.person));
  if (member == nullptr) return {};
  if (member->dead || member->losses.contains("deceased")) return e.person + " is dead";
  for (const std::string cause : {"asn", "blacklisted", "employed"})
    if (member->losses.contains(cause))
      return e.person + " is not eligible (" + cause + "); a member seeks work";
  const std::string& status = member->employment;
  if (status.empty() || status == "unemployed" || status == "underemployed") return {};
  return e.person + " is " + status + "; a member is unemployed or underemployed";
}

Verdict is_not_yet_a_member(const State& state, const MemberAdded& e, const Event&) {
  if (!state.members.contains(e.person)) return {};
  return refuse_state("member_added_already", "this person is a member already");
}

Verdict may_confirm(const State& state, const MemberConfirmed& e, const Event&) {
  if (state.members.contains(e.person)) return {};
  return refuse_state("not_a_member", "only a member of the group can confirm");
}

Verdict may_be_removed(const State& state, const MemberRemoved& e, const Event&) {
  if (state.members.contains(e.person)) return {};
  return refuse_state("not_a_member", "only a member of the group can be removed");
}

void members(Builder& s) {
  s.event<MemberAdded>("member_added", {"Anggota ditambahkan", "Member added"})
      .by({role::applicant})
      .corrected_by(higher())
      .field("person", &MemberAdded::person, linked(person()), person_title)
      .field("role", &MemberAdded::role, code({"chair", "secretary", "treasurer", "member"}),
             {"Jabatan", "Role"})
      .rule(one_group_of_a_scheme, is_in_another_group)
      .rule(one_open_aid_of_a_scheme, shares_in_another_aid)
      .rule(member_seeks_work, does_not_seek_work)
      .decides(is_not_yet_a_member)
      .applies([](State& state, const MemberAdded& e, const Event&) {
        state.members[e.person].role = e.role;
      });
  s.event<MemberConfirmed>("member_confirmed",
                           {"Keanggotaan dinyatakan sendiri", "Member confirmed"})
      .by({role::member})
      .field("person", &MemberConfirmed::person, person(), person_title)
      .field("channel", &MemberConfirmed::channel, text(format::slug), {"Saluran", "Channel"})
      .decides(may_confirm)
      .applies([](State& state, const MemberConfirmed& e, const Event&) {
        const auto found = state.members.find(e.person);
        if (found != state.members.end()) found->second.confirmed = true;
      });
  s.event<MemberRemoved>("member_removed", {"Anggota dikeluarkan", "Member removed"})
      .by({role::applicant, role::programme_officer})
      .corrected_by(higher())
      .needs_reason()
      .field("person", &MemberRemoved::person, person(), person_title)
      .decides(may_be_removed)
      .applies([](State& state, const MemberRemoved& e, const Event&) {
        state.members.erase(e.person);
      });
}

Verdict may_hand_over(const State& state, const LeaderReplaced& e, const Event&) {
  const auto leaves = state.members.find(e.old_chair);
  if (leaves == state.members.end() || leaves->second.role != "chair")
    return refuse_state("not_the_leader", "only the chair of the group can be replaced as such");
  if (!state.members.contains(e.new_chair))
    return refuse_state("not_a_member", "only a member of the group can become its chair");
  if (e.old_chair != e.new_chair) return {};
  return refuse_state("leader_unchanged", "this person is the chair of the group already");
}

void hand_over(State& state, const LeaderReplaced& e, const Event&) {
  const auto leaves = state.members.find(e.old_chair), follows = state.members.find(e.new_chair);
  if (leaves == state.members.end() || follows == state.members.end()) return;
  std::swap(leaves->second.role, follows->second.role);
}

void leadership(Builder& s) {
  s.event<LeaderReplaced>("leader_replaced", {"Ketua diganti", "Leader replaced"})
      .by({role::applicant, role::programme_officer})
      .corrected_by(higher())
      .field("old", &LeaderReplaced::old_chair, person(), {"Ketua lama", "Former chair"})
      .field("new", &LeaderReplaced::new_chair, person(), {"Ketua baru", "New chair"})
      .decides(may_hand_over)
      .applies(hand_over);
}

void business(Builder& s) {
  using Profile = BusinessProfileRecorded;
  s.event<Profile>("business_profile_recorded",
                   {"Profil usaha dicatat", "Business profile recorded"})
      .by({role::applicant})
      .corrected_by(higher())
      .step_by({}, stands)
      .field("kbli", &Profile::kbli, indexed(text(format::kbli)), {"Kode KBLI", "KBLI code"})
      .field("product", &Profile::product, text(format::line), {"Produk", "Product"})
      .field("revenue_month_idr", &Profile::revenue_month_idr, money(),
             {"Omzet per bulan", "Revenue a month"})
      .field("sector", &Profile::sector, optional(indexed(text(format::slug))),
             {"Sektor usaha", "Sector"})
      .applies([](State& state, const Profile&, const Event&) {
        state.has_business = true;
        if (state.attested) state.active = true;
      });
  s.event<NibRecorded>("nib_recorded", {"NIB dicatat", "Business number (NIB) recorded"})
      .by({role::applicant})
      .corrected_by(higher())
      .field("nib", &NibRecorded::nib, indexed(text(nib)), {"NIB", "NIB"});
}

Verdict has_no_account(const State& state, const BankAccountRegistered&, const Event&) {
  if (!state.account_registered) return {};
  return refuse_state("account_registered_already", "the group has an account already");
}

Verdict has_an_account_to_verify(const State& state, const BankAccountVerified&, const Event&) {
  if (state.account_registered) return {};
  return refuse_state("account_not_registered", "the group has no account to verify");
}

Verdict has_an_account_to_change(const State& state, const BankAccountChanged&, const Event&) {
  if (state.account_registered) return {};
  return refuse_state("account_not_registered", "the group has no account to change");
}

template <class E>
Broken is_of_another_group(const State&, const E& e, const Event& event, const Facts& facts) {
  const auto holders = facts.holders(event.subject, e.account);
  if (!holders) return {};
  for (const Holder& holder : *holders) {
    const StreamState* there = facts.stream(holder.stream);
    const auto* group = own<State>(there);
    if (holder.stream != event.subject && group != nullptr && is_live(*there) &&
        group->account.seal() == holder.seal)
      return "this account is that of " + holder.stream + "; each recipient has its own";
  }
  return {};
}

void account(Builder& s) {
  s.event<BankAccountRegistered>("bank_account_registered",
                                 {"Rekening didaftarkan", "Bank account registered"})
      .by({role::applicant})
      .corrected_by(higher())
      .field("bank", &BankAccountRegistered::bank, text(format::bank_code), bank_title)
      .field("account", &BankAccountRegistered::account,
             looked_up(as_account, sealed(text(format::bank_account))), account_title)
      .field("holder", &BankAccountRegistered::holder, sealed(text(format::line)), holder_title)
      .rule(account_of_one_recipient, is_of_another_group<BankAccountRegistered>)
      .decides(has_no_account)
      .applies([](State& state, const BankAccountRegistered& e, const Event&) {
        state.account_registered = true;
        state.account = e.account;
      });
  s.event<BankAccountVerified>("bank_account_verified",
                               {"Rekening diverifikasi bank", "Bank account verified"})
      .by({role::bank})
      .corrected_by({role::treasurer, role::kpa})
      .field("holder_matches", &BankAccountVerified::holder_matches, boolean(),
             {"Nama pemilik sesuai", "Holder matches"})
      .decides(has_an_account_to_verify)
      .applies([](State& state, const BankAccountVerified& e, const Event& event) {
        state.account_verified = e.holder_matches;
        if (e.holder_matches) state.account_verified_at = event.place;
      });
}

void account_change(Builder& s) {
  s.event<BankAccountChanged>("bank_account_changed", {"Rekening diganti", "Bank account changed"})
      .by({role::applicant})
      .corrected_by(higher())
      .needs_reason()
      .field("bank", &BankAccountChanged::bank, text(format::bank_code), bank_title)
      .field("account", &BankAccountChanged::account,
             looked_up(as_account, sealed(text(format::bank_account))), account_title)
      .field("holder", &BankAccountChanged::holder, sealed(text(format::line)), holder_title)
      .rule(account_of_one_recipient, is_of_another_group<BankAccountChanged>)
      .decides(has_an_account_to_change)
      .applies([](State& state, const BankAccountChanged& e, const Event& event) {
        state.account = e.account;
        state.account_verified = false;
        state.account_changed_at = event.place;
      });
}

void visits(Builder& s) {
  s.event<FoundOnSite>("found_on_site", {"Kelompok ditemukan di lokasi", "Group found on site"})
      .by({role::monitor, role::mentor, role::verifier})
      .step_by({}, stands)
      .field("visited_on", &FoundOnSite::visited_on, text(format::day_done), visited_title)
      .field("members_present", &FoundOnSite::members_present, optional(integer(0, 1000, "person")),
             {"Anggota yang hadir", "Members present"})
      .field("photo", &FoundOnSite::photo, optional(text(format::digest)), photo_title)
      .field("finding", &FoundOnSite::finding, optional(sealed(text(format::text))), finding_title)
      .applies([](State& state, const FoundOnSite&, const Event&) {
        state.missing = false;
        state.has_business = true;
        if (state.attested) state.active = true;
      });
  s.event<NotFound>("not_found", {"Kelompok tidak ditemukan", "Group not found"})
      .by({role::monitor, role::mentor, role::verifier})
      .step({}, "dormant")
      .field("visited_on", &NotFound::visited_on, text(format::day_done), visited_title)
      .field("photo", &NotFound::photo, optional(text(format::digest)), photo_title)
      .field("finding", &NotFound::finding, optional(sealed(text(format::text))), finding_title)
      .applies([](State& state, const NotFound&, const Event&) { state.missing = true; });
}

// Of the cases that name this group and are such that `is` says so, the one that began last.
template <class Case, class Is>
const StreamState* latest_case(std::string_view aggregate, const Event& event, const Facts& facts,
                               const Is& is) {
  const StreamState* latest = nullptr;
  for (const std::string& name : facts.referring(event.subject, aggregate)) {
    const StreamState* there = facts.stream(name);
    const auto* one = own<Case>(there);
    if (one == nullptr || !there->exists || one->group != event.subject || !is(*one)) continue;
    if (latest == nullptr || own<Case>(latest)->began_at < one->began_at) latest = there;
  }
  return latest;
}

bool has_hired(const Event& event, const Facts& facts) {
  for (const std::string& name : facts.referring(event.subject, "mentoring")) {
    const StreamState* there = facts.stream(name);
    const auto* mentoring = own<mentoring::State>(there);
    if (mentoring != nullptr && there->exists && mentoring->group == event.subject &&
        mentoring->workers_hired > 0)
      return true;
  }
  return false;
}

Broken is_not_ready(const State& state, const Promoted& e, const Event& event, const Facts& facts) {
  if (e.to_scheme != "TKM_LANJUTAN") return {};
  const StreamState* mentored = latest_case<mentoring::State>(
      "mentoring", event, facts, [](const mentoring::State&) { return true; });
  const auto* seen = own<monitoring::State>(latest_case<monitoring::State>(
      "monitoring", event, facts,
      [](const monitoring::State& visit) { return visit.running.has_value(); }));
  if (!state.has_business || state.missing || (mentored && mentored->status == "failed") ||
      (seen && !*seen->running))
    return "the business of this group does not run; a promotion to Lanjutan needs one that does";
  if (has_hired(event, facts)) return {};
  return "no worker was hired in the mentoring of this group; a promotion to Lanjutan needs one";
}

void ends(Builder& s) {
  s.event<Promoted>("promoted", {"Kelompok naik ke Lanjutan", "Group promoted"})
      .by({role::programme_officer, role::kpa})
      .step({"attested", "active"}, "graduated")
      .field("to_scheme", &Promoted::to_scheme, scheme(), {"Skema tujuan", "To scheme"})
      .rule(promotion_needs_business_and_worker, is_not_ready)
      .applies([](State& state, const Promoted& e, const Event&) {
        state.graduated = true;
        state.scheme = e.to_scheme;
      });
  s.event<MarkedFictitious>("marked_fictitious",
                            {"Kelompok dinyatakan fiktif", "Group marked fictitious"})
      .by({role::kpa, role::programme_officer})
      .needs_basis()
      .needs_reason()
      .step({}, "fictitious");
  s.event<Dissolved>("dissolved", {"Kelompok dibubarkan", "Group dissolved"})
      .by({role::applicant, role::village_head, role::manpower_office, role::programme_officer})
      .corrected_by(higher())
      .needs_reason()
      .step({}, "dissolved");
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("group", {"Kelompok TKM", "Group"}, {"dissolved", "fictitious"});
    foundation(s);
    members(s);
    leadership(s);
    business(s);
    account(s);
    account_change(s);
    visits(s);
    ends(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::group
