#include "ledger/programme/people/vacancy.h"

namespace programme::vacancy {
namespace {

using Builder = StreamBuilder<State>;

const Format country{
    .name = "country", .shape = "AA", .want = "a country, two letters of ISO 3166"};

void offer(Builder& s) {
  s.event<Posted>("posted", {"Lowongan diumumkan", "Vacancy posted"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .opens("posted")
      .field("employer", &Posted::employer, indexed(reference({"partner"})),
             {"Pemberi kerja", "Employer"})
      .field("kbji", &Posted::kbji, indexed(text(format::kbji)), {"Kode KBJI", "KBJI code"})
      .field("title", &Posted::title, text(format::line), {"Jabatan", "Job title"})
      .field("seats", &Posted::seats, integer(1, 100'000, "person"), {"Jumlah lowongan", "Seats"})
      .field("wage_month_idr", &Posted::wage_month_idr, money(), {"Upah per bulan", "Wage a month"})
      .field("region", &Posted::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("country", &Posted::country, optional(indexed(text(country))),
             {"Negara tempat kerja", "Country of the workplace"})
      .applies([](State& state, const Posted& e, const Event&) {
        state.region = e.region;
        state.country = e.country.value_or("ID");
      });
  s.event<Verified>("verified", {"Lowongan diverifikasi", "Vacancy verified"})
      .by({role::manpower_office, role::placement_officer})
      .step({"posted"}, "verified");
  s.event<Closed>("closed", {"Lowongan ditutup", "Vacancy closed"})
      .by({role::placement_officer, role::manpower_office})
      .corrected_by({role::manpower_office})
      .needs_reason()
      .step({"posted", "verified"}, "closed");
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("vacancy", {"Lowongan", "Vacancy"}, {"closed"});
    offer(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::vacancy
