#include "api/routes/receipt_json.h"

#include "ledger/programme/json.h"

namespace api {
namespace {

void add(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out.push_back(',');
  programme::append_canonical_string(out, name);
  out.push_back(':');
  programme::append_canonical_string(out, value);
}

void add_place(std::string& out, const ledger::Receipt& receipt) {
  add(out, "position", std::to_string(receipt.position));
  add(out, "streamversion", stream_version_of(receipt.record));
  add(out, "leaf_hash", ledger::to_hex(ledger::view(receipt.leaf)));
}

}  // namespace

// The record is canonical, and no text inside it can hold an unescaped quote, so the name with its
// quotes and colon stands once outside of data; data comes before it and is passed over.
std::string stream_version_of(std::string_view record) {
  constexpr std::string_view name = "\"streamversion\":\"";
  const auto at = record.rfind(name);
  if (at == std::string_view::npos) return "";
  const auto first = at + name.size();
  return std::string(record.substr(first, record.find('"', first) - first));
}

std::string receipt_json(const ledger::Receipt& receipt) {
  std::string out = "{";
  out.reserve(receipt.record.size() * 5 / 4 + receipt.proof.size() * 67 + 600);
  add(out, "record", receipt.record);
  add_place(out, receipt);
  add(out, "tree_size", std::to_string(receipt.tree_size));
  out += ",\"inclusion_proof\":[";
  for (const ledger::Hash& hash : receipt.proof) {
    if (out.back() != '[') out.push_back(',');
    out += '"' + ledger::to_hex(ledger::view(hash)) + '"';
  }
  out.push_back(']');
  add(out, "checkpoint", receipt.checkpoint);
  add(out, "durability", "fsync");
  out.push_back('}');
  return out;
}

std::string short_receipt_json(const ledger::Receipt& receipt) {
  std::string out = "{";
  add_place(out, receipt);
  out.push_back('}');
  return out;
}

}  // namespace api
