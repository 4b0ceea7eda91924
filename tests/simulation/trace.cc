#include "tests/simulation/trace.h"

#include "ledger/core/bytes.h"

namespace simulation {

void Trace::add(std::string_view line) {
  ++lines_;
  waiting_.append(line).push_back('\n');
  if (out_ != nullptr) *out_ << line << '\n' << std::flush;
  if (waiting_.size() < 64 * 1024) return;
  hash_.update(waiting_);
  waiting_.clear();
}

std::string Trace::digest() const {
  ledger::Sha256 whole;
  return ledger::to_hex(
      ledger::view(whole.update(ledger::view(hash_.so_far())).update(waiting_).finish()));
}

}  // namespace simulation
