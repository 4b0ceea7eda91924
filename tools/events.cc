#include <cstdio>
#include <memory>

#include "api/http/client.h"
#include "ledger/core/bytes.h"
#include "ledger/programme/data_folder.h"
#include "ledger/programme/json.h"
#include "ledger/programme/values.h"
#include "projections/log.h"
#include "tools/query.h"
#include "tools/verbs.h"

namespace tools {
namespace {

struct Options {
  std::string data, url, token_file;
  std::string after, subject, type, area, source, id, from, to, order = "asc";
  std::uint64_t limit = 0;  // 0: all
  bool json = false;
};

void print(const std::string& record) {
  std::fwrite(record.data(), 1, record.size(), stdout);
  std::fputc('\n', stdout);
}

ledger::Result<projections::EventQuery> query_of(const Options& options) {
  projections::EventQuery out;
  const auto text = [](const std::string& value) {
    return value.empty() ? std::nullopt : std::optional(value);
  };
  out.subject = text(options.subject);
  out.type = text(options.type);
  out.area = text(options.area);
  out.source = text(options.source);
  out.id = text(options.id);
  out.descending = options.order == "desc";
  if (!options.after.empty()) {
    out.after = ledger::parse_decimal(options.after);
    if (!out.after) return ledger::fail(ledger::Code::invalid, "--after must be a position");
  }
  const auto moment = [](const std::string& value, std::optional<std::int64_t>& into) {
    if (value.empty()) return true;
    const auto parsed = programme::parse_time(value);
    if (parsed) into = parsed->utc_us;
    return parsed.has_value();
  };
  if (!moment(options.from, out.from_us) || !moment(options.to, out.to_us))
    return ledger::fail(ledger::Code::invalid,
                        "--from and --to must be RFC 3339 times with an offset");
  return out;
}

int from_folder(const Options& options) {
  auto query = query_of(options);
  if (!query) return complain(exit_usage, query.error().message);
  const auto folder = programme::FolderReader::open(data_folder(options.data));
  if (!folder) return complain_opening(folder.error());
  const projections::Log log((*folder)->ledger());
  std::uint64_t left = options.limit == 0 ? UINT64_MAX : options.limit;
  for (;;) {
    query->limit = std::min<std::uint64_t>(left, 1000);
    const auto page = log.events(*query, projections::Viewer::local());
    if (!page) return complain(exit_no, page.error().message);
    for (const std::string& record : page->records) print(record);
    left -= page->records.size();
    if (!page->next || left == 0) return exit_done;
    query->after = page->next;
  }
}

std::string target_of(const Options& options, const std::string& after, std::uint64_t limit) {
  std::string query;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) add_parameter(query, name, value);
  };
  add("after", after);
  add("subject", options.subject);
  add("type", options.type);
  add("area", options.area);
  add("source", options.source);
  add("id", options.id);
  add("from", options.from);
  add("to", options.to);
  add("order", options.order);
  add("limit", std::to_string(limit));
  return "/v1/events" + query;
}

int from_server(const Options& options) {
  const auto token = read_token(options.token_file);
  if (!token) return complain(exit_usage, token.error().message);
  auto client = api::Client::connect(options.url, *token);
  if (!client) return complain_opening(client.error());
  std::uint64_t left = options.limit == 0 ? UINT64_MAX : options.limit;
  std::string after = options.after;
  for (;;) {
    const auto response =
        client->get(target_of(options, after, std::min<std::uint64_t>(left, 1000)));
    if (!response) return complain(exit_not_opened, response.error().message);
    const auto page = programme::Json::parse(response->body, nullptr, false);
    if (response->status != 200)
      return complain(exit_usage, page.is_object() ? page.value("detail", std::string("refused"))
                                                   : "the server did not answer as expected");
    for (const auto& event : page.at("events")) print(programme::canonical(event));
    left -= page.at("events").size();
    if (page.at("next").is_null() || left == 0) return exit_done;
    after = page.at("next").get<std::string>();
  }
}

}  // namespace

void add_events(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("events", "Print events as JSON Lines");
  auto options = std::make_shared<Options>();
  auto* data = add_data(*verb, options->data);
  verb->add_option("--url", options->url, "A server, instead of a folder")->excludes(data);
  verb->add_option("--token-file", options->token_file, "File with the token (or LEUIT_TOKEN)");
  verb->add_option("--after", options->after, "Start after this position");
  verb->add_option("--limit", options->limit, "At most so many (default: all)")
      ->check(CLI::Range(std::uint64_t{1}, UINT64_MAX));
  verb->add_option("--subject", options->subject, "Events of one stream");
  verb->add_option("--type", options->type, "Events of one type");
  verb->add_option("--area", options->area, "Events at or below a region");
  verb->add_option("--source", options->source, "Events of one source");
  verb->add_option("--id", options->id, "Events with this id");
  verb->add_option("--from", options->from, "Happened at this time or later");
  verb->add_option("--to", options->to, "Happened before this time");
  verb->add_option("--order", options->order, "asc or desc")
      ->check(CLI::IsMember({"asc", "desc"}))
      ->capture_default_str();
  verb->add_flag("--json", options->json, "JSON Lines, which is what it prints in any case");
  add_later(*verb, "--follow");
  verb->footer("Example: leuit events --subject grant/2023-LBK-01");
  verb->callback([options, &action] {
    action = [options] {
      return options->url.empty() ? from_folder(*options) : from_server(*options);
    };
  });
}

}  // namespace tools
