#include "ledger/programme/people/group.h"

namespace programme::group {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title person_title = {"Orang", "Person"};

Field person() { return indexed(reference({"person"})); }

void foundation(Builder& s) {
  s.event<Formed>("formed", {"Kelompok dibentuk", "Group formed"})
      .by({role::applicant})
      .opens("formed")
      .field("name", &Formed::name, text(format::line), {"Nama", "Name"})
      .field("scheme", &Formed::scheme,
             indexed(code({"TKM_PEMULA", "TKM_LANJUTAN", "TKM_MIKRO", "PADAT_KARYA_INFRA",
                           "PADAT_KARYA_PRODUKTIF", "PENDAMPING", "BLKK_GEDUNG", "BLKK_PROGRAM",
                           "PELATIHAN"})),
             {"Skema", "Scheme"})
      .field("region", &Formed::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("edition", &Formed::edition, text(format::edition),
             {"Edisi kode wilayah", "Edition of the region codes"})
      .field("kawasan", &Formed::kawasan, optional(indexed(reference({"kawasan"}))),
             {"Kawasan", "Kawasan"});
  s.event<Attested>("attested", {"Kelompok diterangkan", "Group attested"})
      .by({role::village_head, role::manpower_office})
      .needs_basis()
      .step({"formed"}, "attested")
      .field("by", &Attested::by, code({"village_head", "manpower_office"}),
             {"Penerbit surat", "Issued by"})
      .field("letter", &Attested::letter, text(format::document_number),
             {"Nomor surat keterangan", "Number of the letter"});
}

void members(Builder& s) {
  s.event<MemberAdded>("member_added", {"Anggota ditambahkan", "Member added"})
      .by({role::applicant})
      .field("person", &MemberAdded::person, person(), person_title)
      .field("role", &MemberAdded::role, code({"chair", "secretary", "treasurer", "member"}),
             {"Jabatan", "Role"})
      .decides([](const State& state, const MemberAdded& e, const Event&) -> Verdict {
        if (!state.members.contains(e.person)) return {};
        return refuse_state("member_added_already", "this person is a member already");
      })
      .applies(
          [](State& state, const MemberAdded& e, const Event&) { state.members.insert(e.person); });
  s.event<MemberConfirmed>("member_confirmed",
                           {"Keanggotaan dinyatakan sendiri", "Member confirmed"})
      .by({role::member})
      .field("person", &MemberConfirmed::person, person(), person_title)
      .field("channel", &MemberConfirmed::channel, text(format::slug), {"Saluran", "Channel"})
      .decides([](const State& state, const MemberConfirmed& e, const Event&) -> Verdict {
        if (state.members.contains(e.person)) return {};
        return refuse_state("not_a_member", "only a member of the group can confirm");
      });
}

void business(Builder& s) {
  s.event<BusinessProfileRecorded>("business_profile_recorded",
                                   {"Profil usaha dicatat", "Business profile recorded"})
      .by({role::applicant})
      .field("kbli", &BusinessProfileRecorded::kbli, indexed(text(format::kbli)),
             {"Kode KBLI", "KBLI code"})
      .field("product", &BusinessProfileRecorded::product, text(format::line),
             {"Produk", "Product"})
      .field("revenue_month_idr", &BusinessProfileRecorded::revenue_month_idr, money(),
             {"Omzet per bulan", "Revenue a month"});
}

void account(Builder& s) {
  s.event<BankAccountRegistered>("bank_account_registered",
                                 {"Rekening didaftarkan", "Bank account registered"})
      .by({role::applicant})
      .field("bank", &BankAccountRegistered::bank, text(format::bank_code),
             {"Kode bank", "Bank code"})
      .field("account", &BankAccountRegistered::account, sealed(text(format::bank_account)),
             {"Nomor rekening", "Account number"})
      .field("holder", &BankAccountRegistered::holder, sealed(text(format::line)),
             {"Nama pemilik rekening", "Account holder"})
      .decides([](const State& state, const BankAccountRegistered&, const Event&) -> Verdict {
        if (!state.account_registered) return {};
        return refuse_state("account_registered_already", "the group has an account already");
      })
      .applies([](State& state, const BankAccountRegistered&, const Event&) {
        state.account_registered = true;
      });
  s.event<BankAccountVerified>("bank_account_verified",
                               {"Rekening diverifikasi bank", "Bank account verified"})
      .by({role::bank})
      .field("holder_matches", &BankAccountVerified::holder_matches, boolean(),
             {"Nama pemilik sesuai", "Holder matches"})
      .decides([](const State& state, const BankAccountVerified&, const Event&) -> Verdict {
        if (state.account_registered) return {};
        return refuse_state("account_not_registered", "the group has no account to verify");
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("group", {"Kelompok TKM", "Group"});
    foundation(s);
    members(s);
    business(s);
    account(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::group
