#include "tools/generate_plan.h"

#include <algorithm>

#include "ledger/programme/regions.h"

namespace tools::generate {
namespace {

constexpr std::int64_t block_groups = 20, people_a_group = 20;

// Twenty groups: the substitute follows whom it takes the place of.
constexpr auto courses = std::to_array<Course>(
    {Course::on_time, Course::on_time, Course::on_time, Course::on_time, Course::on_time,
     Course::on_time, Course::on_time, Course::proposal_returned, Course::report_returned,
     Course::transfer_returned, Course::payment_rejected, Course::late, Course::late,
     Course::missing, Course::unspent, Course::late_unspent, Course::rejected, Course::fictitious,
     Course::replaced});

Course course_of(const Wish& wish, std::int64_t year, std::int64_t number) {
  auto cards = courses;
  Dice dice{wish.seed, static_cast<std::uint64_t>(year),
            static_cast<std::uint64_t>(number / block_groups), 2};
  for (std::size_t left = cards.size(); left > 1; --left)
    std::swap(cards[left - 1], cards[dice.next() % left]);
  std::int64_t at = number / block_groups * block_groups;
  for (const Course card : cards) {
    if (at == number)
      return card == Course::replaced && number + 1 == wish.groups ? Course::on_time : card;
    if (card == Course::replaced && ++at == number) return Course::substitute;
    ++at;
  }
  return Course::on_time;
}

constexpr std::array<std::string_view, 24> first_words = {
    "Mekar",  "Sari",    "Tunas",   "Karya", "Rahayu",   "Saluyu",  "Sehate",  "Kahuripan",
    "Cahaya", "Harapan", "Mandiri", "Bina",  "Lodong",   "Cangkir", "Sompang", "Kakapan",
    "Sugih",  "Waluya",  "Gemah",   "Ripah", "Sauyunan", "Raharja", "Jembar",  "Girang"};
constexpr std::array<std::string_view, 16> second_words = {
    "Jaya", "Kompak", "Muda",  "Sejahtera", "Bersama", "Lestari", "Abadi", "Makmur",
    "Tani", "Coffee", "Kriya", "Boga",      "Wangi",   "Hejo",    "Mulya", "Asih"};

std::int64_t amount_of(const Wish& wish, std::int64_t year, std::int64_t number) {
  Dice dice{wish.seed, static_cast<std::uint64_t>(year), static_cast<std::uint64_t>(number), 3};
  return dice.one_in(4) ? 1'000'000 * dice.between(12, 40) : 20'000'000;
}

std::int64_t members_of(Dice& dice) { return dice.one_in(3) ? dice.between(11, 18) : 16; }

}  // namespace

Dice Plan::dice(std::uint64_t purpose) const {
  return {seed, static_cast<std::uint64_t>(running), purpose, 5};
}

Member Plan::member(std::int64_t index) const {
  const std::int64_t person = running * people_a_group + index;
  constexpr std::array<const char*, 3> offices = {"chair", "secretary", "treasurer"};
  const auto place = static_cast<std::size_t>(index);
  return {"person/P" + padded(static_cast<std::uint64_t>(person), 8), person,
          place < offices.size() ? offices[place] : "member"};
}

std::vector<std::string> Plan::subjects(std::int64_t count) const {
  std::vector<std::string> out;
  for (std::int64_t i = 0; i < count; ++i) out.push_back(member(i).subject);
  return out;
}

Plan plan_of(const Wish& wish, std::int64_t year, std::int64_t number) {
  Plan plan;
  plan.seed = wish.seed;
  plan.year = year;
  plan.number = number;
  plan.running = (year - first_year(wish)) * wish.groups + number;
  plan.course = course_of(wish, year, number);
  plan.key = std::to_string(year) + "-" + padded(static_cast<std::uint64_t>(number + 1), 6);
  plan.group = "group/" + plan.key;
  plan.proposal = "proposal/" + plan.key;
  plan.grant = "grant/" + plan.key;
  plan.leader = "ketua-" + plan.key;
  const std::int64_t batch = number / batch_groups;
  plan.juknis = juknis_of(year, batch < early_batches(wish) ? 1 : 2);
  plan.determination = "determination/" + std::to_string(year) + "-" + std::to_string(batch + 1);
  Dice dice = plan.dice(0);
  plan.name.append(dice.pick(first_words)).append(" ").append(dice.pick(second_words));
  const Village& village = villages()[dice.next() % villages().size()];
  plan.village = village.code;
  plan.kawasan = village.kawasan;
  plan.verifier = "verifikator-" + padded(dice.next() % 12 + 1, 2);
  plan.monitor = "monev-" + padded(dice.next() % 8 + 1, 2);
  plan.mentor = "pendamping-" + padded(dice.next() % 40 + 1, 2);
  plan.bank = "bank-penyalur-bri";
  plan.members = members_of(dice);
  plan.amount_idr = amount_of(wish, year, number - (plan.course == Course::substitute ? 1 : 0));
  return plan;
}

bool is_determined(const Plan& plan) {
  return plan.course != Course::rejected && plan.course != Course::replaced;
}
bool is_paid(const Plan& plan) { return is_determined(plan); }
bool works(const Plan& plan) { return is_paid(plan) && plan.course != Course::fictitious; }

std::int64_t batches(const Wish& wish) { return (wish.groups + batch_groups - 1) / batch_groups; }
std::int64_t early_batches(const Wish& wish) { return batches(wish) / 3; }

std::string juknis_of(std::int64_t year, std::int64_t revision) {
  return "juknis/tkm-pemula-" + std::to_string(year) + "-" + std::to_string(revision);
}
std::string budget_of(std::int64_t year) {
  return "budget/026.04.1.451139-" + std::to_string(year);
}

std::string edition_on(Day day) {
  const auto* edition = programme::regions::edition_at(day);
  return std::string(edition != nullptr ? edition->id : programme::regions::editions().front().id);
}

const std::vector<Village>& villages() {
  static const std::vector<Village> all = [] {
    std::vector<Village> found;
    const auto& newest = programme::regions::editions().back();
    static const auto rows = programme::regions::rows_read_in(newest.id);
    for (const auto& row : rows) {
      if (row.code.size() != 13) continue;
      const bool urban = row.code[9] == '1';
      found.push_back(
          {row.code, row.name, urban ? "kawasan/lebak-rangkasbitung" : "kawasan/lebak-kasepuhan"});
    }
    return found;
  }();
  return all;
}

}  // namespace tools::generate
