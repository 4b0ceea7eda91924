#include <algorithm>
#include <unordered_set>

#include "api/http/client.h"
#include "ledger/core/sha256.h"
#include "ledger/core/tiles.h"
#include "tools/verify_records.h"
#include "tools/verify_rules.h"
#include "tools/verify_tree.h"

namespace tools {
namespace {

using ledger::Code;
using ledger::Hash;
using ledger::Result;

// One pass over what a server publishes. The functions that give a bool give false where the pass
// ends: report_.fault or error_ says why.
class UrlPass {
 public:
  UrlPass(api::Client& client, const Pinned& pinned)
      : client_(client),
        pinned_(pinned),
        tree_([this](const ledger::TileWrite& tile) { return check_tile(tile); }) {}

  Result<Report> run(const Progress& progress) {
    if (pinned_.rules) rules_.emplace([this](std::uint64_t at) { return record_at(at); });
    if (find_head()) check_entries(progress);
    if (error_) return tl::unexpected(*error_);
    report_.size = size_;
    report_.root = tree_.root();
    report_.streams = records_.streams();
    if (rules_) rules_->finish(report_);
    return std::move(report_);
  }

 private:
  std::optional<std::string> get(const std::string& target, std::optional<std::uint64_t> position);
  std::optional<ledger::VerifierKey> key();
  bool find_head();
  bool check_entries(const Progress& progress);
  std::optional<std::vector<std::string>> bundle(std::uint64_t index);
  bool check_bundle(std::uint64_t index);
  bool check_rules(std::uint64_t position);
  Result<std::string> record_at(std::uint64_t position);
  bool check_entry(std::string_view record);
  bool check_tile(const ledger::TileWrite& tile);

