#include "ledger/core/checkpoint.h"
#include "ledger/core/proof.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/json.h"
#include "tools/verify.h"

namespace tools {
namespace {

using programme::Json;

constexpr std::string_view texts[] = {"record",    "position",   "streamversion", "leaf_hash",
                                      "tree_size", "checkpoint", "durability"};

// Lower case alone, since a receipt has one text.
std::optional<ledger::Hash> read_hash(std::string_view text) {
  const auto bytes = ledger::from_hex(text);
  if (!bytes || bytes->size() != sizeof(ledger::Hash) || ledger::to_hex(*bytes) != text)
    return std::nullopt;
  return ledger::to_hash(*bytes);
}

// What a receipt says, in its own types.
struct Claims {
  std::string record, version, checkpoint;
  std::uint64_t position = 0, tree_size = 0;
  ledger::Hash leaf{};
  ledger::Proof proof;
};

bool has_members(const Json& receipt, Report& report) {
  const auto wrong = [&](std::string what) {
    return report.no(std::nullopt, "receipt", "this is no whole receipt: " + std::move(what));
  };
  if (!receipt.is_object() || !receipt.contains("record")) return wrong("it has no record");
  for (const std::string_view name : texts)
    if (!receipt.contains(name) || !receipt.find(name)->is_string())
      return wrong(std::string(name) + " is missing or no text");
  const auto proof = receipt.find("inclusion_proof");
  if (proof == receipt.end() || !proof->is_array())
    return wrong("inclusion_proof is missing or no list");
  if (receipt.size() != std::size(texts) + 1)
    return wrong("it has members that receipts do not have");
  if (receipt.find("durability")->get_ref<const std::string&>() != "fsync")
    return wrong("durability is not fsync");
  return true;
}

bool read_claims(const Json& receipt, Claims& out, Report& report) {
  const auto text = [&](std::string_view name) -> const std::string& {
    return receipt.find(name)->get_ref<const std::string&>();
  };
  const auto wrong = [&](std::string_view name) {
    return report.no(std::nullopt, "receipt", std::string(name) + " does not have its form");
  };
  const auto position = ledger::parse_decimal(text("position"));
  const auto version = ledger::parse_decimal(text("streamversion"));
  const auto tree_size = ledger::parse_decimal(text("tree_size"));
  const auto leaf = read_hash(text("leaf_hash"));
  if (!position) return wrong("position");
  if (!version) return wrong("streamversion");
  if (!tree_size) return wrong("tree_size");
  if (!leaf) return wrong("leaf_hash");
  for (const Json& step : *receipt.find("inclusion_proof")) {
    const auto hash =
        step.is_string() ? read_hash(step.get_ref<const std::string&>()) : std::nullopt;
    if (!hash) return wrong("inclusion_proof");
    out.proof.push_back(*hash);
  }
  out.record = text("record");
  out.version = text("streamversion");
  out.checkpoint = text("checkpoint");
  out.position = *position;
  out.tree_size = *tree_size;
  out.leaf = *leaf;
  return true;
}

bool record_agrees(const Claims& claims, Report& report) {
  const auto wrong = [&](std::string kind, std::string detail) {
    return report.no(claims.position, std::move(kind), std::move(detail));
  };
  if (ledger::leaf_hash(claims.record) != claims.leaf)
    return wrong("leaf_hash", "leaf_hash is not that of the record");
  const auto record = programme::parse_json(claims.record);
  if (!record || !record->is_object() || programme::canonical(*record) != claims.record)
    return wrong("record", "the record is not canonical JSON");
  if (record->value("position", Json()) != Json(std::to_string(claims.position)))
    return wrong("position", "the record stands at another position than the receipt says");
  if (record->value("streamversion", Json()) != Json(claims.version))
    return wrong("stream", "the record has another streamversion than the receipt says");
  return true;
}

bool is_proven(const Claims& claims, const ledger::VerifierKey& key, Report& report) {
  const auto wrong = [&](std::string kind, std::string detail) {
    return report.no(claims.position, std::move(kind), std::move(detail));
  };
  const auto checkpoint = ledger::open_checkpoint(claims.checkpoint, key);
  if (!checkpoint) return wrong("checkpoint", "the checkpoint is not signed by " + key.text());
  if (checkpoint->size != claims.tree_size)
    return wrong("checkpoint", "tree_size is not the size of the checkpoint");
  if (checkpoint->size <= claims.position)
    return wrong("checkpoint", "the checkpoint does not cover the position");
  if (!ledger::verify_inclusion(claims.position, checkpoint->size, claims.leaf, claims.proof,
                                checkpoint->root))
    return wrong("proof", "the inclusion proof does not lead to the root of the checkpoint");
  report.size = checkpoint->size;
  report.root = checkpoint->root;
  report.checkpoints = report.streams = 1;
  report.remark = "the record at position " + std::to_string(claims.position);
  return true;
}

}  // namespace

Report verify_receipt(std::string_view text, const ledger::VerifierKey& key) {
  Report report;
  const auto receipt = programme::parse_json(text);
  if (!receipt) {
    report.no(std::nullopt, "receipt", "this is no receipt: it is not JSON");
    return report;
  }
  Claims claims;
  if (has_members(*receipt, report) && read_claims(*receipt, claims, report) &&
      record_agrees(claims, report))
    is_proven(claims, key, report);
  return report;
}

}  // namespace tools
