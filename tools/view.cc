#include <algorithm>
#include <cstdio>
#include <memory>

#include "api/http/client.h"
#include "ledger/core/bytes.h"
#include "ledger/core/memory_store.h"
#include "ledger/programme/data_folder.h"
#include "ledger/programme/values.h"
#include "projections/column.h"
#include "projections/log.h"
#include "projections/views.h"
#include "tools/query.h"
#include "tools/verbs.h"

namespace tools {
namespace {

using programme::Json;

const char* const not_understood = "the server did not answer as expected";

struct Options {
  std::string data, url, token_file, view, id, as_of, sort, fields, format = "table";
  std::optional<std::string> summary;  // column; empty: all rows together
  std::vector<std::string> where;
  bool json = false;

  bool as_csv() const { return format == "csv" && !json; }
  // A row is asked for as it is; where it is cut or exported, as a list of that one.
  bool is_one_row() const { return !id.empty() && fields.empty() && !as_csv(); }
};
using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string cell(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) return "(sealed)";
  return value.dump();
}

std::vector<std::string> columns_of(const std::vector<Json>& rows, const Options& options) {
  std::vector<std::string> out = {options.summary ? *options.summary : "id"};
  if (out.front().empty()) out.clear();
  if (options.summary) out.emplace_back("count");
  const auto add = [&](const std::string& name) {
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  for (const std::string& name : projections::split_at_commas(options.fields))
    if (!name.empty()) add(name);
  if (!options.fields.empty() || rows.empty()) return out;
  for (const auto& [name, value] : rows.front().items()) add(name);
  return out;
}

void print_table(const std::vector<Json>& rows, const std::vector<std::string>& columns) {
  std::vector<std::size_t> widths;
  for (const auto& column : columns) {
    std::size_t width = column.size();
    for (const Json& row : rows)
      width = std::max(width, programme::character_count(cell(row.value(column, Json()))));
    widths.push_back(width);
  }
  const auto line = [&](auto&& text_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string text = text_of(columns[i]);
      const std::size_t gap = widths[i] - programme::character_count(text);
      std::printf("%s%s%s", i > 0 ? "  " : "", text.c_str(),
                  i + 1 < columns.size() ? std::string(gap, ' ').c_str() : "");
    }
    std::printf("\n");
  };
  line([](const std::string& column) { return column; });
  for (const Json& row : rows)
    line([&](const std::string& column) { return cell(row.value(column, Json())); });
}

// A group of a summary as one line, with columns such as sums.amount_idr.
Json flat(Json group) {
  for (const char* part : {"sums", "min", "max"}) {
    for (const auto& [name, value] : group[part].items())
      group[std::string(part) + "." + name] = value;
    group.erase(part);
  }
  return group;
}

int print(const std::vector<Json>& rows, const Options& options) {
  if (options.json || options.format == "json") {
    std::printf("%s\n", Json(rows).dump(2).c_str());
    return exit_done;
  }
  std::vector<Json> lines = rows;
  if (options.summary) std::transform(lines.begin(), lines.end(), lines.begin(), flat);
  print_table(lines, columns_of(lines, options));
  return exit_done;
}

int print_csv(const std::string& text, const Options& options) {
  const bool has_row = text.find('\n') + 1 < text.size();
  if (!options.id.empty() && !has_row)
    return complain(exit_no, "there is no such row in this view");
  std::fwrite(text.data(), 1, text.size(), stdout);
  return exit_done;
}

// COLUMN=value or COLUMN.OPERATOR=value.
ledger::Result<Parameters> filters_of(const Options& options) {
  Parameters out;
  for (const std::string& text : options.where) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return ledger::fail(ledger::Code::invalid, "--where must be COLUMN=value");
    out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  if (!options.id.empty() && !options.is_one_row()) out.emplace_back("id", options.id);
  return out;
}

ledger::Result<std::optional<std::int64_t>> as_of_position(const Options& options,
                                                           const ledger::Ledger& ledger) {
  if (options.as_of.empty()) return std::nullopt;
  if (const auto position = ledger::parse_decimal(options.as_of))
    return static_cast<std::int64_t>(*position);
  const auto moment = programme::parse_time(options.as_of);
  if (!moment)
    return ledger::fail(ledger::Code::invalid, "--as-of must be a position or an RFC 3339 time");
  const auto position = projections::Log(ledger).position_at(moment->utc_us);
  if (!position) return tl::unexpected(position.error());
  return *position;
}

// What an error of the views, or of the server that has them, comes to.
int complain_of(const ledger::Error& error, const Options& options) {
  if (error.code == ledger::Code::unavailable) return complain(exit_not_opened, error.message);
  const bool is_no = error.code == ledger::Code::not_found && !options.id.empty();
  return complain(is_no ? exit_no : exit_usage, error.message);
}

int print_list(const projections::Views& views, projections::ListQuery query,
               const Options& options) {
  const auto viewer = projections::Viewer::local();
  query.sort = options.sort;
  query.fields = options.fields;
  query.limit = std::nullopt;
  if (options.as_csv()) {
    const auto csv = views.csv(options.view, query, viewer);
    return csv ? print_csv(csv->text, options) : complain_of(csv.error(), options);
  }
  const auto page = views.list(options.view, query, viewer);
  if (!page) return complain_of(page.error(), options);
  if (!options.id.empty() && page->rows.empty())
    return complain(exit_no, "there is no such row in this view");
  return print(page->rows, options);
}

int print_summary(const projections::Views& views, const projections::SummaryQuery& query,
                  const Options& options) {
  const auto viewer = projections::Viewer::local();
  if (options.as_csv()) {
    const auto csv = views.summary_csv(options.view, query, viewer);
    return csv ? print_csv(csv->text, options) : complain_of(csv.error(), options);
  }
  const auto summary = views.summary(options.view, query, viewer);
  return summary ? print(summary->groups, options) : complain_of(summary.error(), options);
}

int from_folder(const Options& options) {
  const auto filters = filters_of(options);
  if (!filters) return complain(exit_usage, filters.error().message);
  auto folder = programme::FolderReader::open(data_folder(options.data));
  if (!folder) return complain_opening(folder.error());
  const auto as_of = as_of_position(options, (*folder)->ledger());
  if (!as_of) return complain(exit_usage, as_of.error().message);
  // Folded anew in memory, so that nothing in the folder changes and no server is in the way.
  ledger::MemoryStore store(projections::Views::table_names().size());
  auto views = projections::Views::open(store, (*folder)->ledger());
  if (!views) return complain_opening(views.error());
  for (;;) {
    const auto fed = (*views)->feed();
    if (!fed) return complain(exit_no, fed.error().message);
    if (*fed == 0) break;
  }
  if (options.summary) return print_summary(**views, {*filters, *options.summary, *as_of}, options);
  if (!options.is_one_row()) {
    projections::ListQuery query;
    query.where = *filters;
    query.as_of = *as_of;
    return print_list(**views, std::move(query), options);
  }
  auto row = (*views)->row(options.view, options.id, *as_of, projections::Viewer::local());
  return row ? print({std::move(*row)}, options) : complain_of(row.error(), options);
}

ledger::Result<std::string> ask(api::Client& client, const std::string& target) {
  auto response = client.get(target);
  if (!response) return tl::unexpected(response.error());
  if (response->status == 200) return std::move(response->body);
  const Json problem = Json::parse(response->body, nullptr, false);
  return ledger::fail(
      response->status == 404 ? ledger::Code::not_found : ledger::Code::invalid,
      problem.is_object() ? problem.value("detail", std::string("refused")) : not_understood);
}

// The address of the question, but for where a page begins.
std::string target_of(const Options& options, const Parameters& filters) {
  std::string query, path = "/v1/views/" + percent_encode(options.view);
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) add_parameter(query, name, value);
  };
  add("as_of", options.as_of);
  add("sort", options.sort);
  add("fields", options.fields);
  add("format", options.as_csv() ? "csv" : "");
  // With its operator no condition can be taken for a parameter, such as `sort`.
  for (const auto& [name, value] : filters)
    add_parameter(query, name.find('.') == std::string::npos ? name + ".eq" : name, value);
  if (options.is_one_row()) return path + "/" + percent_encode(options.id) + query;
  if (options.summary) {
    add("group_by", *options.summary);
    return path + "/summary" + query;
  }
  if (!options.as_csv()) add("limit", "1000");
  return path + query;
}

