// Red flags: what looks as if it had to be looked into. A flag never stops anything; a person looks
// and settles it (`system.red_flag_settled`). Until then it is open, and again when more evidence
// comes. A flag that rests on several streams stands as long as enough of them do: a correction
// takes back what it corrects. `evidence` and `subjects` show the first hundred;
// `concerned` counts all.
// An event that was corrected is evidence under the position at which it was first told.
//
//   groups_per_village_exceeded  Kelompok sedesa melebihi batas: more groups of a village ask for
//                                aid under a rule set than it allows
//   receipt_reused               Kuitansi dipakai ulang: one receipt for several expenditures
//   leader_of_several_groups     Satu ketua, beberapa kelompok: one person chairs several groups
//   withdrawer_of_several_groups Satu penarik, beberapa kelompok: one person withdraws for several
//   withdrawn_within_a_day       Ditarik habis dalam sehari: several recipients of a regency
//                                withdraw all on one day, within 24 hours of the credit
//   round_receipts               Kuitansi serba bulat: all receipts of a report (three or more) are
//                                whole hundred thousands
//   single_vendor                Satu penjual untuk banyak penerima: several recipients of a
//                                regency bought all from one vendor
//   credit_without_visit         Dana masuk tanpa kunjungan: the report or the closing came, and
//                                nobody had visited the group. No source gives a number of days.
//   listed_without_photo         Ditetapkan tanpa foto lapangan: a recipient was listed without a
//                                photo of a field verification
//   decree_after_year_end        SK setelah tahun anggaran: signed, ratified or changed after it
//   recorded_late                Dicatat lama setelah kejadian: over 30 days, not by an importer
//   village_outside_kawasan      Desa di luar kawasan: the group's village is in none of its
//                                regions (I32)
//   breach_notice_late           Pemberitahuan kebocoran terlambat: after 72 hours (I36)
//   follow_up_after_60_days      Tindak lanjut lewat 60 hari: since the finding was issued (I37)
//   self_employed_without_ak1    Wirausaha tanpa AK-1: placed so without a valid card (I29)
//
// The ledger's clock raises what only the vault can tell (`system.red_flag_raised`), under the name
// that it gives. A settlement names the kind and one of the flag's subjects.
// Source: domain.md 7.2, Red-flag projection.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& red_flags();

}  // namespace projections
