// Rules that hold wherever an event speaks of such things, whatever its stream: what the fields of
// a type are says which of them it has, so that no stream repeats them.
//
//   I31  a code in a field `region…` is in the edition named beside it in `edition`, else in the
//        one that was valid on the day of the event's time
//   I41  a day or a time of something done (format::day_done, format::time_done) is not after the
//        day of the event's time
//
// Days are those of western Indonesian time (WIB). What I31 knows of an edition: the rows that are
// built in (regions.h) and, once the log holds it whole (`system.reference_edition_imported`), its
// rows; before that the moves that the log records for it. A code that none of these speaks of is
// taken while the edition is not held whole. Of a personal field, I41 is asked while the field is
// still in clear.
#pragma once

#include "ledger/programme/stream.h"

namespace programme {

inline constexpr Rule region_in_edition{
    "I31",
    "region_in_edition",
    {"Kode wilayah ada dalam edisi yang disebut, atau dalam edisi yang berlaku pada waktu "
     "peristiwa",
     "A region code is in the edition named, or else in the one valid at the event's time"},
    "Permendagri 72/2019, Kepmendagri 100.1.1-6117/2022, Kepmendagri 300.2.2-2430/2025"};
inline constexpr Rule day_not_after_event{
    "I41",
    "day_not_after_event",
    {"Hari suatu perbuatan tidak sesudah hari peristiwanya (WIB)",
     "A day of something done is not after the day of the event (WIB)"},
    ""};

// Gives a type those that its fields ask for.
void add_common_rules(EventType& type);

// Whether a field of I41 is personal: from a record alone it cannot be judged.
bool has_sealed_day_done(const EventType& type);

}  // namespace programme