int print_pages(api::Client& client, const std::string& target, const Options& options) {
  std::vector<Json> rows;
  std::string cursor;
  do {
    std::string query = target;
    if (!cursor.empty()) query += "&cursor=" + percent_encode(cursor);
    const auto body = ask(client, query);
    if (!body) return complain_of(body.error(), options);
    const Json answer = Json::parse(*body, nullptr, false);
    if (!answer.is_object()) return complain(exit_usage, not_understood);
    if (options.is_one_row()) return print({answer}, options);
    for (const Json& one : answer.at(options.summary ? "groups" : "rows")) rows.push_back(one);
    const Json next = answer.value("next", Json());
    cursor = next.is_string() ? next.get<std::string>() : "";
  } while (!cursor.empty());
  if (!options.id.empty() && rows.empty())
    return complain(exit_no, "there is no such row in this view");
  return print(rows, options);
}

int from_server(const Options& options) {
  const auto filters = filters_of(options);
  if (!filters) return complain(exit_usage, filters.error().message);
  const auto token = read_token(options.token_file);
  if (!token) return complain(exit_usage, token.error().message);
  auto client = api::Client::connect(options.url, *token);
  if (!client) return complain_opening(client.error());
  const std::string target = target_of(options, *filters);
  if (!options.as_csv()) return print_pages(*client, target, options);
  const auto body = ask(*client, target);
  return body ? print_csv(*body, options) : complain_of(body.error(), options);
}

}  // namespace

