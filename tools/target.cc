#include "tools/target.h"

#include <memory>

#include "api/http/client.h"
#include "ledger/programme/data_folder.h"
#include "projections/log.h"
#include "tools/query.h"
#include "tools/verbs.h"

namespace tools {
namespace {

using programme::Json;

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
  ledger::Result<std::vector<Json>> stream(const std::string& subject) override {
    const projections::Log log(folder_->ledger());
    projections::EventQuery query;
    query.subject = subject;
    std::vector<Json> out;
    do {
      const auto page = log.events(query, projections::Viewer::local());
      if (!page) return tl::unexpected(page.error());
      for (const std::string& record : page->records) out.push_back(Json::parse(record));
      query.after = page->next;
    } while (query.after);
    return out;
  }

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
    const auto answer = Json::parse(response->body, nullptr, false);
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
  ledger::Result<std::vector<Json>> stream(const std::string& subject) override {
    std::vector<Json> out;
    for (std::string after; true;) {
      std::string query;
      add_parameter(query, "subject", subject);
      if (!after.empty()) add_parameter(query, "after", after);
      const auto response = client_.get("/v1/events" + query);
      if (!response) return tl::unexpected(response.error());
      const Json page = Json::parse(response->body, nullptr, false);
      if (response->status != 200 || !page.is_object())
        return ledger::fail(ledger::Code::unavailable,
                            page.is_object() ? page.value("detail", std::string("refused"))
                                             : "the server did not answer as expected");
      for (const Json& event : page.at("events")) out.push_back(event);
      if (page.at("next").is_null()) return out;
      after = page.at("next").get<std::string>();
    }
  }

 private:
  api::Client client_;
};

int with_server(const TargetOptions& options, const std::function<int(Target&)>& work) {
  const auto token = read_token(options.token_file);
  if (!token) return complain(exit_usage, token.error().message);
  auto client = api::Client::connect(options.url, *token);
  if (!client) return complain_opening(client.error());
  if (const auto alive = client->get("/healthz"); !alive)
    return complain(exit_not_opened, alive.error().message);
  ServerTarget target(std::move(*client));
  return work(target);
}

}  // namespace

void add_target(CLI::App& verb, TargetOptions& options) {
  auto* data = add_data(verb, options.data);
  verb.add_option("--url", options.url, "A server, instead of a folder")->excludes(data);
  verb.add_option("--token-file", options.token_file, "File with the token (or LEUIT_TOKEN)");
  verb.add_option("--master-key-file", options.master_key_file, "File with the master key");
}

int with_target(const TargetOptions& options, const std::function<int(Target&)>& work) {
  if (!options.url.empty()) return with_server(options, work);
  ledger::SystemClock clock;
  ledger::SystemRandom random;
  programme::MasterKeySource master;
  if (!options.master_key_file.empty()) master.file = options.master_key_file;
  auto folder = programme::Folder::open(data_folder(options.data), master, clock, random);
  if (!folder) return complain_opening(folder.error());
  FolderTarget target(std::move(*folder));
  return work(target);
}

}  // namespace tools
