#include "projections/secrecy.h"

#include <algorithm>

#include "ledger/programme/codec.h"
#include "ledger/programme/roles.h"

namespace projections {
namespace {

using ledger::Result;

bool is(const Json& object, const char* name, std::string_view value) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() &&
         found->get_ref<const std::string&>() == value;
}

// Whether the first finding of the record's audit was issued by then.
Result<bool> is_issued(const ledger::Ledger& ledger, std::string_view record) {
  const auto keys = programme::read_keys(record);
  if (!keys) return tl::unexpected(keys.error());
  bool found = false;
  auto scanned = ledger.scan_stream(
      keys->stream, 1, [&](std::uint64_t, std::uint64_t position) -> Result<bool> {
        if (position > keys->position) return false;
        const auto one = ledger.record(position);
        if (!one) return tl::unexpected(one.error());
        found = is(Json::parse(*one, nullptr, false), "type", "audit.finding_issued");
        return !found;
      });
  if (!scanned) return tl::unexpected(scanned.error());
  return found;
}

}  // namespace

bool sees_secrets(const Viewer& viewer) {
  return viewer.roles == Viewer::local().roles ||
         std::find(viewer.roles.begin(), viewer.roles.end(), programme::role::auditor) !=
             viewer.roles.end();
}

Result<bool> is_secret(const ledger::Ledger& ledger, std::string_view record) {
  const std::string_view aggregate = programme::aggregate_in(record);
  if (aggregate == "disclosure")
    return is(Json::parse(record, nullptr, false), "role", programme::role::auditor);
  if (aggregate != "audit") return false;
  const auto issued = is_issued(ledger, record);
  if (!issued) return issued;
  return !*issued;
}

bool has_secrets(std::string_view view) { return view == "findings" || view == "disclosures"; }

bool is_secret(std::string_view view, const Json& row) {
  if (view == "findings") return is(row, "state", "drafted");
  return view == "disclosures" && is(row, "role", programme::role::auditor);
}

}  // namespace projections
