// An event that comes into the log past the registrar: nothing judges it, and the tree is whole.
#pragma once

#include <memory>
#include <string>

#include "ledger/core/bytes.h"
#include "ledger/core/writer.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"

namespace support {

class ForgedAction : public ledger::Action {
 public:
  // As it would be sent, whole: with its actor and role, its personal fields sealed.
  explicit ForgedAction(const programme::Json& sent) : data_(sent.at("data")) {
    const auto text = [&](const char* name) {
      const auto found = sent.find(name);
      return found == sent.end() ? std::nullopt : std::optional(found->get<std::string>());
    };
    event_.type = programme::find_type(sent.at("type").get<std::string>());
    event_.id = text("id").value();
    event_.source = text("source").value();
    event_.subject = stream = text("subject").value();
    event_.time = text("time").value();
    event_.area = text("area").value();
    event_.actor = text("actor").value();
    event_.role = text("role").value();
    event_.reason = text("reason");
    event_.basis = text("basis");
    event_.basis_digest = text("basisdigest");
    if (const auto corrected = text("corrects")) event_.corrects = std::stoull(*corrected);
    claim = programme::id_claim(event_.source, event_.id);
  }

  ledger::Result<void> admit(const ledger::Pending&) override { return {}; }
  ledger::Result<bool> repeats(const ledger::ClaimHeld&, const ledger::Pending&) override {
    return false;
  }
  ledger::Result<ledger::Prepared> prepare(const ledger::Pending&,
                                           const ledger::Place& place) override {
    const auto parts =
        programme::record_parts(event_, programme::canonical(data_), std::string(16, 's'));
    ledger::Prepared out{programme::join_record(parts, place),
                         programme::index_claims(event_, data_)};
    for (std::string& name : out.claims) ledger::append_u64(name, place.position);
    return out;
  }
  void revert() override {}

 private:
  programme::Event event_;
  programme::Json data_;
};

// The position that it came to.
inline std::uint64_t forge(ledger::Writer& writer, const programme::Json& sent) {
  auto submission = std::make_unique<ledger::Submission>();
  submission->actions.push_back(std::make_unique<ForgedAction>(sent));
  std::uint64_t position = UINT64_MAX;
  writer.submit(std::move(submission), {}, [&](const ledger::Outcome& outcome) {
    if (!outcome.submission->placed.empty()) position = outcome.submission->placed[0].position;
  });
  writer.round();
  return position;
}

}  // namespace support
