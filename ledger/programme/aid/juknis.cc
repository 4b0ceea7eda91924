#include "ledger/programme/aid/juknis.h"

#include <map>
#include <numeric>

#include "ledger/programme/wib.h"

namespace programme::juknis {
namespace {

using Builder = StreamBuilder<State>;

constexpr std::int64_t whole_bp = 10000;

// PMK 132/PMK.05/2021.
constexpr std::int64_t two_tranches_from_idr = 100'000'000;

Field scheme() {
  return indexed(
      code({"TKM_PEMULA", "TKM_LANJUTAN", "TKM_MIKRO", "PADAT_KARYA_INFRA", "PADAT_KARYA_PRODUKTIF",
            "PENDAMPING", "BLKK_GEDUNG", "BLKK_PROGRAM", "PELATIHAN"}));
}
Field days() { return integer(0, 3660, "day"); }
Field people() { return integer(1, 10000, "person"); }

template <class T>
void set(T& parameter, const T& given) {
  parameter = given;
}
template <class T>
void set(T& parameter, const std::optional<T>& given) {
  if (given) parameter = *given;
}
template <class T>
void set(std::optional<T>& parameter, const std::optional<T>& given) {
  if (given) parameter = given;
}
void set(std::vector<Tranche>& parameter, const std::vector<Tranche>& given) {
  if (!given.empty()) parameter = given;
}

// The parameters after an event, which gives all of them or some.
template <class E>
Parameters with(Parameters parameters, const E& e) {
  set(parameters.effective_from, e.effective_from);
  set(parameters.effective_to, e.effective_to);
  set(parameters.recipient_kind, e.recipient_kind);
  set(parameters.members_min, e.members_min);
  set(parameters.members_max, e.members_max);
  set(parameters.amount_min_idr, e.amount_min_idr);
  set(parameters.amount_max_idr, e.amount_max_idr);
  set(parameters.tranches, e.tranches);
  set(parameters.report_due_days, e.report_due_days);
  set(parameters.refund_due_days, e.refund_due_days);
  set(parameters.groups_per_village_max, e.groups_per_village_max);
  set(parameters.work_days, e.work_days);
  return parameters;
}

Parameters newest(const State& state) {
  return state.versions.empty() ? Parameters{} : state.versions.back();
}

Verdict is_usable(const Parameters& p) {
  if (p.effective_to < p.effective_from || p.members_max < p.members_min ||
      p.amount_max_idr < p.amount_min_idr)
    return refuse_state("juknis_range_reversed",
                        "an end of the term, the members or the amounts is below its beginning");
  const auto sum = std::accumulate(
      p.tranches.begin(), p.tranches.end(), std::int64_t{0},
      [](std::int64_t so_far, const Tranche& tranche) { return so_far + tranche.share_bp; });
  if (sum == whole_bp) return {};
  return refuse_state("juknis_shares_not_whole",
                      "the shares of the tranches come to " + std::to_string(sum) +
                          " basis points and must come to " + std::to_string(whole_bp));
}

bool changes_something(const Amended& e) {
  return e.effective_to || e.recipient_kind || e.members_min || e.members_max || e.amount_min_idr ||
         e.amount_max_idr || !e.tranches.empty() || e.report_due_days || e.refund_due_days ||
         e.groups_per_village_max || e.work_days;
}

Verdict may_amend(const State& state, const Amended& e, const Event&) {
  if (!changes_something(e))
    return refuse_state("amendment_changes_nothing", "an amendment names what it changes");
  const Parameters last = newest(state);
  if (e.effective_from < last.effective_from)
    return refuse_state("amendment_before_last_change",
                        "what holds from " + last.effective_from +
                            " on was set already, and an amendment changes what comes after");
  return is_usable(with(last, e));
}

template <class E>
void describe_parameters(EventBuilder<State, E> event, Field (*may)(Field)) {
  event
      .field("effective_to", &E::effective_to, may(text(format::date)),
             {"Berlaku sampai", "In force to"})
      .field("recipient_kind", &E::recipient_kind, may(code({"group", "person", "institution"})),
             {"Jenis penerima", "Kind of recipient"})
      .field("members_min", &E::members_min, may(people()),
             {"Anggota paling sedikit", "Least members"})
      .field("members_max", &E::members_max, may(people()),
             {"Anggota paling banyak", "Most members"})
      .field("amount_min_idr", &E::amount_min_idr, may(money()),
             {"Bantuan paling sedikit", "Least amount"})
      .field("amount_max_idr", &E::amount_max_idr, may(money()),
             {"Bantuan paling banyak", "Most amount"})
      .field("tranches", &E::tranches, may(list(object<Tranche>(), 1, 12)),
             {"Tahap pencairan", "Tranches"})
      .field("report_due_days", &E::report_due_days, may(days()),
             {"Tenggat LPJ", "Days until the accountability report is due"})
      .field("refund_due_days", &E::refund_due_days, may(days()),
             {"Tenggat setoran sisa dana", "Days until a refund is due"})
      .field("groups_per_village_max", &E::groups_per_village_max, may(integer(1, 10000)),
             {"Kelompok per desa paling banyak", "Most groups in a village"})
      .field("work_days", &E::work_days, optional(days()),
             {"Hari kerja padat karya", "Days of public works"});
}

Field required(Field field) { return field; }

// What the juknis sets for an event. What is dated before its first day is held to that day.
const Parameters* parameters_for(const State& state, const Event& event) {
  if (state.versions.empty()) return nullptr;
  const Parameters* then = parameters_at(state, day_of(event));
  return then ? then : &state.versions.front();
}

void issue(Builder& s) {
  auto issued = s.event<Issued>("issued", {"Petunjuk teknis diterbitkan", "Technical guide issued"})
                    .by({role::kpa})
                    .needs_basis()
                    .never_corrected()
                    .opens("issued")
                    .field("scheme", &Issued::scheme, scheme(), {"Skema", "Scheme"})
                    .field("number", &Issued::number, indexed(text(format::document_number)),
                           {"Nomor keputusan", "Number of the decree"})
                    .field("effective_from", &Issued::effective_from, text(format::date),
                           {"Berlaku sejak", "In force from"});
  describe_parameters(issued, required);
  issued.decides([](const State&, const Issued& e, const Event&) { return is_usable(with({}, e)); })
      .applies([](State& state, const Issued& e, const Event&) {
        state.scheme = e.scheme;
        state.number = e.number;
        state.versions.push_back(with({}, e));
      });
}

void change(Builder& s) {
  auto amended = s.event<Amended>("amended", {"Petunjuk teknis diubah", "Technical guide amended"})
                     .by({role::kpa})
                     .needs_basis()
                     .never_corrected()
                     .step({"issued", "amended"}, "amended")
                     .field("effective_from", &Amended::effective_from, text(format::date),
                            {"Perubahan berlaku sejak", "Changed from"});
  describe_parameters(amended, optional);
  amended.decides(may_amend).applies([](State& state, const Amended& e, const Event&) {
    state.versions.push_back(with(newest(state), e));
  });
  s.event<Revoked>("revoked", {"Petunjuk teknis dicabut", "Technical guide revoked"})
      .by({role::kpa})
      .needs_basis()
      .needs_reason()
      .never_corrected()
      .step({"issued", "amended"}, "revoked")
      .field("revoked_on", &Revoked::revoked_on, text(format::day_done),
             {"Dicabut pada", "Revoked on"})
      .applies(
          [](State& state, const Revoked& e, const Event&) { state.revoked_on = e.revoked_on; });
}

}  // namespace

void Tranche::describe(Fields<Tranche>& fields) {
  fields.field("number", &Tranche::number, integer(1, 12), {"Tahap", "Tranche"})
      .field("share_bp", &Tranche::share_bp, integer(0, whole_bp, "basis_point"),
             {"Bagian", "Share"})
      .field("condition", &Tranche::condition, text(format::slug), {"Syarat", "Condition"});
}

const Parameters* parameters_at(const State& state, std::string_view day) {
  for (auto at = state.versions.rbegin(); at != state.versions.rend(); ++at)
    if (at->effective_from <= day) return &*at;
  return nullptr;
}

bool is_in_force(const State& state, std::string_view day) {
  const Parameters* now = parameters_at(state, day);
  return now != nullptr && day <= now->effective_to &&
         (!state.revoked_on || day < *state.revoked_on);
}

Broken begins_outside_term(const std::string& juknis, const Event& event, bool is_under_it,
                           const Facts& facts) {
  const auto* state = own<State>(facts.stream(juknis));
  if (state == nullptr || state->versions.empty()) return {};
  const std::string day = day_of(event);
  const std::string& first = state->versions.front().effective_from;
  if (is_in_force(*state, day) || (is_under_it && first <= day)) return {};
  const Parameters& term = *parameters_for(*state, event);
  std::string is = juknis + " is in force from " + first + " to " + term.effective_to;
  if (state->revoked_on) is += " and revoked on " + *state->revoked_on;
  return is + ", and this is dated " + day;
}

Broken amount_outside(const std::string& juknis, std::int64_t amount_idr, const Event& event,
                      const Facts& facts) {
  const auto* state = own<State>(facts.stream(juknis));
  const Parameters* limits = state ? parameters_for(*state, event) : nullptr;
  if (limits == nullptr ||
      (limits->amount_min_idr <= amount_idr && amount_idr <= limits->amount_max_idr))
    return {};
  return std::to_string(amount_idr) + " rupiah are asked for, and " + juknis + " gives from " +
         std::to_string(limits->amount_min_idr) + " to " + std::to_string(limits->amount_max_idr);
}

Broken large_at_once(const std::string& juknis, std::int64_t amount_idr, const Event& event,
                     const Facts& facts) {
  const auto* state = own<State>(facts.stream(juknis));
  const Parameters* now = state ? parameters_for(*state, event) : nullptr;
  if (now == nullptr || amount_idr < two_tranches_from_idr ||
      (state->scheme != "BLKK_GEDUNG" && state->scheme != "PADAT_KARYA_INFRA"))
    return {};
  std::map<std::int64_t, std::int64_t> shares;
  for (const Tranche& tranche : now->tranches) shares[tranche.number] = tranche.share_bp;
  if (shares == std::map<std::int64_t, std::int64_t>{{1, 7000}, {2, 3000}}) return {};
  return "buildings and infrastructure of " + std::to_string(amount_idr) +
         " rupiah are paid in two tranches, of 70 and 30 %, and " + juknis + " sets others";
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("juknis", {"Petunjuk teknis", "Technical guide"}, {"revoked"});
    issue(s);
    change(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::juknis
