#include "ledger/programme/regions.h"

#include <algorithm>
#include <array>

#include "ledger/core/bytes.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/values.h"

namespace programme::regions {
namespace {

constexpr std::string_view permendagri_72_2019 = "PERMENDAGRI-72-2019",
                           kepmendagri_6117_2022 = "KEPMENDAGRI-100.1.1-6117-2022",
                           kepmendagri_2430_2025 = "KEPMENDAGRI-300.2.2-2430-2025";

// kodewilayah/permendagri-72-2019, dist/base.csv.
constexpr auto read_in_2019 = std::to_array<Row>({
    {"36.02", "KAB. LEBAK"},
    {"36.02.23", "Curug bitung"},
    {"36.02.28", "Cigemlong"},
    {"91.09", "KAB. MIMIKA"},
});

// cahyadsn/wilayah (MIT), db/wilayah.sql, commit b7ad440.
constexpr auto read_in_2025 = std::to_array<Row>({
    {"36", "Banten"},
    {"36.02", "Kabupaten Lebak"},
    {"36.02.01", "Malingping"},
    {"36.02.02", "Panggarangan"},
    {"36.02.03", "Bayah"},
    {"36.02.04", "Cipanas"},
    {"36.02.05", "Muncang"},
    {"36.02.05.2003", "Pasireurih"},
    {"36.02.05.2018", "Jagaraksa"},
    {"36.02.06", "Leuwidamar"},
    {"36.02.06.2001", "Kanekes"},
    {"36.02.07", "Bojongmanik"},
    {"36.02.08", "Gunungkencana"},
    {"36.02.09", "Banjarsari"},
    {"36.02.10", "Cileles"},
    {"36.02.11", "Cimarga"},
    {"36.02.12", "Sajira"},
    {"36.02.13", "Maja"},
    {"36.02.14", "Rangkasbitung"},
    {"36.02.14.1002", "Rangkasbitung Barat"},
    {"36.02.14.1006", "Cijoro Lebak"},
    {"36.02.14.1007", "Muara Ciujung Barat"},
    {"36.02.14.1008", "Cijoro Pasir"},
    {"36.02.14.1012", "Muara Ciujung Timur"},
    {"36.02.15", "Warunggunung"},
    {"36.02.16", "Cijaku"},
    {"36.02.17", "Cikulur"},
    {"36.02.18", "Cibadak"},
    {"36.02.19", "Cibeber"},
    {"36.02.19.2001", "Cibeber"},
    {"36.02.19.2002", "Citorek Tengah"},
    {"36.02.19.2003", "Cisungsang"},
    {"36.02.19.2004", "Kujangjaya"},
    {"36.02.19.2005", "Kujangsari"},
    {"36.02.19.2006", "Neglasari"},
    {"36.02.19.2007", "Mekarsari"},
    {"36.02.19.2008", "Cikotok"},
    {"36.02.19.2009", "Sukamulya"},
    {"36.02.19.2010", "Citorek Timur"},
    {"36.02.19.2011", "Warungbanten"},
    {"36.02.19.2013", "Hegarmanah"},
    {"36.02.19.2014", "Situmulya"},
    {"36.02.19.2015", "Citorek Kidul"},
    {"36.02.19.2016", "Cikadu"},
    {"36.02.19.2017", "Sirnagalih"},
    {"36.02.19.2018", "Cihambali"},
    {"36.02.19.2019", "Citorek Barat"},
    {"36.02.19.2020", "Gunungwangun"},
    {"36.02.19.2021", "Wanasari"},
    {"36.02.19.2022", "Citorek Sabrang"},
    {"36.02.19.2023", "Ciherang"},
    {"36.02.20", "Cilograng"},
    {"36.02.21", "Wanasalam"},
    {"36.02.22", "Sobang"},
    {"36.02.22.2001", "Ciparasi"},
    {"36.02.22.2002", "Sobang"},
    {"36.02.22.2003", "Sukajaya"},
    {"36.02.22.2004", "Sindanglaya"},
    {"36.02.22.2005", "Sukamaju"},
    {"36.02.22.2006", "Hariang"},
    {"36.02.22.2007", "Majasari"},
    {"36.02.22.2008", "Sinar Jaya"},
    {"36.02.22.2009", "Cirompang"},
    {"36.02.22.2010", "Sukaresmi"},
    {"36.02.23", "Curugbitung"},
    {"36.02.24", "Kalanganyar"},
    {"36.02.25", "Lebakgedong"},
    {"36.02.26", "Cihara"},
    {"36.02.27", "Cirinten"},
    {"36.02.27.2010", "Cibarani"},
    {"36.02.28", "Cigemblong"},
    {"92.06", "Kabupaten Teluk Bintuni"},
    {"94.04", "Kabupaten Mimika"},
});

// Lists that are here whole: a code of this shape (? is any digit) that was not read is in no
// edition from `since` on.
struct WholeList {
  std::string_view shape, since;
};
constexpr auto whole_lists = std::to_array<WholeList>({
    // Numbers are given in turn: the 28th was there in 2019, and none after it in 2025.
    {"36.02.??", permendagri_72_2019},
    {"36.02.19.????", kepmendagri_2430_2025},
    {"36.02.??.1???", kepmendagri_2430_2025},
});

bool fits(std::string_view shape, std::string_view code) {
  return std::equal(shape.begin(), shape.end(), code.begin(), code.end(),
                    [](char want, char got) { return want == '?' ? got != '.' : want == got; });
}

template <class Rows>
const Row* find_row(const Rows& rows, std::string_view code) {
  const auto at =
      std::lower_bound(rows.begin(), rows.end(), code,
                       [](const Row& row, std::string_view wanted) { return row.code < wanted; });
  return at == rows.end() || at->code != code ? nullptr : &*at;
}

bool was_read(std::string_view code) {
  return find_row(read_in_2025, code) != nullptr || find_row(read_in_2019, code) != nullptr;
}

// Kabupaten are 01 to 69, kota 71 to 99; kelurahan begin with 1, desa with 2, desa adat with 3.
bool is_possible(std::string_view code) {
  if (!is_region(code)) return false;
  if (code.size() >= 5 && (code.substr(3, 2) == "00" || code.substr(3, 2) == "70")) return false;
  return code.size() < 13 || (code[9] >= '1' && code[9] <= '3');
}

// Of two editions that are known.
bool is_before(const Edition& edition, std::string_view other) {
  return edition.signed_on < find_edition(other)->signed_on;
}

// One code, without regard to those above it.
bool is_ruled_out(const Edition& edition, std::string_view code) {
  const auto in_list = [&](const WholeList& list) {
    return fits(list.shape, code) && !is_before(edition, list.since) && !was_read(code);
  };
  const auto moved = [&](const Move& move) {
    return is_within(code, is_before(edition, move.edition) ? move.new_code : move.old_code);
  };
  return std::any_of(whole_lists.begin(), whole_lists.end(), in_list) ||
         std::any_of(moves().begin(), moves().end(), moved);
}

struct Step {
  std::string_view from, to;
};
// `code` with the beginning `from` exchanged for `to`; nullopt where it does not begin so.
std::optional<std::string> exchanged(std::string_view code, const Step& step) {
  if (step.from == "00" || !is_within(code, step.from)) return std::nullopt;
  return std::string(step.to) + std::string(code.substr(step.from.size()));
}

bool holds(const std::vector<std::string>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The codes that the region came to have after `code`, in their order.
std::vector<std::string> later_codes(std::string_view code, const std::vector<Move>& known) {
  std::vector<std::string> out;
  std::string now(code);
  for (const Move& move : known)
    if (auto next = exchanged(now, {move.old_code, move.new_code}))
      out.push_back(now = std::move(*next));
  return out;
}

// Those that it had before, the last of them first. Several regions may have become one.
std::vector<std::string> earlier_codes(std::string_view code, const std::vector<Move>& known) {
  std::vector<std::string> seen = {std::string(code)};
  for (auto move = known.rbegin(); move != known.rend(); ++move) {
    for (std::size_t i = 0, count = seen.size(); i < count; ++i) {
      auto before = exchanged(seen[i], {move->new_code, move->old_code});
      if (before && !holds(seen, *before)) seen.push_back(std::move(*before));
    }
  }
  seen.erase(seen.begin());
  return seen;
}

bool is_in_papua(std::string_view code) {
  return code[0] == '9' && code[1] >= '1' && code[1] <= '6';
}

Title village_level(std::string_view code) {
  const bool papua = is_in_papua(code);
  if (code[9] == '1') return {"Kelurahan", "Urban village"};
  if (code[9] == '3') return {papua ? "Kampung adat" : "Desa adat", "Customary village"};
  return {papua ? "Kampung" : "Desa", "Village"};
}

}  // namespace

const std::vector<Edition>& editions() {
  static const std::vector<Edition> all = {
      {permendagri_72_2019, "2019-10-08",
       "sha-256:33a377bba1f45e0718d76af49cbb42b2682476f66e5dfa5dfa2a1fb78e8aa94b"},
      {"PERMENDAGRI-58-2021", "2021-12-13", ""},
      {"KEPMENDAGRI-050-145-2022", "2022-02-14", ""},
      {kepmendagri_6117_2022, "2022-11-09", ""},
      {"KEPMENDAGRI-300.2.2-2138-2025", "2025-04-25", ""},
      {kepmendagri_2430_2025, "2025-06-23",
       "sha-256:85279d4cbaee20271ec72f48bff631c1b9292b48ede625a459eb31aa7b34b16c"},
  };
  return all;
}

const Edition* find_edition(std::string_view id) {
  const auto& all = editions();
  const auto at = std::find_if(all.begin(), all.end(), [&](auto& one) { return one.id == id; });
  return at == all.end() ? nullptr : &*at;
}

const Edition* edition_at(std::int64_t day) {
  const Edition* out = nullptr;
  for (const Edition& edition : editions())
    if (parse_date(edition.signed_on) <= day) out = &edition;
  return out;
}

std::vector<Row> rows_read_in(std::string_view edition) {
  if (edition == permendagri_72_2019) return {read_in_2019.begin(), read_in_2019.end()};
  if (edition == kepmendagri_2430_2025) return {read_in_2025.begin(), read_in_2025.end()};
  return {};
}

std::string digest_of(const std::vector<Row>& rows) {
  ledger::Sha256 sha;
  for (const Row& row : rows) sha.update(row.code).update(",").update(row.name).update("\n");
  return "sha-256:" + ledger::to_hex(ledger::view(sha.finish()));
}

Cover covers(std::string_view edition, std::string_view code) {
  const Edition* found = find_edition(edition);
  if (found == nullptr) return Cover::not_covered;
  if (code == "00") return Cover::yes;
  if (!is_possible(code)) return Cover::no;
  // What lies below a place that is not there is not there.
  for (const std::size_t length : {std::size_t{2}, std::size_t{5}, std::size_t{8}, code.size()})
    if (length <= code.size() && is_ruled_out(*found, code.substr(0, length))) return Cover::no;
  return was_read(code) ? Cover::yes : Cover::not_covered;
}

std::vector<NameRead> names_of(std::string_view code) {
  std::vector<NameRead> out;
  if (const Row* row = find_row(read_in_2019, code))
    out.push_back({permendagri_72_2019, row->name});
  if (const Row* row = find_row(read_in_2025, code))
    out.push_back({kepmendagri_2430_2025, row->name});
  return out;
}

Title level_of(std::string_view code) {
  if (!is_region(code)) return {};
  if (code == "00") return {"Nasional", "National"};
  if (code.size() == 2) return {"Provinsi", "Province"};
  if (code.size() == 5)
    return code.substr(3) < "70" ? Title{"Kabupaten", "Regency"} : Title{"Kota", "City"};
  if (code.size() == 8) return {is_in_papua(code) ? "Distrik" : "Kecamatan", "District"};
  return village_level(code);
}

const std::vector<Move>& moves() {
  static const std::vector<Move> all = {{"91.09", "94.04", std::string(kepmendagri_6117_2022)}};
  return all;
}

std::vector<std::string> codes_of(std::string_view code, const std::vector<Move>& known) {
  std::vector<std::string> out = earlier_codes(code, known);
  std::reverse(out.begin(), out.end());
  out.emplace_back(code);
  for (std::string& later : later_codes(code, known))
    if (!holds(out, later)) out.push_back(std::move(later));
  return out;
}

std::string current_code(std::string_view code, const std::vector<Move>& known) {
  const auto later = later_codes(code, known);
  return later.empty() ? std::string(code) : later.back();
}

bool same_region(std::string_view one, std::string_view other, const std::vector<Move>& known) {
  return holds(codes_of(one, known), other);
}

std::optional<std::string> code_in(std::string_view edition, std::string_view code) {
  auto all = codes_of(code);
  for (auto one = all.rbegin(); one != all.rend(); ++one)
    if (covers(edition, *one) != Cover::no) return std::move(*one);
  return std::nullopt;
}

}  // namespace programme::regions
