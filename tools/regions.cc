// `leuit regions`: the built-in region codes, and a full list of an edition into the log.
#include "ledger/programme/regions.h"

#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>

#include "ledger/core/clock.h"
#include "ledger/core/file.h"
#include "ledger/programme/values.h"
#include "tools/region_list.h"
#include "tools/target.h"
#include "tools/verbs.h"

namespace tools {
namespace {

using programme::Json;
namespace regions = programme::regions;

struct Options {
  std::string file, edition, code;
  TargetOptions target;
  bool dry_run = false, json = false;
};

// Events of one request: small enough to show that it goes on.
constexpr std::size_t batch_events_max = 20;

class Importing {
 public:
  Importing(Target& target, const RegionImport& import) : target_(target), import_(import) {}

  int run(const Options& options);

 private:
  // The events that the log does not have yet. refused: it has others than these.
  ledger::Result<std::vector<const Json*>> missing();
  Answer send(const std::vector<const Json*>& events, std::size_t from);
  void show_progress(std::size_t done, bool last) const {
    if (isatty(STDERR_FILENO) == 0) return;
    std::fprintf(stderr, "\r%zu of %zu events%s", done, import_.events.size(), last ? "\n" : "");
  }

  Target& target_;
  const RegionImport& import_;
};

ledger::Result<std::vector<const Json*>> Importing::missing() {
  const auto there = target_.stream(import_.subject);
  if (!there) return tl::unexpected(there.error());
  std::map<std::string, const Json*> open;
  for (const Json& event : import_.events) open[event.at("id")] = &event;
  for (const Json& event : *there) {
    if (!event.at("type").get_ref<const std::string&>().starts_with("system.reference_")) continue;
    const auto ours = open.find(event.at("id").get<std::string>());
    if (ours == open.end() || event.at("source") != ours->second->at("source") ||
        event.at("data") != ours->second->at("data"))
      return ledger::fail(ledger::Code::refused, "the log has rows of " + import_.edition +
                                                     " that come from another list: position " +
                                                     event.at("position").get<std::string>() +
                                                     " differs");
    open.erase(ours);
  }
  std::vector<const Json*> out;
  for (const Json& event : import_.events)
    if (open.contains(event.at("id").get<std::string>())) out.push_back(&event);
  return out;
}

Answer Importing::send(const std::vector<const Json*>& events, std::size_t from) {
  std::string body;
  for (std::size_t i = from; i < std::min(from + batch_events_max, events.size()); ++i)
    body += (i == from ? "[" : ",") + events[i]->dump();
  return target_.record(body + "]", true);
}

void print_outcome(const RegionImport& import, std::size_t recorded, const Options& options) {
  const std::size_t already = options.dry_run ? 0 : import.events.size() - recorded;
  if (options.json) {
    const Json out = {{"edition", import.edition},      {"rows", import.rows},
                      {"events", import.events.size()}, {"recorded", recorded},
                      {"already_there", already},       {"digest", import.digest},
                      {"ruled_out", import.ruled_out},  {"dry_run", options.dry_run}};
    std::printf("%s\n", out.dump().c_str());
    return;
  }
  std::printf("%s: %zu rows in %zu events", import.edition.c_str(), import.rows,
              import.events.size());
  if (options.dry_run)
    std::printf(", none recorded");
  else
    std::printf(", %zu recorded, %zu there already", recorded, already);
  std::printf("\n%s\n", import.digest.c_str());
}

int Importing::run(const Options& options) {
  const auto open = missing();
  if (!open)
    return complain(open.error().code == ledger::Code::refused ? exit_no : exit_not_opened,
                    open.error().message);
  const std::size_t already = import_.events.size() - open->size();
  for (std::size_t sent = 0; sent < open->size(); sent += batch_events_max) {
    show_progress(already + sent, false);
    const Answer answer = send(*open, sent);
    if (answer.problem.empty()) continue;
    return complain(answer.lost ? exit_not_opened : exit_no,
                    answer.problem + "; what is recorded stays, and the same command goes on");
  }
  show_progress(import_.events.size(), true);
  print_outcome(import_, open->size(), options);
  return exit_done;
}

bool is_edition(const std::string& id) {
  return programme::matches(programme::format::edition, id) &&
         programme::is_stream_name("system/regions-" + id);
}

int import_list(const Options& options) {
  if (!is_edition(options.edition))
    return complain(exit_usage,
                    "--edition must be as events write it, such as KEPMENDAGRI-100.1.1-6117-2022");
  const auto text = ledger::read_file(options.file);
  if (!text) return complain(exit_usage, "the file " + options.file + " cannot be read");
  const auto rows = parse_region_list(*text);
  if (!rows) return complain(exit_usage, options.file + ": " + rows.error().message);
  ledger::SystemClock clock;
  const auto import = lay_out(*rows, options.edition, programme::format_time(clock.now_us()));
  if (import.ruled_out > 0)
    complain(exit_done, "note: " + std::to_string(import.ruled_out) +
                            " codes of the list are not in " + options.edition +
                            " by what is built in, the first is " + import.first_ruled_out);
  if (options.dry_run) {
    print_outcome(import, 0, options);
    return exit_done;
  }
  return with_target(options.target,
                     [&](Target& target) { return Importing(target, import).run(options); });
}

Json digest_or_null(const regions::Edition& edition) {
  return edition.digest.empty() ? Json() : Json(edition.digest);
}

int list_rows(const Options& options) {
  const regions::Edition* edition = regions::find_edition(options.edition);
  if (edition == nullptr)
    return complain(exit_usage, "no such edition is built in: `leuit regions list` names them");
  const auto rows = regions::rows_read_in(edition->id);
  if (!options.json) {
    for (const auto& row : rows)
      std::printf("%s\n", (std::string(row.code) + "," + std::string(row.name)).c_str());
    return exit_done;
  }
  Json out = {{"edition", edition->id},
              {"signed_on", edition->signed_on},
              {"digest", digest_or_null(*edition)},
              {"rows", Json::array()}};
  for (const auto& row : rows) out["rows"].push_back({{"code", row.code}, {"name", row.name}});
  std::printf("%s\n", out.dump().c_str());
  return exit_done;
}

int list_editions(const Options& options) {
  Json all = Json::array();
  for (const auto& edition : regions::editions()) {
    const std::size_t rows = regions::rows_read_in(edition.id).size();
    all.push_back({{"edition", edition.id},
                   {"signed_on", edition.signed_on},
                   {"rows", rows},
                   {"digest", digest_or_null(edition)}});
    if (!options.json)
      std::printf("%-30s  %s  %3zu  %s\n", std::string(edition.id).c_str(),
                  std::string(edition.signed_on).c_str(), rows,
                  rows == 0 ? "no row of it is built in" : std::string(edition.digest).c_str());
  }
  if (options.json) std::printf("%s\n", Json{{"editions", all}}.dump().c_str());
  return exit_done;
}

const char* word(regions::Cover cover) {
  switch (cover) {
    case regions::Cover::yes:
      return "yes";
    case regions::Cover::no:
      return "no";
    case regions::Cover::not_covered:
      return "not_covered";
  }
  return "";
}

// How an edition has the region: under which code, whether that is built in, and the name.
Json in_edition(const regions::Edition& edition, const std::string& code) {
  const std::string own = regions::code_in(edition.id, code).value_or(code);
  Json out = {{"edition", edition.id},
              {"code", own},
              {"built_in", word(regions::covers(edition.id, own))},
              {"name", nullptr}};
  for (const auto& read : regions::names_of(own))
    if (read.edition == edition.id) out["name"] = read.name;
  return out;
}

void print_region(const Json& region) {
  std::printf("%s  %s (%s)\n", region["code"].get<std::string>().c_str(),
              region["level"]["id"].get<std::string>().c_str(),
              region["level"]["en"].get<std::string>().c_str());
  for (const Json& one : region["editions"]) {
    const std::string built_in = one["built_in"];
    const std::string name = one["name"].is_string() ? one["name"].get<std::string>()
                             : built_in == "yes"     ? "(name not read)"
                             : built_in == "no"      ? "(not in this edition)"
                                                     : "(not built in)";
    std::printf("  %-30s  %-13s  %s\n", one["edition"].get<std::string>().c_str(),
                one["code"].get<std::string>().c_str(), name.c_str());
  }
  for (const char* way : {"earlier", "later"})
    for (const Json& code : region[way])
      std::printf("  %s code: %s\n", way, code.get<std::string>().c_str());
}

int show(const Options& options) {
  if (!programme::is_region(options.code))
    return complain(exit_usage,
                    "a region is shown by its code of the Ministry of Home Affairs with dots, such "
                    "as 36.02.27.2010: not by name, nor by the code of BPS");
  const auto level = regions::level_of(options.code);
  Json region = {{"code", options.code},
                 {"level", {{"id", level.id}, {"en", level.en}}},
                 {"editions", Json::array()},
                 {"earlier", Json::array()},
                 {"later", Json::array()}};
  bool found = false;
  for (const auto& edition : regions::editions()) {
    region["editions"].push_back(in_edition(edition, options.code));
    found |= region["editions"].back()["built_in"] == "yes";
  }
  const char* way = "earlier";
  for (const std::string& code : regions::codes_of(options.code)) {
    if (code == options.code)
      way = "later";
    else
      region[way].push_back(code);
  }
  if (options.json)
    std::printf("%s\n", region.dump().c_str());
  else
    print_region(region);
  return found ? exit_done : exit_no;
}

void add_import(CLI::App& verb, const std::shared_ptr<Options>& options, Action& action) {
  auto* import = verb.add_subcommand("import", "Record a full list of an edition's codes");
  import->add_option("FILE", options->file, "CSV of code,name, codes with their dots")->required();
  import->add_option("--edition", options->edition, "The edition, as events write it")->required();
  add_target(*import, options->target);
  import->add_flag("--dry-run", options->dry_run, "Say what would be recorded, and record nothing");
  import->add_flag("--json", options->json, "Answer as JSON");
  import->footer(
      "Example: leuit regions import wilayah.csv --edition KEPMENDAGRI-100.1.1-6117-2022 --data "
      "./leuit-data");
  import->callback(
      [options, &action] { action = [options] { return import_list(*options);
};
}  // namespace
);
}  // namespace tools

}  // namespace

void add_regions(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("regions", "Region codes: built in, and imported");
  verb->require_subcommand(1);
  verb->footer("Example: leuit regions show 94.04");
  auto options = std::make_shared<Options>();
  add_import(*verb, options, action);

  auto* list = verb->add_subcommand("list", "The built-in editions, or the rows of one");
  list->add_option("--edition", options->edition, "The rows of this edition, as code,name");
  list->add_flag("--json", options->json, "Answer as JSON");
  list->footer("Example: leuit regions list --edition PERMENDAGRI-72-2019");
  list->callback([options, &action] {
    action = [options] {
      return options->edition.empty() ? list_editions(*options) : list_rows(*options);
    };
  });

  auto* one = verb->add_subcommand("show", "A region: level, names, earlier and later codes");
  one->add_option("CODE", options->code, "Code with its dots")->required();
  one->add_flag("--json", options->json, "Answer as JSON");
  one->footer("Example: leuit regions show 91.09");
  one->callback([options, &action] { action = [options] { return show(*options); }; });
}

}  // namespace tools