void add_view(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("view", "Print a view, or one row of it");
  auto options = std::make_shared<Options>();
  verb->add_option("VIEW", options->view, "Name of the view, such as funding")->required();
  auto* id = verb->add_option("ID", options->id, "One row");
  auto* data = add_data(*verb, options->data);
  verb->add_option("--url", options->url, "A server, instead of a folder")->excludes(data);
  verb->add_option("--token-file", options->token_file, "File with the token (or LEUIT_TOKEN)");
  verb->add_option("--as-of", options->as_of, "As it was known at this position or time");
  verb->add_option("--where", options->where,
                   "COLUMN=value, or COLUMN.OPERATOR=value with eq, ne, gt, gte, lt, lte, in or "
                   "prefix; may be repeated")
      ->excludes(id);
  auto* sort = verb->add_option("--sort", options->sort, "COLUMN or -COLUMN, or several: A,-B");
  auto* fields = verb->add_option("--fields", options->fields, "These columns only: A,B");
  verb->add_option("--summary", options->summary,
                   "How many rows and what they come to, by COLUMN ('' for all together)")
      ->option_text("COLUMN")
      ->excludes(id)
      ->excludes(sort)
      ->excludes(fields);
  verb->add_option("--format", options->format, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  verb->add_flag("--json", options->json, "The same as --format json");
  for (const char* flag : {"--occurred-by", "--diff", "--explain"}) add_later(*verb, flag);
  verb->footer(
      "Example: leuit view placements --where state=confirmed --where months_confirmed.gte=3 "
      "--sort -start_on");
  verb->callback([options, &action] {
    action = [options] {
      return options->url.empty() ? from_folder(*options) : from_server(*options);
    };
  });
}

}  // namespace tools