  api::Client& client_;
  const Pinned& pinned_;
  Report report_;
  std::optional<ledger::Error> error_;
  std::uint64_t size_ = 0;
  RecordChecker records_;
  std::optional<RulesCheck> rules_;
  TreeChecker tree_;
  std::unordered_set<std::string> claims_;  // half a hash of each source and id
};

std::optional<std::string> UrlPass::get(const std::string& target,
                                        std::optional<std::uint64_t> position) {
  auto response = client_.get(target);
  if (!response) {
    error_ = response.error();
    return std::nullopt;
  }
  if (response->status == 200) return std::move(response->body);
  if (response->status == 404) {
    report_.no(position, "missing", "the server does not give " + target);
    return std::nullopt;
  }
  const bool is_refused = response->status == 401 || response->status == 403;
  error_ = ledger::Error{
      Code::unavailable,
      is_refused
          ? "the server does not give whole entries without the token of an auditor, "
            "operator or importer for all areas: see --token-file"
          : "the server answered " + target + " with status " + std::to_string(response->status)};
  return std::nullopt;
}

std::optional<ledger::VerifierKey> UrlPass::key() {
  if (pinned_.key) return pinned_.key;
  const auto text = get("/v1/key", std::nullopt);
  if (!text) return std::nullopt;
  auto parsed = ledger::VerifierKey::parse(text->substr(0, text->find('\n')));
  if (!parsed) {
    report_.no(std::nullopt, "key", "the server does not give a key at /v1/key");
    return std::nullopt;
  }
  report_.remark =
      "the key is the server's own word; compare it and give it with --key: " + parsed->text();
  return std::move(*parsed);
}

bool UrlPass::find_head() {
  const auto signer = key();
  if (!signer) return false;
  const auto note = get("/checkpoint", std::nullopt);
  if (!note) return false;
  const auto checkpoint = ledger::open_checkpoint(*note, *signer);
  if (!checkpoint)
    return report_.no(std::nullopt, "checkpoint",
                      "the checkpoint of the server is not signed by " + signer->text());
  size_ = checkpoint->size;
  report_.checkpoints = 1;
  tree_.expect(*checkpoint, "the checkpoint of the server");
  if (!pinned_.checkpoint) return true;
  return tree_.expect_kept({*pinned_.checkpoint, "the checkpoint given"}, *signer, size_, report_);
}

bool UrlPass::check_entries(const Progress& progress) {
  if (!tree_.meets_expected(report_)) return false;
  for (std::uint64_t first = 0; first < size_; first += 256) {
    progress(first, size_);
    if (!check_bundle(first / 256)) return false;
  }
  progress(size_, size_);
  return true;
}

// Null: report_.fault or error_ says why.
std::optional<std::vector<std::string>> UrlPass::bundle(std::uint64_t index) {
  const std::uint64_t first = index * 256;
  const auto width = static_cast<unsigned>(std::min<std::uint64_t>(256, size_ - first));
  const std::string target =
      "/" + ledger::tile_path({.entries = true, .level = 0, .index = index, .width = width});
  const auto text = get(target, first);
  if (!text) return std::nullopt;
  auto entries = ledger::split_entries(*text);
  if (entries && entries->size() == width) return std::move(*entries);
  report_.no(first, "missing", target + " does not hold " + std::to_string(width) + " entries");
  return std::nullopt;
}

bool UrlPass::check_bundle(std::uint64_t index) {
  const auto entries = bundle(index);
  if (!entries) return false;
  for (const std::string& entry : *entries)
    if (!check_entry(entry)) return false;
  return true;
}

bool UrlPass::check_entry(std::string_view record) {
  const std::uint64_t position = tree_.size();
  if (auto wrong = records_.check(position, record))
    return report_.no(wrong->position, std::move(wrong->kind), std::move(wrong->detail));
  const auto& keys = records_.keys();
  const Hash claim = ledger::sha256(programme::id_claim(keys.source, keys.id));
  if (!claims_.emplace(ledger::view(claim).substr(0, 16)).second)
    return report_.no(position, "claim", "an event before has the same source and id");
  if (!check_rules(position) || !tree_.append(ledger::leaf_hash(record))) return false;
  if (tree_.size() == size_ && !tree_.finish()) return false;
  return tree_.meets_expected(report_);
}

bool UrlPass::check_rules(std::uint64_t position) {
  if (!rules_) return true;
  const auto judged = rules_->add(records_.take_record());
  if (judged) return true;
  if (judged.error().code == Code::corrupt)
    return report_.no(position, "record", judged.error().message);
  if (!error_ && !report_.fault) error_ = judged.error();
  return false;
}

// For the events of a stream that is corrected: few, so the server is asked again.
Result<std::string> UrlPass::record_at(std::uint64_t position) {
  auto entries = bundle(position / 256);
  if (!entries) return ledger::fail(Code::unavailable, "the server gave an entry once, not twice");
  return std::move((*entries)[position % 256]);
}

bool UrlPass::check_tile(const ledger::TileWrite& tile) {
  const auto width = static_cast<unsigned>(tile.hashes.size() / sizeof(Hash));
  const std::string target =
      "/" + ledger::tile_path(
                {.entries = false, .level = tile.id.level, .index = tile.id.index, .width = width});
  const std::uint64_t first = tile.id.index * 256;
  const auto given = get(target, first << 8 * tile.id.level);
  if (!given) return false;
  if (*given == tile.hashes) return true;
  const auto [at, in_given] =
      std::mismatch(tile.hashes.begin(), tile.hashes.end(), given->begin(), given->end());
  const auto hash = static_cast<std::uint64_t>(at - tile.hashes.begin()) / sizeof(Hash);
  return report_.no((first + hash) << 8 * tile.id.level, "tile",
                    target + " does not hold the hashes of the entries");
}

}  // namespace

Result<Report> verify_url(const Remote& remote, const Pinned& pinned, const Progress& progress) {
  auto client = api::Client::connect(remote.url, remote.token);
  if (!client) return tl::unexpected(client.error());
  return UrlPass(*client, pinned).run(progress);
}

}  // namespace tools
