// Region codes of the Ministry of Home Affairs ("kode wilayah"), as far as they are built in: a few
// rows, frozen, each read in one edition. A region is known by code and edition, never by name.
//
// What was read, and where (domain.md section 4; nothing was added to it):
//   KEPMENDAGRI-300.2.2-2430-2025  Banten, Lebak, its 28 kecamatan, all villages of Cibeber, ten of
//                                  Sobang, four of Muncang, Leuwidamar and Cirinten, the five
//                                  kelurahan of Lebak; Teluk Bintuni; Mimika as 94.04
//   PERMENDAGRI-72-2019            Lebak and two of its kecamatan, whose names differ from those of
//                                  2025; Mimika as 91.09
//   the other four                 no row; the order alone, and the day on which each was signed
// A code read in one edition is taken to be that region's in every other one too, unless moves()
// says otherwise. Only Mimika's move is quoted in a source: that no other of these codes moved is
// an assumption, to be replaced by `leuit regions import`. A name is never taken over.
//
// Threads: any; nothing here changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/declaration.h"

namespace programme::regions {

struct Row {
  std::string_view code, name;
};

// One decree or regulation with the codes of the whole country.
struct Edition {
  std::string_view id;         // as in the field `edition` of an event
  std::string_view signed_on;  // YYYY-MM-DD; the sources name no other day of taking effect
  std::string_view digest;     // digest_of(rows_read_in(id)), frozen; empty where no row was read
};

const std::vector<Edition>& editions();  // oldest first
const Edition* find_edition(std::string_view id);
// The newest that was signed by the end of this day (days since 1970-01-01). Null: before the
// first.
const Edition* edition_at(std::int64_t day);

// In ascending order of codes.
std::vector<Row> rows_read_in(std::string_view edition);
// `sha-256:` and the hexadecimal digest of the lines "code,name LF", nothing quoted or escaped.
// Requires rows in ascending order of codes.
std::string digest_of(const std::vector<Row>& rows);

// Is the code in the edition, as far as the built-in part tells?
enum class Cover {
  yes,          // it was read there, or is taken over; `00`, the whole country, is in all
  no,           // a list that is here whole does not have it, it moved, or its form is impossible
  not_covered,  // neither the code nor its surroundings are built in, or the edition is not
};
Cover covers(std::string_view edition, std::string_view code);

// The name of a code, and the edition in which it was read.
struct NameRead {
  std::string_view edition, name;
};
std::vector<NameRead> names_of(std::string_view code);  // oldest edition first

// What a place of this code is called: Provinsi, Kabupaten or Kota, Kecamatan, Kelurahan or Desa;
// Distrik and Kampung in the provinces of Papua (91 to 96). Empty where the code is none.
Title level_of(std::string_view code);

// From `edition` on, the region and all below it have another code; the ends of theirs stay.
struct Move {
  std::string old_code, new_code, edition;
};
// Those built in. The log may have more (`system.region_code_superseded`): the functions below take
// any, in the order in which they came. A code that was given to another region later is not told
// from what it was before.
const std::vector<Move>& moves();

// All codes that the region of this code has had, oldest first, itself among them.
std::vector<std::string> codes_of(std::string_view code, const std::vector<Move>& known = moves());
std::string current_code(std::string_view code, const std::vector<Move>& known = moves());
bool same_region(std::string_view one, std::string_view other,
                 const std::vector<Move>& known = moves());

// The newest of its codes that the edition does not rule out; by the built-in moves alone.
// nullopt: it rules out all.
std::optional<std::string> code_in(std::string_view edition, std::string_view code);

}  // namespace programme::regions
