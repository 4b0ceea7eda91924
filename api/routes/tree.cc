#include <nlohmann/json.hpp>

#include "api/routes/routes.h"
#include "ledger/core/bytes.h"
#include "ledger/core/tiles.h"

namespace api {
namespace {

constexpr const char* for_ever = "public, max-age=31536000, immutable";
// What not everybody may have stays out of caches that others read.
constexpr const char* for_ever_his = "private, max-age=31536000, immutable";

ledger::Result<std::string> bundle(const ledger::Ledger& ledger, const ledger::TilePath& path) {
  const std::uint64_t first = path.index * 256;
  if (path.index > (UINT64_MAX >> 9) || first + path.width > ledger.size())
    return ledger::fail(ledger::Code::not_found, "the ledger does not hold this tile yet");
  std::string out;
  auto scanned =
      ledger.scan(first, first + path.width, [&](std::uint64_t, std::string_view record) {
        ledger::append_entry(out, record);
        return ledger::Result<bool>(true);
      });
  if (!scanned) return tl::unexpected(scanned.error());
  return out;
}

std::optional<ledger::TilePath> tile_path(const Call& call, std::string text) {
  for (const std::string& part : call.parts) text += "/" + part;
  return ledger::parse_tile_path(text);
}

void answer_bytes(Call& call, ledger::Result<std::string> bytes, const char* cache_control) {
  if (!bytes) return call.refuse(problem_of(bytes.error()));
  call.answer({200,
               {{"Content-Type", "application/octet-stream"}, {"Cache-Control", cache_control}},
               std::move(*bytes)});
}

}  // namespace

void get_checkpoint(Call call) {
  if (!call.has_no_query()) return;
  const std::uint64_t size = call.services.ledger.size();
  auto note = call.services.ledger.checkpoint(size);
  if (!note) return call.refuse(problem_of(note.error()));
  call.answer({200,
               {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-cache"}},
               std::move(*note)},
              static_cast<std::int64_t>(size) - 1);
}

void get_tile(Call call) {
  if (!call.has_no_query()) return;
  const auto path = tile_path(call, "tile");
  if (!path || path->entries) return call.refuse(not_found("there is no such tile"));
  answer_bytes(call, call.services.ledger.hashes({path->level, path->index}, path->width),
               for_ever);
}

void get_entries(Call call) {
  if (!call.has_no_query()) return;
  const auto path = tile_path(call, "tile/entries");
  if (!path || !path->entries) return call.refuse(not_found("there is no such tile"));
  answer_bytes(call, bundle(call.services.ledger, *path), call.caller ? for_ever_his : for_ever);
}

void get_consistency(Call call) {
  Query query(call.request);
  const auto from = query.number("from", 0, UINT64_MAX);
  const auto to = query.number("to", 0, UINT64_MAX);
  if (!from || !to) query.fail("from and to must be sizes of the tree");
  if (const auto fault = query.fault()) return call.refuse(*fault);
  const auto proof = call.services.ledger.consistency(*from, *to);
  if (!proof) return call.refuse(problem_of(proof.error()));
  nlohmann::ordered_json body = {{"from", std::to_string(*from)},
                                 {"to", std::to_string(*to)},
                                 {"proof", nlohmann::ordered_json::array()}};
  for (const ledger::Hash& hash : *proof)
    body["proof"].push_back(ledger::to_hex(ledger::view(hash)));
  call.json(body.dump());
}

void get_key(Call call) {
  if (!call.has_no_query()) return;
  call.answer({200,
               {{"Content-Type", "text/plain; charset=utf-8"}},
               call.services.ledger.key().text() + "\n"});
}

void get_keys(Call call) {
  if (!call.has_no_query()) return;
  const nlohmann::ordered_json key = {
      {"key", call.services.ledger.key().text()}, {"from_size", "0"}, {"to_size", nullptr}};
  call.json(nlohmann::ordered_json{{"keys", {key}}}.dump());
}

}  // namespace api
