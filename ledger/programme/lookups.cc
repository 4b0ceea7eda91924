#include "ledger/programme/lookups.h"

#include <map>
#include <set>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/record_action.h"

namespace programme {
namespace {

using ledger::Result;

constexpr std::size_t rows_max = 5'000;

bool is_looked_up(const Field& field) { return !field.look_up.kind.empty(); }

// Runs of letters and digits, in small letters, with one space between them.
std::string words_of(std::string_view text) {
  std::string out;
  bool apart = false;
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool part = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (part && apart && !out.empty()) out.push_back(' ');
    if (part) out.push_back(capital ? static_cast<char>(c - 'A' + 'a') : c);
    apart = !part;
  }
  return out;
}

std::string text_of(const Field& field, const Json& value, const Json& beside) {
  std::string out = words_of(value.get_ref<const std::string&>());
  const auto with = beside.find(field.look_up.with);
  if (with != beside.end() && with->is_string())
    out = words_of(with->get_ref<const std::string&>()) + '\0' + out;
  return out;
}

// Aggregates of which a type has a field that is looked up: what is of others is passed over.
std::set<std::string, std::less<>> concerned() {
  std::set<std::string, std::less<>> out;
  for (const StreamType* stream : catalogue())
    for (const auto& type : stream->events)
      if (any_field(type->fields, is_looked_up)) out.insert(stream->aggregate);
  return out;
}

// Opens the sealed fields whose keys are there, and tells the seal of each by its pointer.
Result<std::map<std::string, std::string>> open_all(const Event& event, Json& data,
                                                    ledger::Vault& vault) {
  std::map<std::string, std::string> seals;
  Result<void> opened;
  visit_fields(
      event.type->fields, data, "/data",
      [&](const std::string& pointer, const Field& field, Json& value, const Json& beside) {
        if (!field.is_personal() || !opened) return;
        const auto key = vault.find(subject_of(field, beside, event.subject));
        if (!key) return void(opened = tl::unexpected(key.error()));
        if (!*key) return;
        const auto& sealed = value.at("sealed").get_ref<const std::string&>();
        seals[pointer] = ledger::seal_of(sealed);
        const auto plain = open_field(**key, {event.source, event.id, pointer}, sealed);
        if (!plain) return void(opened = tl::unexpected(plain.error()));
        value = Json::parse(*plain);
      });
  if (!opened) return tl::unexpected(opened.error());
  return seals;
}

Result<void> add_record(std::string_view record, ledger::Vault& vault,
                        std::vector<ledger::Lookup>& out) {
  const auto event = read_record(record);
  if (!event) return tl::unexpected(event.error());
  if (!any_field(event->type->fields, is_looked_up)) return {};
  Json data = Json::parse(record).at("data");
  const auto seals = open_all(*event, data, vault);
  if (!seals) return tl::unexpected(seals.error());
  std::map<std::string, std::string> subjects;
  visit_fields(event->type->fields, data, "/data",
               [&](const std::string& pointer, const Field& field, Json&, const Json& beside) {
                 if (is_looked_up(field))
                   subjects[pointer] = subject_of(field, beside, event->subject);
               });
  for (const Findable& one : findable_in(*event->type, data))
    out.push_back({subjects.at(one.pointer), event->subject, seals->at(one.pointer),
                   std::string(one.kind), vault.lookups().hash(one.kind, one.text), one.note});
  return {};
}

}  // namespace

std::vector<Findable> findable_in(const EventType& type, Json& data) {
  std::vector<Findable> out;
  if (!any_field(type.fields, is_looked_up)) return out;
  visit_fields(
      type.fields, data, "/data",
      [&](const std::string& pointer, const Field& field, Json& value, const Json& beside) {
        if (!is_looked_up(field) || !value.is_string()) return;
        out.push_back({pointer, field.look_up.kind, text_of(field, value, beside),
                       field.look_up.note ? field.look_up.note(beside) : ""});
      });
  return out;
}

Result<void> rebuild_lookups(const ledger::Ledger& ledger, ledger::Vault& vault) {
  const auto version = vault.lookups().version();
  if (!version) return tl::unexpected(version.error());
  if (*version == lookups_version) return {};
  if (auto cleared = vault.lookups().clear(); !cleared) return cleared;
  const auto aggregates = concerned();
  std::vector<ledger::Lookup> rows;
  const auto flush = [&] {
    auto added = vault.lookups().add(rows);
    rows.clear();
    return added;
  };
  auto scanned =
      ledger.scan(0, ledger.size(), [&](std::uint64_t, std::string_view record) -> Result<bool> {
        if (!aggregates.contains(aggregate_in(record))) return true;
        auto added = add_record(record, vault, rows);
        if (added && rows.size() >= rows_max) added = flush();
        if (!added) return tl::unexpected(added.error());
        return true;
      });
  if (!scanned) return scanned;
  if (auto added = flush(); !added) return added;
  return vault.lookups().finish(std::string(lookups_version));
}

}  // namespace programme
