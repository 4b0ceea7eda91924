// The numbered rules of a grant and of the envelopes that pay grants. Where one speaks of the
// juknis, it is that of the proposal by which the recipient came to be listed, as it stood on the
// day of the event; a limit that no juknis gives is not judged. A correction is not held against
// how other streams have come to stand since: only where it names others than before.
// Source: domain.md 7.2.
#pragma once

#include "ledger/programme/stream.h"

namespace programme::grant {

// A group has as many members as its juknis says, when the agreement is signed and at each payment:
// at its SPM and at its SP2D.
inline constexpr Rule members_within_juknis = {
    "I6",
    "grant_members_within_juknis",
    {"Jumlah anggota sesuai petunjuk teknis saat perjanjian dan setiap pembayaran",
     "A group has as many members as the juknis says, at the agreement and at each payment"},
    "Kepdirjen 3/111/PK.03.00/III/2023"};
// And exactly one of them is its chair.
inline constexpr Rule one_leader = {
    "I6",
    "grant_group_has_one_leader",
    {"Kelompok mempunyai tepat satu ketua", "A group has exactly one chair"},
    "Kepdirjen 3/111/PK.03.00/III/2023"};
// Nobody's name is used without his knowledge.
inline constexpr Rule members_confirmed = {
    "I8",
    "agreement_needs_confirmed_members",
    {"Setiap anggota menyatakan sendiri keanggotaannya sebelum perjanjian",
     "Each member has confirmed before the agreement is signed"},
    ""};
// The determination is signed by the PPK and ratified by the KPA, and not revoked.
inline constexpr Rule agreement_needs_determination = {
    "I12",
    "agreement_needs_ratified_determination",
    {"SK ditandatangani PPK dan disahkan KPA sebelum perjanjian",
     "The determination is signed and ratified before the agreement"},
    "Kepdirjen 3/071/TKM.03.00/I/2024"};
// The agreement is of the amount that the determination lists for this recipient.
inline constexpr Rule agreement_is_amount_listed = {
    "I14",
    "agreement_is_amount_listed",
    {"Jumlah perjanjian sama dengan jumlah penerima dalam SK",
     "The agreement is of the amount that the determination lists for the recipient"},
    ""};
// Money aid is charged to the account 526312, a building to 526123, public infrastructure to
// either.
inline constexpr Rule account_of_scheme = {
    "I14",
    "spm_account_of_scheme",
    {"Akun SPM sesuai skema bantuan", "The account of an SPM is the one of the scheme"},
    "Bagan Akun Standar"};
inline constexpr Rule agreement_within_juknis = {
    "I15",
    "agreement_within_juknis",
    {"Jumlah perjanjian dalam batas petunjuk teknis",
     "The amount of the agreement lies within the limits of the juknis"},
    "PMK 132/PMK.05/2021"};
// Buildings and infrastructure of Rp100,000,000 or more are paid 70 % and 30 %: the juknis must say
// so.
inline constexpr Rule large_works_in_two_tranches = {
    "I15",
    "large_works_in_two_tranches",
    {"Bantuan sarana/gedung mulai Rp100.000.000 dibayar dua tahap, 70 % dan 30 %",
     "Buildings and infrastructure of Rp100,000,000 or more are paid in tranches of 70 and 30 %"},
    "PMK 132/PMK.05/2021"};
// A tranche is one of those that the juknis sets, and of no more than its share of the agreement.
inline constexpr Rule tranche_as_juknis_says = {
    "I15",
    "tranche_as_juknis_says",
    {"Tahap pencairan dan bagiannya sesuai petunjuk teknis",
     "A tranche is one of the juknis and of no more than its share"},
    "PMK 132/PMK.05/2021"};
inline constexpr Rule tranche_needs_agreement = {
    "I16",
    "tranche_needs_agreement",
    {"Pencairan diminta setelah perjanjian", "A tranche is requested after the agreement"},
    "PMK 132/PMK.05/2021"};
// A later tranche follows the credit of the one before it, and a report of progress of 50 % or
// more.
inline constexpr Rule later_tranche_needs_progress = {
    "I16",
    "later_tranche_needs_progress",
    {"Tahap berikutnya diminta setelah kemajuan minimal 50 % dilaporkan",
     "A later tranche is requested after progress of 50 % or more is reported"},
    "PMK 132/PMK.05/2021"};
// The PPK has passed the documents since the tranche was requested last, and since it came back.
inline constexpr Rule spm_needs_tested_documents = {
    "I17",
    "spm_needs_tested_documents",
    {"SPM setelah PPK meluluskan uji dokumen", "An SPM follows the PPK's test of the documents"},
    "PMK 132/PMK.05/2021"};
inline constexpr Rule sp2d_needs_spm = {"I17",
                                        "sp2d_needs_spm",
                                        {"SP2D setelah SPM", "An SP2D follows an SPM, one each"},
                                        "PMK 132/PMK.05/2021"};
inline constexpr Rule sp2d_is_spm_amount = {
    "I17",
    "sp2d_is_spm_amount",
    {"Jumlah SP2D sama dengan SPM", "An SP2D is of the amount of its SPM"},
    ""};
// What came back counts no more until it is paid again.
inline constexpr Rule sp2d_within_grant = {
    "I17",
    "sp2d_within_grant",
    {"Jumlah seluruh SP2D tidak melebihi bantuan", "All SP2Ds of a grant are within its amount"},
    ""};
// By signing, in the year of the signature.
inline constexpr Rule agreement_number_unique = {
    "I18",
    "agreement_number_unique",
    {"Nomor perjanjian hanya dipakai sekali dalam setahun",
     "The number of an agreement is given once in a year"},
    ""};
// One that the KPPN rejected is free again.
inline constexpr Rule spm_number_unique = {"I18",
                                           "spm_number_unique",
                                           {"Nomor SPM hanya dipakai sekali dalam setahun",
                                            "The number of an SPM is given once in a year"},
                                           ""};
// Across grants, envelopes and payments outside grants; by the year of its issue.
inline constexpr Rule sp2d_number_unique = {
    "I18",
    "sp2d_number_unique",
    {"Nomor SP2D hanya dipakai sekali dalam tahun terbitnya",
     "The number of an SP2D is given once in the year of its issue"},
    ""};
inline constexpr Rule refund_ntpn_used = {
    "I18",
    "refund_ntpn_used",
    {"Satu NTPN untuk satu setoran", "An NTPN stands for one deposit"},
    "Treasury: one NTPN a deposit"};
// Verified since it was registered or changed last, and since a transfer to it came back. Asked at
// the SPM and at the SP2D.
inline constexpr Rule payment_needs_verified_account = {
    "I19",
    "payment_needs_verified_account",
    {"Rekening penerima terverifikasi pada setiap pembayaran",
     "The recipient's account is verified at each payment, and its holder matches"},
    ""};
inline constexpr Rule credit_is_sp2d = {
    "I20",
    "credit_is_sp2d",
    {"Dana masuk sama dengan SP2D; selisih diretur bank",
     "A credit is of the amount of its SP2D; what differs, the bank returns"},
    ""};
inline constexpr Rule expenditure_after_credit = {
    "I21",
    "expenditure_after_credit",
    {"Belanja tidak sebelum dana masuk", "Nothing is spent before the money is there"},
    ""};
inline constexpr Rule expenditure_within_credit = {
    "I21",
    "expenditure_within_credit",
    {"Jumlah belanja tidak melebihi dana masuk", "No more is spent than was credited"},
    ""};
// The report with its technical and financial part is there, receipts for all that it says was
// spent, the handover, and what was credited is spent or refunded, down to a balance of nothing.
inline constexpr Rule acceptance_needs_complete_report = {
    "I22",
    "acceptance_needs_complete_report",
    {"LPJ diterima bila teknis, keuangan, bukti dan BAST ada dan saldo nol",
     "A report is accepted when it is complete, handed over and its balance is nothing"},
    "PMK 132/PMK.05/2021"};
// What is ordered back is no more than was credited and not ordered yet; as unspent, no more than
// was not spent.
inline constexpr Rule refund_within_leftover = {
    "I23",
    "refund_within_leftover",
    {"Pengembalian yang diperintahkan tidak melebihi sisa dana",
     "A refund that is ordered is within what is left"},
    "PMK 132/PMK.05/2021"};
inline constexpr Rule refund_due_as_juknis_says = {
    "I23",
    "refund_due_as_juknis_says",
    {"Tenggat pengembalian sesuai petunjuk teknis",
     "A refund is due within the days that the juknis gives"},
    ""};
inline constexpr Rule refund_needs_order = {
    "I23",
    "refund_not_ordered",
    {"Setoran setelah pengembalian diperintahkan", "A deposit follows the order of a refund"},
    ""};
inline constexpr Rule deposit_within_due = {
    "I23",
    "deposit_within_due",
    {"Setoran tidak melebihi yang harus dikembalikan", "No more is deposited than is due"},
    ""};
// In the year of the SP2D as a return of expenditure (SSPB), after it as other income (SSBP).
inline constexpr Rule deposit_form_of_year = {
    "I23",
    "deposit_form_of_year",
    {"SSPB dalam tahun anggaran yang sama, sesudahnya SSBP",
     "A deposit is made as SSPB in the fiscal year of the payment and as SSBP after it"},
    "Treasury: penyetoran penerimaan negara"};
// By the ledger's clock: after the due day, where no report was with the office on it.
inline constexpr Rule overdue_after_due_day = {
    "I24",
    "overdue_after_due_day",
    {"LPJ dinyatakan terlambat sehari setelah tenggat bila belum disampaikan",
     "A report is declared overdue from the day after it was due on, where none was there then"},
    ""};
// Of every grant of the recipient that was agreed before, the report is accepted or the account
// closed, and no refund is due.
inline constexpr Rule earlier_grants_accounted = {
    "I25",
    "agreement_needs_earlier_grants_accounted",
    {"Bantuan terdahulu penerima sudah dipertanggungjawabkan",
     "Every earlier grant of the recipient is accounted for, and no refund is open"},
    ""};

}  // namespace programme::grant
