#include "ledger/programme/shared_values.h"

#include <set>

#include "ledger/programme/people/group.h"
#include "ledger/programme/states.h"
#include "ledger/programme/values.h"

namespace programme {
namespace {

using ledger::Lookup;
using ledger::Result;

constexpr std::size_t subjects_max = 100;

struct Shared {
  std::string_view lookup, flag;
};
constexpr Shared shared_kinds[] = {{"phone", "phone_of_several_groups"},
                                   {"address", "address_of_several_groups"},
                                   {"account", "account_of_several_groups"}};

class Search {
 public:
  Search(const ledger::Pending& log, const ledger::Vault& vault)
      : log_(log), lookups_(vault.lookups()), facts_(states_, log) {}

  Result<void> look_for_shared(const Shared& shared) {
    std::vector<Lookup> equal;
    Result<void> done;
    auto visited = lookups_.visit(shared.lookup, [&](const Lookup& one) {
      if (!equal.empty() && equal.front().hash != one.hash) {
        done = judge(shared.flag, equal);
        equal.clear();
      }
      equal.push_back(one);
      return done.has_value();
    });
    if (!visited) return visited;
    return done ? judge(shared.flag, equal) : done;
  }

  Result<void> look_for_disagreeing() {
    Result<void> done;
    auto visited = lookups_.visit("nik", [&](const Lookup& one) {
      if (one.note.empty()) return true;
      const auto standing = stands(one);
      if (!standing)
        done = tl::unexpected(standing.error());
      else if (*standing)
        out_.push_back({"nik_disagrees", {one.subject}});
      return done.has_value();
    });
    return visited ? done : visited;
  }

  std::vector<VaultFlag> take() { return std::move(out_); }

 private:
  Result<void> judge(std::string_view flag, const std::vector<Lookup>& equal) {
    if (equal.size() < 2) return {};
    std::set<std::string> groups;
    for (const Lookup& one : equal) {
      const auto standing = stands(one);
      if (!standing) return tl::unexpected(standing.error());
      if (*standing) groups.merge(groups_of(one.stream));
      if (facts_.error()) return tl::unexpected(*facts_.error());
    }
    states_.trim();
    if (groups.size() < 2) return {};
    VaultFlag made{flag, {groups.begin(), groups.end()}};
    if (made.subjects.size() > subjects_max) made.subjects.resize(subjects_max);
    out_.push_back(std::move(made));
    return {};
  }

  // Whether an event that counts holds the sealed value.
  Result<bool> stands(const Lookup& one) const {
    const auto history = history_of(one.stream, log_);
    if (!history) return tl::unexpected(history.error());
    for (const Event* event : history->counting()) {
      const auto record = log_.record(event->position);
      if (!record) return tl::unexpected(record.error());
      if (record->find(one.seal) != std::string::npos) return true;
    }
    return false;
  }

  // The group itself, or those that a person is a member of.
  std::set<std::string> groups_of(const std::string& stream) const {
    if (aggregate_of(stream) == "group") return {stream};
    std::set<std::string> out;
    for (const std::string& name : facts_.referring(stream, "group")) {
      const auto* group = own<group::State>(facts_.stream(name));
      if (group && group->members.contains(stream)) out.insert(name);
    }
    return out;
  }

  const ledger::Pending& log_;
  const ledger::Lookups& lookups_;
  States states_;
  LogFacts facts_;
  std::vector<VaultFlag> out_;
};

}  // namespace

Result<std::vector<VaultFlag>> flags_of_vault(const ledger::Pending& log,
                                              const ledger::Vault& vault) {
  Search search(log, vault);
  for (const Shared& shared : shared_kinds)
    if (auto looked = search.look_for_shared(shared); !looked)
      return tl::unexpected(looked.error());
  if (auto looked = search.look_for_disagreeing(); !looked) return tl::unexpected(looked.error());
  return search.take();
}

}  // namespace programme
