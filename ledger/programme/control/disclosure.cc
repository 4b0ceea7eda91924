#include "ledger/programme/control/disclosure.h"

namespace programme::disclosure {
namespace {

using Builder = StreamBuilder<State>;

constexpr std::size_t subjects_max = 500;

// Everybody who reads: all but the ledger's own clock.
std::vector<std::string_view> readers() {
  std::vector<std::string_view> out = {role::auditor};
  for (const auto one : role::all)
    if (one != role::auditor && one != role::system) out.push_back(one);
  return out;
}

Verdict counts_its_subjects(const State&, const Made& e, const Event&) {
  const auto count = static_cast<std::size_t>(e.subject_count);
  if (count == e.subjects.size()) return {};
  if (count > subjects_max && e.digest) return {};
  return refuse_state("disclosure_subjects_differ",
                      std::to_string(count) + " subjects are counted and " +
                          std::to_string(e.subjects.size()) +
                          " listed: up to 500 are listed all, and more have their digest");
}

void make(Builder& s) {
  s.event<Made>("made", {"Data pribadi dibuka", "Personal data disclosed"})
      .by(readers())
      .never_corrected()
      .opens("made")
      .field("kind", &Made::kind, indexed(code({"opening", "export", "lookup"})),
             {"Jenis pembukaan", "Kind"})
      .field("view", &Made::view, indexed(text(format::slug)), {"Tampilan", "View"})
      .field("purpose", &Made::purpose, text(), {"Tujuan", "Purpose"})
      .field("fields", &Made::fields, list(text(format::slug), 1, 200), {"Kolom", "Fields"})
      .field("subjects", &Made::subjects, list(indexed(reference({"*"})), 0, subjects_max),
             {"Subjek data", "Subjects"})
      .field("subject_count", &Made::subject_count, integer(0, 1'000'000'000),
             {"Jumlah subjek data", "Number of subjects"})
      .field("digest", &Made::digest, optional(text(format::digest)),
             {"Sidik daftar subjek", "Digest of the list of subjects"})
      .decides(counts_its_subjects);
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("disclosure", {"Pembukaan data pribadi", "Disclosure"}, {"made"});
    make(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::disclosure
