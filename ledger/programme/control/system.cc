#include "ledger/programme/control/system.h"

#include <algorithm>

#include "ledger/core/bytes.h"

namespace programme::system {
namespace {

using Builder = StreamBuilder<State>;

constexpr std::size_t rows_max = 500;
constexpr std::int64_t glass_open_max_us = std::int64_t{3} * 3600 * 1'000'000;

constexpr Title digest_title = {"Sidik isi", "Digest"}, edition_title = {"Edisi", "Edition"},
                source_title = {"Sumber", "Source"}, rows_title = {"Jumlah baris", "Rows"};

bool is_reference_code(std::string_view text) {
  return text.find_first_of(",\n\t ") == std::string_view::npos;
}
bool is_one_line(std::string_view text) {
  return text.find_first_of("\n\t") == std::string_view::npos;
}
bool is_flagged(std::string_view text) { return is_stream_name(text) || is_region(text); }

const Format reference_code{.name = "reference_code",
                            .accepts = is_reference_code,
                            .pattern = "^[^,\\x00-\\x20\\x7F\\x80-\\x9F]*$",
                            .want = "1 to 64 characters without comma or space",
                            .max_length = 64};
const Format reference_name{.name = "reference_name",
                            .accepts = is_one_line,
                            .pattern = "^[^\\x00-\\x1F\\x7F\\x80-\\x9F]*$",
                            .want = "1 to 256 characters on one line",
                            .max_length = 256};
const Format flagged{
    .name = "flagged",
    .accepts = is_flagged,
    .pattern =
        "^([a-z_]+/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}|[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}"
        "(\\.[0-9]{4})?)?)?)$",
    .want = "a stream, aggregate/key, or a region code"};

Field count() { return integer(0, 1'000'000'000); }
Field edition() { return indexed(text(format::edition)); }
// I31 asks the log what it holds of an edition.
Field found_edition() { return marked("edition", edition()); }

// The first row that is not after the one before it; null: there is none.
const ReferenceRow* out_of_order(const State::Edition& known, const ReferenceRowsAdded& e) {
  std::string_view last;
  if (!known.codes.empty()) last = *known.codes.rbegin();
  for (const ReferenceRow& row : e.rows) {
    if (row.code <= last) return &row;
    last = row.code;
  }
  return nullptr;
}

Verdict is_open_under(const State::Edition& known, const std::string& name) {
  if (known.closed)
    return refuse_state("edition_closed", "the edition " + known.name + " is imported in full");
  if (known.name.empty() || known.name == name) return {};
  return refuse_state("edition_differs", "the rows of this stream are of the edition " +
                                             known.name + "; another needs a stream of its own");
}

Verdict continue_the_edition(const State& state, const ReferenceRowsAdded& e, const Event&) {
  if (Verdict refused = is_open_under(state.edition, e.edition)) return refused;
  const ReferenceRow* wrong = out_of_order(state.edition, e);
  if (wrong == nullptr) return {};
  const auto times = std::count_if(e.rows.begin(), e.rows.end(),
                                   [&](const auto& row) { return row.code == wrong->code; });
  if (times > 1 || state.edition.codes.contains(wrong->code))
    return refuse_state("edition_row_repeated", "the code " + wrong->code + " has a row already");
  return refuse_state(
      "edition_rows_unordered",
      "rows come in ascending order of their codes, and " + wrong->code + " follows a greater one");
}

void add_rows(State& state, const ReferenceRowsAdded& e, const Event&) {
  State::Edition& known = state.edition;
  if (known.name.empty()) known.name = e.edition;
  for (const ReferenceRow& row : e.rows) {
    known.codes.insert(row.code);
    ++known.rows;
    known.lines.update(row.code).update(",").update(row.name).update("\n");
  }
}

Verdict is_the_whole_edition(const State& state, const ReferenceEditionImported& e, const Event&) {
  const State::Edition& known = state.edition;
  if (Verdict refused = is_open_under(known, e.edition)) return refused;
  if (known.rows != e.rows)
    return refuse_state("edition_rows_differ", std::to_string(known.rows) +
                                                   " rows were added, and the edition has " +
                                                   std::to_string(e.rows));
  if (e.digest == "sha-256:" + ledger::to_hex(ledger::view(known.lines.so_far()))) return {};
  return refuse_state("edition_digest_differs", "the rows that were added have another digest");
}

void reference_data(Builder& s) {
  s.event<ReferenceRowsAdded>("reference_rows_added",
                              {"Baris data acuan ditambahkan", "Reference rows added"})
      .by({role::operator_})
      .never_corrected()
      .may_open("open")
      .field("edition", &ReferenceRowsAdded::edition, edition(), edition_title)
      .field("rows", &ReferenceRowsAdded::rows, list(object<ReferenceRow>(), 1, rows_max),
             {"Baris", "Rows"})
      .decides(continue_the_edition)
      .applies(add_rows);
  s.event<ReferenceEditionImported>("reference_edition_imported",
                                    {"Edisi data acuan diimpor", "Reference edition imported"})
      .by({role::operator_})
      .never_corrected()
      .field("edition", &ReferenceEditionImported::edition, found_edition(), edition_title)
      .field("digest", &ReferenceEditionImported::digest, text(format::digest), digest_title)
      .field("rows", &ReferenceEditionImported::rows, count(), rows_title)
      .decides(is_the_whole_edition)
      .applies([](State& state, const ReferenceEditionImported&, const Event&) {
        state.edition.closed = true;
      });
  using Superseded = RegionCodeSuperseded;
  s.event<Superseded>("region_code_superseded",
                      {"Kode wilayah digantikan", "Region code superseded"})
      .by({role::operator_})
      .never_corrected()
      .may_open("open")
      .field("old", &Superseded::old_code, marked("region_code", indexed(text(format::region))),
             {"Kode lama", "Old code"})
      .field("new", &Superseded::new_code, indexed(text(format::region)), {"Kode baru", "New code"})
      .field("from", &Superseded::from, text(format::date), {"Mulai berlaku", "From"})
      .field("edition", &Superseded::edition, found_edition(), edition_title)
      .applies([](State& state, const Superseded& e, const Event&) {
        state.moves.push_back({e.old_code, e.new_code, e.edition});
      });
}

void imports(Builder& s) {
  s.event<BlacklistImported>("blacklist_imported", {"Daftar hitam diimpor", "Blacklist imported"})
      .by({role::operator_})
      .never_corrected()
      .may_open("open")
      .field("source", &BlacklistImported::source, text(format::line), source_title)
      .field("digest", &BlacklistImported::digest, text(format::digest), digest_title)
      .field("rows", &BlacklistImported::rows, count(), rows_title);
  s.event<LegacyBatchImported>("legacy_batch_imported",
                               {"Data lama diimpor", "Legacy batch imported"})
      .by({role::operator_, role::importer})
      .never_corrected()
      .may_open("open")
      .field("source", &LegacyBatchImported::source, text(format::line), source_title)
      .field("digest", &LegacyBatchImported::digest, text(format::digest), digest_title)
      .field("events", &LegacyBatchImported::events, count(), {"Jumlah peristiwa", "Events"});
}

void keys_and_views(Builder& s) {
  s.event<SigningKeyCommitted>("signing_key_committed",
                               {"Kunci penanda tangan dicatat", "Signing key committed"})
      .by({role::operator_})
      .never_corrected()
      .may_open("open")
      .field("verifier_key", &SigningKeyCommitted::verifier_key, text(format::line),
             {"Kunci pemeriksa", "Verifier key"});
  s.event<SigningKeyChanged>("signing_key_changed",
                             {"Kunci penanda tangan diganti", "Signing key changed"})
      .by({role::operator_})
      .never_corrected()
      .may_open("open")
      .field("old", &SigningKeyChanged::old_key, text(format::line), {"Kunci lama", "Old key"})
      .field("new", &SigningKeyChanged::new_key, text(format::line), {"Kunci baru", "New key"});
  s.event<ProjectionRebuilt>("projection_rebuilt",
                             {"Tampilan dibangun ulang", "Projection rebuilt"})
      .by({role::operator_, role::system})
      .never_corrected()
      .may_open("open")
      .field("name", &ProjectionRebuilt::name, indexed(text(format::slug)), {"Nama", "Name"})
      .field("from", &ProjectionRebuilt::from, text(format::position),
             {"Dari posisi", "From position"})
      .field("to", &ProjectionRebuilt::to, text(format::position), {"Sampai posisi", "To position"})
      .field("checksum", &ProjectionRebuilt::checksum, text(format::digest),
             {"Sidik hasil", "Checksum"});
}

void flags(Builder& s) {
  s.event<RedFlagRaised>("red_flag_raised", {"Bendera merah dikibarkan", "Red flag raised"})
      .by({role::system})
      .never_corrected()
      .may_open("open")
      .field("kind", &RedFlagRaised::kind, indexed(text(format::slug)), {"Jenis", "Kind"})
      .field("subject", &RedFlagRaised::subject, indexed(text(flagged)), {"Tentang", "Subject"})
      .field("subjects", &RedFlagRaised::subjects, list(text(flagged), 1, 100),
             {"Yang terkait", "Subjects"});
  s.event<RedFlagSettled>("red_flag_settled", {"Bendera merah diputus", "Red flag settled"})
      .by({role::monitor})
      .never_corrected()
      .may_open("open")
      .field("kind", &RedFlagSettled::kind, indexed(text(format::slug)), {"Jenis", "Kind"})
      .field("subject", &RedFlagSettled::subject, indexed(text(flagged)), {"Tentang", "Subject"})
      .field("outcome", &RedFlagSettled::outcome, code({"confirmed", "dismissed"}),
             {"Putusan", "Outcome"});
}

// Every role that somebody can be given.
std::vector<std::string_view> roles() {
  std::vector<std::string_view> out;
  for (const auto one : role::all)
    if (one != role::system) out.push_back(one);
  return out;
}

template <class E>
void add_appointment(EventBuilder<State, E>& event) {
  event.by({role::kpa})
      .needs_basis()
      .never_corrected()
      .template field<std::string>("holder", &E::holder, indexed(text(format::line)),
                                   {"Pemegang", "Holder"})
      .template field<std::string>("role", &E::role, indexed(code(roles())), {"Peran", "Role"})
      .template field<std::optional<std::string>>(
          "team", &E::team, optional(code({"verification", "monitoring"})), {"Tim", "Team"})
      .template field<std::optional<std::string>>(
          "region", &E::region, optional(text(format::region)), {"Wilayah", "Region"});
}

void appointments(Builder& s) {
  auto granted = s.event<RoleGranted>("role_granted", {"Peran diberikan", "Role granted"});
  add_appointment(granted);
  granted.may_open("open")
      .decides([](const State& state, const RoleGranted& e, const Event&) -> Verdict {
        if (!state.appointments.contains(e)) return {};
        return refuse_state("role_granted_already", "this holder has the role already");
      })
      .applies(
          [](State& state, const RoleGranted& e, const Event&) { state.appointments.insert(e); });
  auto revoked = s.event<RoleRevoked>("role_revoked", {"Peran dicabut", "Role revoked"});
  add_appointment(revoked);
  revoked
      .decides([](const State& state, const RoleRevoked& e, const Event&) -> Verdict {
        if (state.appointments.contains(e)) return {};
        return refuse_state("role_not_granted", "this holder has no such role from this stream");
      })
      .applies(
          [](State& state, const RoleRevoked& e, const Event&) { state.appointments.erase(e); });
}

Verdict may_be_opened(const State& state, const BreakGlassOpened& e, const Event& event) {
  const std::int64_t until = parse_time(e.until).value_or(Moment{}).utc_us;
  if (state.glass_open_until && event.time_us < *state.glass_open_until)
    return refuse_state("break_glass_open_already", "the glass is broken already, until " +
                                                        format_time(*state.glass_open_until));
  if (until > event.time_us && until - event.time_us <= glass_open_max_us) return {};
  return refuse_state("break_glass_over_3_hours",
                      "the glass is broken for at most three hours from the event's time on");
}

void break_glass(Builder& s) {
  s.event<BreakGlassOpened>("break_glass_opened", {"Akses darurat dibuka", "Break glass opened"})
      .by({role::operator_})
      .needs_reason()
      .never_corrected()
      .may_open("open")
      .field("until", &BreakGlassOpened::until, text(format::time), {"Sampai", "Until"})
      .decides(may_be_opened)
      .applies([](State& state, const BreakGlassOpened& e, const Event&) {
        state.glass_open_until = parse_time(e.until).value_or(Moment{}).utc_us;
      });
  s.event<BreakGlassClosed>("break_glass_closed", {"Akses darurat ditutup", "Break glass closed"})
      .by({role::operator_})
      .never_corrected()
      .decides([](const State& state, const BreakGlassClosed&, const Event&) -> Verdict {
        if (state.glass_open_until) return {};
        return refuse_state("break_glass_not_open", "the glass is not broken");
      })
      .applies([](State& state, const BreakGlassClosed&, const Event&) {
        state.glass_open_until.reset();
      });
}

}  // namespace

void ReferenceRow::describe(Fields<ReferenceRow>& fields) {
  fields.field("code", &ReferenceRow::code, text(reference_code), {"Kode", "Code"})
      .field("name", &ReferenceRow::name, text(reference_name), {"Nama", "Name"})
      .field("level", &ReferenceRow::level, optional(text(format::slug)), {"Tingkat", "Level"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("system", {"Sistem", "System"});
    reference_data(s);
    imports(s);
    keys_and_views(s);
    flags(s);
    appointments(s);
    break_glass(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::system
