#include "tools/verify.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include "ledger/core/file.h"
#include "ledger/programme/json.h"
#include "tools/verbs.h"

namespace tools {
namespace {

using ledger::Code;
using ledger::Result;

struct Options {
  std::string file, data, url, key, checkpoint, token_file;
  bool data_given = false, json = false, rules = false;
};

// A number as a person reads it: 2,037.
std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

// On a terminal, and where the work takes more than two seconds: how far it has come.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (is_shown_) std::fputs("\r\033[K", stderr);
  }
  void show(std::uint64_t done, std::uint64_t all) {
    const auto now = Clock::now();
    if (!is_terminal_ || all == 0 || now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    is_shown_ = true;
    const auto marks =
        static_cast<int>(20.0 * static_cast<double>(done) / static_cast<double>(all));
    const std::string bar(static_cast<std::size_t>(marks), '#');
    std::fprintf(stderr, "\r[%-20s] %s of %s events", bar.c_str(), grouped(done).c_str(),
                 grouped(all).c_str());
    std::fflush(stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;
  const bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(2);
  bool is_shown_ = false;
};

Result<std::string> read_input(const std::string& file) {
  auto text = ledger::read_file(file);
  if (!text) return ledger::fail(Code::invalid, text.error().message);
  return text;
}

Result<ledger::VerifierKey> read_key(const std::string& file) {
  const auto text = read_input(file);
  if (!text) return tl::unexpected(text.error());
  auto key = ledger::VerifierKey::parse(text->substr(0, text->find_first_of("\r\n")));
  if (!key)
    return ledger::fail(Code::invalid,
                        file + " holds no verifier key, one line such as identity/verifier-key");
  return key;
}

Result<Pinned> read_pinned(const Options& options) {
  Pinned pinned;
  pinned.rules = options.rules;
  if (!options.key.empty()) {
    auto key = read_key(options.key);
    if (!key) return tl::unexpected(key.error());
    pinned.key = std::move(*key);
  }
  if (!options.checkpoint.empty()) {
    auto note = read_input(options.checkpoint);
    if (!note) return tl::unexpected(note.error());
    pinned.checkpoint = std::move(*note);
  }
  return pinned;
}

Result<Report> verify_file(const Options& options) {
  if (!options.url.empty() || !options.checkpoint.empty() || options.rules)
    return ledger::fail(Code::invalid,
                        "a receipt is checked alone: leave --url, --checkpoint and --rules");
  const auto text = read_input(options.file);
  if (!text) return tl::unexpected(text.error());
  if (text->starts_with("c2sp.org/tlog-proof@v1"))
    return ledger::fail(Code::invalid,
                        options.file +
                            " is a tlog-proof, which has no record; give the receipt "
                            "(/v1/events/P/receipt)");
  if (options.key.empty() && !options.data_given)
    return ledger::fail(Code::invalid,
                        "a receipt is checked against a key that you trust: give it with --key");
  const auto key =
      read_key(options.key.empty() ? options.data + "/identity/verifier-key" : options.key);
  if (!key) return tl::unexpected(key.error());
  return verify_receipt(*text, *key);
}

Result<Report> verify(const Options& options) {
  if (!options.file.empty()) return verify_file(options);
  const auto pinned = read_pinned(options);
  if (!pinned) return tl::unexpected(pinned.error());
  ProgressLine line;
  const Progress progress = [&line](auto done, auto all) { line.show(done, all); };
  if (options.url.empty()) return verify_folder(options.data, *pinned, progress);
  auto token = read_token(options.token_file);
  if (!token) return tl::unexpected(token.error());
  return verify_url({options.url, std::move(*token)}, *pinned, progress);
}

void print_json(const Report& report) {
  programme::Json out = {{"ok", !report.fault.has_value()},
                         {"size", std::to_string(report.size)},
                         {"streams", std::to_string(report.streams)},
                         {"checkpoints", std::to_string(report.checkpoints)}};
  if (report.rules)
    out["rules"] = {{"judged", std::to_string(report.rules->judged)},
                    {"judged_in_part", std::to_string(report.rules->judged_in_part)}};
  if (!report.fault) out["root"] = ledger::to_hex(ledger::view(report.root));
  if (report.fault) {
    programme::Json& fault =
        out["fault"] = {{"kind", report.fault->kind}, {"detail", report.fault->detail}};
    if (report.fault->position)
      fault["position"] = std::to_string(*report.fault->position);
    else
      fault["position"] = nullptr;
    if (const auto& broken = report.fault->rule) {
      fault["type"] = broken->type;
      fault["rule"] = broken->rule;
      fault["name"] = broken->name;
    }
  }
  std::puts(programme::canonical(out).c_str());
}

std::string proven(const Options& options, const Report& report) {
  const std::string root = " root " + ledger::to_hex(ledger::view(report.root));
  if (!options.file.empty())
    return report.remark + " is proven under the checkpoint of " + grouped(report.size) +
           " events." + root;
  const auto many = [](std::uint64_t count, const char* what) {
    return grouped(count) + " " + what + (count == 1 ? "" : "s");
  };
  return many(report.size, "event") + ", " + many(report.streams, "stream") + ", " +
         many(report.checkpoints, "checkpoint") + ": all proven." + root;
}

// Nothing where no rule was asked.
std::string allowed(const Report& report) {
  if (!report.rules) return "";
  std::string out = "\n" + grouped(report.rules->judged) +
                    " judged again by the rules: all would have been allowed.";
  if (report.rules->judged_in_part > 0)
    out += " Of " + grouped(report.rules->judged_in_part) +
           " a rule about personal values could not be asked without the vault.";
  return out;
}

std::string refused(const Options& options, const Finding& fault) {
  const char* advice = !options.file.empty()  ? "ask the ledger for the receipt again"
                       : !options.url.empty() ? "keep what the server gave, and tell its operator"
                                              : "keep this folder as it is for the inquiry, and "
                                                "put back a copy that verifies";
  const std::string place =
      fault.position ? "position " + std::to_string(*fault.position) + ": " : std::string();
  return place + fault.detail + "; " + advice;
}

int run(const Options& options) {
  const auto report = verify(options);
  if (!report) return complain_opening(report.error());
  const int exit_code = report->fault ? exit_no : exit_done;
  if (options.json) {
    print_json(*report);
    return exit_code;
  }
  if (report->fault) return complain(exit_no, refused(options, *report->fault));
  std::puts((proven(options, *report) + allowed(*report)).c_str());
  if (options.file.empty() && !report->remark.empty()) complain(exit_done, report->remark);
  return exit_code;
}

}  // namespace

bool Report::no(std::optional<std::uint64_t> position, std::string kind, std::string detail) {
  if (!fault) fault = Finding{position, std::move(kind), std::move(detail)};
  return false;
}

void add_verify(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("verify", "Prove a ledger, a server or a receipt");
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->file, "A receipt; without it, a whole ledger is proven");
  auto* data = add_data(*verb, options->data);
  verb->add_option("--url", options->url, "A server, instead of a folder");
  verb->add_option("--key", options->key, "File with the verifier key that must have signed");
  verb->add_option("--checkpoint", options->checkpoint,
                   "File with an earlier checkpoint that the ledger must still contain");
  verb->add_option("--token-file", options->token_file, "File with the token (or LEUIT_TOKEN)");
  verb->add_flag("--json", options->json, "One JSON object");
  verb->add_flag("--rules", options->rules,
                 "Judge every event again; the states of all streams are kept in memory for it, "
                 "about 1 KB a stream (1.3 million streams: 1.5 GB)");
  for (const char* flag : {"--documents", "--from"}) add_later(*verb, flag);
  verb->footer(
      "Examples: leuit verify --data ./leuit-data\n"
      "          leuit verify --data ./leuit-data --rules\n"
      "          leuit verify receipt.json --key verifier-key");
  verb->callback([options, data, &action] {
    options->data_given = data->count() > 0;
    options->data = data_folder(options->data);
    action = [options] { return run(*options); };
  });
}

}  // namespace tools
