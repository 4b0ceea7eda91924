// `leuit record`: JSON Lines into a ledger, in chunks that are recorded whole. Where a chunk is
// refused, its lines are sent one by one, so that everything before the refused line is in and
// nothing after it.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "ledger/programme/json.h"
#include "tools/target.h"
#include "tools/verbs.h"

namespace tools {
namespace {

struct Options {
  std::string file;
  TargetOptions target;
  bool keep_going = false, json = false;
};

constexpr std::size_t chunk_lines_max = 500, chunk_bytes_max = 3 << 20;

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

int record(const Options& options, Target& target) {
  Recording recording(target, options);
  if (options.file == "-") return read_lines(std::cin, recording);
  std::ifstream file(options.file);
  // A folder can be opened, and cannot be read.
  if (!file || (file.peek(), file.bad()))
    return complain(exit_usage, "the file " + options.file + " cannot be read");
  return read_lines(file, recording);
}

}  // namespace

void add_record(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("record", "Record events from JSON Lines");
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->file, "File of CloudEvents, one a line; - for standard input")
      ->required();
  add_target(*verb, options->target);
  verb->add_flag("--keep-going", options->keep_going, "Report refused lines and go on");
  verb->add_flag("--json", options->json, "Answer as JSON");
  verb->footer("Example: leuit record events.jsonl --data ./leuit-data");
  verb->callback([options, &action] {
    action = [options] {
      return with_target(options->target, [&](Target& target) { return record(*options, target); });
    };
  });
}

}  // namespace tools
