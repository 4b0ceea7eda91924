#include "ledger/programme/judging.h"

#include <algorithm>

#include "ledger/programme/values.h"

namespace programme {

using ledger::Result;

bool may_record(const EventType& type, std::string_view role, bool corrects) {
  const auto is_in = [&](const std::vector<std::string_view>& roles) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  return is_in(type.roles) || (corrects && is_in(type.correctors));
}

Refusal subject_erased() {
  return {"state", "subject_erased", "the personal data of this subject was erased"};
}

Result<void> Judging::read_history(const Event& event, Grounds& grounds) {
  if (history_ || !programme::changes_history(event)) return {};
  auto history = grounds.history(event.subject);
  if (!history) return tl::unexpected(history.error());
  history_ = std::move(*history);
  return {};
}

Result<std::optional<std::string>> Judging::forbidden(const Event& event, Grounds& grounds) {
  const auto state = grounds.state(event.subject, stream_);
  if (!state) return tl::unexpected(state.error());
  if ((*state)->version > 0 && !is_within(event.area, (*state)->area))
    return "the stream belongs to area " + (*state)->area + ", and this event names another";
  if (auto read = read_history(event, grounds); !read) return tl::unexpected(read.error());
  if (history_ && !history_->may_correct(event))
    return "an event is corrected in the role that recorded it or in a higher one that its type "
           "names, and a correction approved in a role of that type";
  return std::nullopt;
}

Result<Verdict> Judging::unusable(const Event& event, const Named& named, Grounds& grounds) const {
  for (const std::string& name : named.references) {
    const auto held = grounds.holds(name);
    if (!held) return tl::unexpected(held.error());
    if (!*held)
      return Verdict(Refusal{"reference", "reference_unknown", name + " is not in the ledger"});
  }
  if (named.key_destroyed) return Verdict(subject_erased());
  for (const std::string& subject : named.sealed_for) {
    const auto erased = grounds.is_erased(subject);
    if (!erased) return tl::unexpected(erased.error());
    if (*erased) return Verdict(subject_erased());
  }
  if (event.corrects && *event.corrects >= grounds.size())
    return Verdict(
        Refusal{"reference", "reference_unknown",
                "position " + std::to_string(*event.corrects) + " is not in the ledger"});
  return Verdict{};
}

Verdict Judging::correction(Event& event, Grounds& grounds) {
  if (Verdict refused = history_->allows(event)) return refused;
  const auto before = history_->counting();
  const std::uint64_t at = event.position;
  history_->add(std::move(event));
  const Event& added = *history_->find(at);
  const auto* approval = added.as<CorrectionApproved>();
  const Event& corrected = approval ? *history_->find(approval->correction) : added;
  return judge(stream_, before, history_->counting(), corrected.place, grounds.facts());
}

Result<Verdict> Judging::verdict(Event& event, const Named& named, Grounds& grounds) {
  auto refused = unusable(event, named, grounds);
  if (!refused || *refused) return refused;
  if (auto read = read_history(event, grounds); !read) return tl::unexpected(read.error());
  Verdict verdict;
  if (history_) {
    verdict = correction(event, grounds);
  } else {
    const auto state = grounds.state(event.subject, stream_);
    if (!state) return tl::unexpected(state.error());
    verdict = stream_.decide(**state, event, grounds.facts());
  }
  if (auto read = grounds.facts_were_read(); !read) return tl::unexpected(read.error());
  return verdict;
}

Result<void> Judging::settle(const Event& event, Grounds& grounds) {
  if (history_) {
    // The event stands in the history: what it was moved from has no subject.
    grounds.set_state(history_->events().begin()->second.subject, fold(stream_, *history_));
    return {};
  }
  const auto state = grounds.state(event.subject, stream_);
  if (!state) return tl::unexpected(state.error());
  stream_.apply(**state, event);
  return {};
}

}  // namespace programme
