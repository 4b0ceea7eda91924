#include "ledger/programme/aid/juknis.h"

#include <numeric>

namespace programme::juknis {
namespace {

using Builder = StreamBuilder<State>;

constexpr std::int64_t whole_bp = 10000;

Field scheme() {
  return indexed(
      code({"TKM_PEMULA", "TKM_LANJUTAN", "TKM_MIKRO", "PADAT_KARYA_INFRA", "PADAT_KARYA_PRODUKTIF",
            "PENDAMPING", "BLKK_GEDUNG", "BLKK_PROGRAM", "PELATIHAN"}));
}
Field days() { return integer(0, 3660, "day"); }
Field people() { return integer(1, 10000, "person"); }

Verdict is_usable(const State&, const Issued& e, const Event&) {
  if (e.effective_to < e.effective_from || e.members_max < e.members_min ||
      e.amount_max_idr < e.amount_min_idr)
    return refuse_state("juknis_range_reversed",
                        "an end of the term, the members or the amounts is below its beginning");
  const auto sum = std::accumulate(
      e.tranches.begin(), e.tranches.end(), std::int64_t{0},
      [](std::int64_t so_far, const Tranche& tranche) { return so_far + tranche.share_bp; });
  if (sum == whole_bp) return {};
  return refuse_state("juknis_shares_not_whole",
                      "the shares of the tranches come to " + std::to_string(sum) +
                          " basis points and must come to " + std::to_string(whole_bp));
}

void issue(Builder& s) {
  s.event<Issued>("issued", {"Petunjuk teknis diterbitkan", "Technical guide issued"})
      .by({role::kpa})
      .needs_basis()
      .never_corrected()
      .opens("issued")
      .field("scheme", &Issued::scheme, scheme(), {"Skema", "Scheme"})
      .field("number", &Issued::number, indexed(text(format::document_number)),
             {"Nomor keputusan", "Number of the decree"})
      .field("effective_from", &Issued::effective_from, text(format::date),
             {"Berlaku sejak", "In force from"})
      .field("effective_to", &Issued::effective_to, text(format::date),
             {"Berlaku sampai", "In force to"})
      .field("recipient_kind", &Issued::recipient_kind, code({"group", "person", "institution"}),
             {"Jenis penerima", "Kind of recipient"})
      .field("members_min", &Issued::members_min, people(),
             {"Anggota paling sedikit", "Least members"})
      .field("members_max", &Issued::members_max, people(),
             {"Anggota paling banyak", "Most members"})
      .field("amount_min_idr", &Issued::amount_min_idr, money(),
             {"Bantuan paling sedikit", "Least amount"})
      .field("amount_max_idr", &Issued::amount_max_idr, money(),
             {"Bantuan paling banyak", "Most amount"})
      .field("tranches", &Issued::tranches, list(object<Tranche>(), 1, 12),
             {"Tahap pencairan", "Tranches"})
      .field("report_due_days", &Issued::report_due_days, days(),
             {"Tenggat LPJ", "Days until the accountability report is due"})
      .field("refund_due_days", &Issued::refund_due_days, days(),
             {"Tenggat setoran sisa dana", "Days until a refund is due"})
      .field("groups_per_village_max", &Issued::groups_per_village_max, integer(1, 10000),
             {"Kelompok per desa paling banyak", "Most groups in a village"})
      .decides(is_usable);
}

}  // namespace

void Tranche::describe(Fields<Tranche>& fields) {
  fields.field("number", &Tranche::number, integer(1, 12), {"Tahap", "Tranche"})
      .field("share_bp", &Tranche::share_bp, integer(0, whole_bp, "basis_point"),
             {"Bagian", "Share"})
      .field("condition", &Tranche::condition, text(format::slug), {"Syarat", "Condition"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("juknis", {"Petunjuk teknis", "Technical guide"});
    issue(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::juknis
