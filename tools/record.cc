// `leuit record`: JSON Lines into a ledger, in chunks that are recorded whole. Where a chunk is
// refused, its lines are sent one by one, so that everything before the refused line is in and
// nothing after it.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "api/http/client.h"
#include "ledger/programme/data_folder.h"
#include "ledger/programme/json.h"
#include "tools/verbs.h"

namespace tools {
namespace {

struct Options {
  std::string file, data, url, token_file, master_key_file;
  bool keep_going = false, json = false;
};

constexpr std::size_t chunk_lines_max = 500, chunk_bytes_max = 3 << 20;

struct Answer {
  std::vector<std::uint64_t> positions;  // empty where refused
  std::string problem;                   // one line for a person
  bool lost = false;                     // there was no answer at all
};

// Where lines go: a folder or a server.
class Target {
 public:
  virtual ~Target() = default;
  virtual Answer record(const std::string& body, bool batch) = 0;
  virtual std::uint64_t size() = 0;  // of the ledger before anything is sent
};

class FolderTarget : public Target {
 public:
  explicit FolderTarget(std::unique_ptr<programme::Folder> folder) : folder_(std::move(folder)) {}

  Answer record(const std::string& body, bool batch) override {
    auto taken = folder_->registrar().take(body, batch, {}, {});
    if (!taken) return refused(taken.error());
    Answer answer;
    folder_->writer().submit(
        std::move(taken->submission), std::move(taken->subjects), [&](ledger::Outcome outcome) {
          const auto done = programme::Registrar::outcome(std::move(outcome), batch);
          if (!done) {
            answer = refused(done.error());
            return;
          }
          for (const auto& receipt : done->receipts) answer.positions.push_back(receipt.position);
        });
    folder_->writer().round();
    return answer;
  }
  std::uint64_t size() override { return folder_->ledger().size(); }

 private:
  static Answer refused(const programme::Rejection& rejection) {
    Answer out;
    out.lost = rejection.kind == programme::Refused::read_only;
    if (!rejection.rule.empty()) out.problem = rejection.rule + " " + rejection.name + ": ";
    out.problem += rejection.detail;
    for (const auto& fault : rejection.faults)
      out.problem += "; " + fault.pointer + " " + fault.detail;
    return out;
  }

  std::unique_ptr<programme::Folder> folder_;
};

class ServerTarget : public Target {
 public:
  explicit ServerTarget(api::Client client) : client_(std::move(client)) {}

  Answer record(const std::string& body, bool batch) override {
    const auto response =
        client_.post("/v1/events",
                     {{"Content-Type", batch ? "application/cloudevents-batch+json"
                                             : "application/cloudevents+json"},
                      {"Prefer", "return=minimal"}},
                     body);
    if (!response) return {{}, response.error().message, true};
    const auto answer = programme::Json::parse(response->body, nullptr, false);
    Answer out;
    if (response->status == 200 || response->status == 201) {
      for (const auto& receipt : answer.at("receipts"))
        out.positions.push_back(std::stoull(receipt.at("position").get<std::string>()));
      return out;
    }
    out.lost = response->status >= 500 || response->status == 401;
    out.problem = answer.is_object() ? answer.value("rule", std::string()) + " " +
                                           answer.value("detail", std::string("refused"))
                                     : "the server answered " + std::to_string(response->status);
    if (answer.is_object() && answer.contains("errors"))
      for (const auto& fault : answer["errors"])
        out.problem += "; " + fault.value("pointer", std::string()) + " " +
                       fault.value("detail", std::string());
    return out;
  }
  std::uint64_t size() override {
    const auto response = client_.get("/healthz");
    if (!response) return 0;
    for (const auto& [name, value] : response->headers)
      if (name == "leuit-position") return static_cast<std::uint64_t>(std::stoll(value) + 1);
    return 0;
  }

 private:
  api::Client client_;
};

struct Line {
  std::uint64_t number;
  std::string text;
};

class Recording {
 public:
  Recording(Target& target, const Options& options)
      : target_(target), options_(options), head_(target.size()) {}

  // False: stop, for a refusal or because the ledger cannot be reached.
  bool send(std::vector<Line>& chunk) {
    if (chunk.empty()) return true;
    bool more = true;
    if (!send_whole(chunk))
      for (const Line& line : chunk)
        if (more) more = send_one(line);
    chunk.clear();
    show_progress(false);
    return more;
  }
  int finish() {
    show_progress(true);
    if (options_.json)
      std::printf("{\"recorded\":%llu,\"already_there\":%llu,\"refused\":%llu}\n", recorded_,
                  repeated_, refused_);
    else
      std::printf("%llu recorded, %llu there already, %llu refused\n", recorded_, repeated_,
                  refused_);
    return lost_ ? exit_not_opened : refused_ > 0 ? exit_no : exit_done;
  }

