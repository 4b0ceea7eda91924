#include <cstdio>
#include <memory>

#include "api/http/client.h"
#include "ledger/core/bytes.h"
#include "ledger/core/memory_store.h"
#include "ledger/programme/data_folder.h"
#include "ledger/programme/values.h"
#include "projections/log.h"
#include "projections/views.h"
#include "tools/query.h"
#include "tools/verbs.h"

namespace tools {
namespace {

using programme::Json;

struct Options {
  std::string data, url, token_file, view, id, as_of, format = "table";
  std::vector<std::string> where;
  bool json = false;
};

std::string cell(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) return "(sealed)";
  return value.dump();
}

// RFC 4180.
std::string csv_cell(const Json& value) {
  const std::string text = cell(value);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::vector<std::string> columns_of(const std::vector<Json>& rows) {
  std::vector<std::string> out = {"id"};
  if (rows.empty()) return out;
  for (const auto& [name, value] : rows.front().items())
    if (name != "id") out.push_back(name);
  return out;
}

void print_csv(const std::vector<Json>& rows) {
  const auto columns = columns_of(rows);
  for (std::size_t i = 0; i < columns.size(); ++i)
    std::printf("%s%s", i > 0 ? "," : "", columns[i].c_str());
  std::printf("\r\n");
  for (const Json& row : rows) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      std::printf("%s%s", i > 0 ? "," : "", csv_cell(row.value(columns[i], Json())).c_str());
    std::printf("\r\n");
  }
}

void print_table(const std::vector<Json>& rows) {
  const auto columns = columns_of(rows);
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

int print(const std::vector<Json>& rows, const Options& options) {
  if (options.json || options.format == "json")
    std::printf("%s\n", Json(rows).dump(2).c_str());
  else if (options.format == "csv")
    print_csv(rows);
  else
    print_table(rows);
  return exit_done;
}

// COLUMN=value.
ledger::Result<std::vector<std::pair<std::string, std::string>>> filters_of(
    const Options& options) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& text : options.where) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return ledger::fail(ledger::Code::invalid, "--where must be COLUMN=value");
    out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
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

int from_folder(const Options& options) {
  const auto filters = filters_of(options);
  if (!filters) return complain(exit_usage, filters.error().message);
  const auto folder = programme::FolderReader::open(data_folder(options.data));
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
  const auto viewer = projections::Viewer::local();
  std::vector<Json> rows;
  if (!options.id.empty()) {
    auto row = (*views)->row(options.view, options.id, *as_of, viewer);
    if (!row)
      return complain(row.error().code == ledger::Code::not_found ? exit_no : exit_usage,
                      row.error().message);
    rows.push_back(std::move(*row));
    return print(rows, options);
  }
  projections::ListQuery query;
  query.equals = *filters;
  query.limit = 1000;
  query.as_of = *as_of;
  for (;;) {
    auto page = (*views)->list(options.view, query, viewer);
    if (!page) return complain(exit_usage, page.error().message);
    std::move(page->rows.begin(), page->rows.end(), std::back_inserter(rows));
    if (!page->next) return print(rows, options);
    query.cursor = *page->next;
  }
}

int from_server(const Options& options) {
  const auto filters = filters_of(options);
  if (!filters) return complain(exit_usage, filters.error().message);
  const auto token = read_token(options.token_file);
  if (!token) return complain(exit_usage, token.error().message);
  auto client = api::Client::connect(options.url, *token);
  if (!client) return complain_opening(client.error());
  std::vector<Json> rows;
  std::string cursor;
  do {
    std::string query;
    if (!options.as_of.empty()) add_parameter(query, "as_of", options.as_of);
    if (options.id.empty()) add_parameter(query, "limit", "1000");
    if (!cursor.empty()) add_parameter(query, "cursor", cursor);
    for (const auto& [name, value] : *filters) add_parameter(query, name, value);
    const std::string row = options.id.empty() ? "" : "/" + percent_encode(options.id);
    const auto response = client->get("/v1/views/" + percent_encode(options.view) + row + query);
    if (!response) return complain(exit_not_opened, response.error().message);
    const Json answer = Json::parse(response->body, nullptr, false);
    if (response->status != 200 || !answer.is_object())
      return complain(response->status == 404 && !options.id.empty() ? exit_no : exit_usage,
                      answer.is_object() ? answer.value("detail", std::string("refused"))
                                         : "the server did not answer as expected");
    if (!options.id.empty()) return print({answer}, options);
    for (const Json& one : answer.at("rows")) rows.push_back(one);
    cursor = answer.at("next").is_null() ? "" : answer.at("next").get<std::string>();
  } while (!cursor.empty());
  return print(rows, options);
}

}  // namespace

void add_view(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("view", "Print a view, or one row of it");
  auto options = std::make_shared<Options>();
  verb->add_option("VIEW", options->view, "Name of the view, such as funding")->required();
  verb->add_option("ID", options->id, "One row");
  auto* data = add_data(*verb, options->data);
  verb->add_option("--url", options->url, "A server, instead of a folder")->excludes(data);
  verb->add_option("--token-file", options->token_file, "File with the token (or LEUIT_TOKEN)");
  verb->add_option("--as-of", options->as_of, "As it was known at this position or time");
  verb->add_option("--where", options->where, "COLUMN=value; may be repeated");
  verb->add_option("--format", options->format, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  verb->add_flag("--json", options->json, "The same as --format json");
  for (const char* flag : {"--occurred-by", "--diff", "--explain"}) add_later(*verb, flag);
  verb->footer("Example: leuit view placements --where state=confirmed");
  verb->callback([options, &action] {
    action = [options] {
      return options->url.empty() ? from_folder(*options) : from_server(*options);
    };
  });
}

}  // namespace tools