 private:
  // False: nothing was recorded. What is not one JSON text a line could join into other events.
  bool send_whole(const std::vector<Line>& chunk) {
    std::string body = "[";
    for (const Line& line : chunk) {
      if (!programme::Json::accept(line.text)) return false;
      body += (body.size() > 1 ? "," : "") + line.text;
    }
    const Answer whole = target_.record(body + "]", true);
    if (whole.problem.empty()) count(whole);
    return whole.problem.empty();
  }
  bool send_one(const Line& line) {
    const Answer answer = target_.record(line.text, false);
    if (answer.problem.empty()) {
      count(answer);
      return true;
    }
    std::fprintf(stderr, "leuit: line %llu: %s\n", static_cast<unsigned long long>(line.number),
                 answer.problem.c_str());
    lost_ = answer.lost;
    if (!lost_) ++refused_;
    return !lost_ && options_.keep_going;
  }
  void count(const Answer& answer) {
    for (const std::uint64_t position : answer.positions) {
      if (position < head_) {
        ++repeated_;
      } else {
        ++recorded_;
        head_ = position + 1;
      }
    }
  }
  void show_progress(bool last) const {
    if (isatty(STDERR_FILENO) == 0) return;
    std::fprintf(stderr, "\r%llu events%s", recorded_ + repeated_, last ? "\n" : "");
  }

  Target& target_;
  const Options& options_;
  std::uint64_t head_;
  unsigned long long recorded_ = 0, repeated_ = 0, refused_ = 0;
  bool lost_ = false;
};

int read_lines(std::istream& in, Recording& recording) {
  std::vector<Line> chunk;
  std::size_t bytes = 0;
  std::uint64_t number = 0;
  bool more = true;
  for (std::string text; more && std::getline(in, text);) {
    ++number;
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (chunk.size() == chunk_lines_max || bytes + text.size() > chunk_bytes_max) {
      more = recording.send(chunk);
      bytes = 0;
    }
    bytes += text.size();
    if (more) chunk.push_back({number, std::move(text)});
  }
  if (more) recording.send(chunk);
  return recording.finish();
}

int with_target(const Options& options, Target& target) {
  Recording recording(target, options);
  if (options.file == "-") return read_lines(std::cin, recording);
  std::ifstream file(options.file);
  // A folder can be opened, and cannot be read.
  if (!file || (file.peek(), file.bad()))
    return complain(exit_usage, "the file " + options.file + " cannot be read");
  return read_lines(file, recording);
}

int record(const Options& options) {
  if (!options.url.empty()) {
    const auto token = read_token(options.token_file);
    if (!token) return complain(exit_usage, token.error().message);
    auto client = api::Client::connect(options.url, *token);
    if (!client) return complain_opening(client.error());
    if (const auto alive = client->get("/healthz"); !alive)
      return complain(exit_not_opened, alive.error().message);
    ServerTarget target(std::move(*client));
    return with_target(options, target);
  }
  ledger::SystemClock clock;
  ledger::SystemRandom random;
  programme::MasterKeySource master;
  if (!options.master_key_file.empty()) master.file = options.master_key_file;
  auto folder = programme::Folder::open(data_folder(options.data), master, clock, random);
  if (!folder) return complain_opening(folder.error());
  FolderTarget target(std::move(*folder));
  return with_target(options, target);
}

}  // namespace

void add_record(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("record", "Record events from JSON Lines");
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->file, "File of CloudEvents, one a line; - for standard input")
      ->required();
  auto* data = add_data(*verb, options->data);
  verb->add_option("--url", options->url, "A server, instead of a folder")->excludes(data);
  verb->add_option("--token-file", options->token_file, "File with the token (or LEUIT_TOKEN)");
  verb->add_option("--master-key-file", options->master_key_file, "File with the master key");
  verb->add_flag("--keep-going", options->keep_going, "Report refused lines and go on");
  verb->add_flag("--json", options->json, "Answer as JSON");
  verb->footer("Example: leuit record events.jsonl --data ./leuit-data");
  verb->callback([options, &action] { action = [options] { return record(*options); }; });
}

}  // namespace tools
