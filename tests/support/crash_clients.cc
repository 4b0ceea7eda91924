#include "tests/support/crash_clients.h"

#include <algorithm>
#include <thread>

#include "ledger/core/bytes.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/proof.h"

namespace support {
namespace {

const std::string source = "/clients";

// A NIK for each key: its digits are drawn from the key's hash (FNV-1a).
std::string nik_of(const std::string& key) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  const auto draw = [&](std::uint64_t values, std::uint64_t first, std::size_t digits) {
    const std::string text = std::to_string(hash % values + first);
    hash /= values;
    return std::string(digits - text.size(), '0') + text;
  };
  return "36" + draw(10'000, 0, 4) + draw(28, 1, 2) + draw(12, 1, 2) + draw(100, 0, 2) +
         draw(9'999, 1, 4);
}

Json person(const std::string& key) {
  return {{"specversion", "1.0"},
          {"id", key},
          {"source", source},
          {"type", "person.registered"},
          {"subject", "person/" + key},
          {"time", "2024-03-01T09:00:00+07:00"},
          {"area", "36.02"},
          {"data",
           {{"nik", nik_of(key)},
            {"name", "Rohman Wijaya"},
            {"birth_date", "1972-07-21"},
            {"sex", "L"},
            {"region_id_card", "36.02.27.2010"},
            {"region_domicile", "36.02.27.2010"},
            {"edition", "KEPMENDAGRI-100.1.1-6117-2022"},
            {"phone", "+6281324155979"}}}};
}

ledger::Checkpoint checkpoint_of(LeuitServer& server, const std::string& note) {
  const std::string line = server.get("/v1/key").body;
  const auto key = ledger::VerifierKey::parse(line.substr(0, line.find('\n')));
  return ledger::open_checkpoint(note, key.value()).value();
}

std::string position_of(const std::string& receipt) {
  return Json::parse(receipt).at("position").get<std::string>();
}

bool extends(LeuitServer& server, const ledger::Checkpoint& older,
             const ledger::Checkpoint& newer) {
  if (older.size > newer.size) return false;
  const Json answer = server
                          .get("/v1/consistency?from=" + std::to_string(older.size) +
                               "&to=" + std::to_string(newer.size))
                          .json();
  if (!answer.is_object() || !answer.contains("proof")) return false;
  ledger::Proof proof;
  for (const Json& hex : answer["proof"]) {
    const auto bytes = ledger::from_hex(hex.get<std::string>());
    if (!bytes || bytes->size() != sizeof(ledger::Hash)) return false;
    std::copy(bytes->begin(), bytes->end(), proof.emplace_back().begin());
  }
  return ledger::verify_consistency(older.size, newer.size, proof, older.root, newer.root);
}

}  // namespace

void Counter::add_answer() {
  const std::lock_guard lock(mutex_);
  ++answers_;
  changed_.notify_all();
}

void Counter::end_client() {
  const std::lock_guard lock(mutex_);
  --clients_;
  changed_.notify_all();
}

void Counter::start(std::size_t clients) {
  const std::lock_guard lock(mutex_);
  answers_ = 0;
  clients_ = clients;
}

void Counter::wait(std::size_t answers) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return answers_ >= answers || clients_ == 0; });
}

void CrashClient::run(api::Client connection, Counter& counter) {
  while (step(connection)) counter.add_answer();
  counter.end_client();
}

bool CrashClient::step(api::Client& connection) {
  const std::uint64_t choice = random_() % 16;
  if (choice == 0) return look(connection);
  if (choice <= 2 && !events_.empty()) {
    const auto offset = static_cast<std::ptrdiff_t>(random_() % events_.size());
    return send(connection, std::next(events_.begin(), offset)->first);
  }
  if (choice <= 4) return send_batch(connection);
  return send(connection, make_event(choice <= 6).at("id").get<std::string>());
}

Json CrashClient::make_event(bool personal) {
  const std::string id = name_ + "-" + std::to_string(sent_++);
  Json event = personal ? person(id) : proposal(id);
  event["source"] = source;
  events_[id].body = event.dump();
  return event;
}

bool CrashClient::look(api::Client& connection) {
  const auto answer = connection.get("/checkpoint");
  if (!answer) return false;
  const std::string& note = answer->body;
  const auto line = note.find('\n');
  checkpoints_[std::stoull(note.substr(line + 1))] = note;
  return true;
}

bool CrashClient::send(api::Client& connection, const std::string& id) {
  return post(connection, {id}, events_.at(id).body, false);
}

bool CrashClient::send_batch(api::Client& connection) {
  Json batch = Json::array();
  std::vector<std::string> ids;
  for (std::uint64_t i = 0, count = 2 + random_() % 4; i < count; ++i) {
    batch.push_back(make_event(i == 1));
    ids.push_back(batch.back().at("id").get<std::string>());
  }
  return post(connection, ids, batch.dump(), true);
}

bool CrashClient::post(api::Client& connection, const std::vector<std::string>& ids,
                       const std::string& body, bool batch) {
  const api::Headers headers = {{"Content-Type", batch ? "application/cloudevents-batch+json"
                                                       : "application/cloudevents+json"}};
  const auto answer = connection.post("/v1/events", headers, body);
  if (answer) return take(ids, *answer, batch);
  for (const std::string& id : ids) events_.at(id).in_doubt = true;
  return false;
}

bool CrashClient::take(const std::vector<std::string>& ids, const api::Response& answer,
                       bool batch) {
  const Json body = Json::parse(answer.body, nullptr, false);
  if (answer.status == 200 || answer.status == 201) {
    for (std::size_t i = 0; i < ids.size(); ++i)
      take_receipt(ids[i], batch ? body.at("receipts").at(i).dump() : answer.body);
    return true;
  }
  const std::string written = body.is_object() ? body.value("written", std::string()) : "";
  if (answer.status != 503 || (written != "no" && written != "unknown"))
    complaints_.push_back(ids[0] + " was answered " + std::to_string(answer.status) + ": " +
                          answer.body);
  for (const std::string& id : ids) {
    EventNote& note = events_.at(id);
    if (!note.receipt.empty())
      complaints_.push_back(id + " was recorded, and its repetition refused: " + answer.body);
    note.in_doubt |= written == "unknown";
  }
  return false;
}

void CrashClient::take_receipt(const std::string& id, std::string receipt) {
  EventNote& note = events_.at(id);
  if (!note.receipt.empty() && note.receipt != receipt)
    complaints_.push_back(id + " has two receipts: " + note.receipt + " and " + receipt);
  note.receipt = std::move(receipt);
}

CrashClients::CrashClients(std::size_t count, std::uint64_t seed) {
  for (std::size_t i = 0; i < count; ++i) clients_.emplace_back(std::to_string(i), seed * 1000 + i);
}

void CrashClients::run(const LeuitServer& server, std::size_t answers,
                       const std::function<void()>& then) {
  counter_.start(clients_.size());
  std::vector<std::thread> threads;
  for (CrashClient& client : clients_)
    threads.emplace_back([&] { client.run(server.connect(), counter_); });
  counter_.wait(answers);
  then();
  for (std::thread& thread : threads) thread.join();
}

std::vector<std::string> CrashClients::complaints(LeuitServer& server) {
  std::vector<std::string> wrong = check_receipts(server, false);
  check_checkpoints(server, wrong);
  return wrong;
}

std::vector<std::string> CrashClients::all_complaints(LeuitServer& server) {
  std::vector<std::string> wrong = check_receipts(server, true);
  check_checkpoints(server, wrong);
  check_records(server, wrong);
  for (const CrashClient& client : clients_)
    wrong.insert(wrong.end(), client.complaints().begin(), client.complaints().end());
  return wrong;
}

std::vector<std::string> CrashClients::check_receipts(LeuitServer& server, bool all) {
  std::vector<std::string> wrong;
  for (const CrashClient& client : clients_) {
    for (const auto& [id, note] : client.events()) {
      if (note.receipt.empty() || (!all && checked_.contains(id))) continue;
      checked_[id] = note.receipt;
      const std::string event = "/v1/events/" + position_of(note.receipt);
      if (server.get(event).body != Json::parse(note.receipt).at("record").get<std::string>())
        wrong.push_back(id + " was acknowledged, and its record is lost or another");
      else if (server.get(event + "/receipt").body != note.receipt)
        wrong.push_back(id + " has another receipt than it was acknowledged with");
    }
  }
  return wrong;
}

// The tree of now extends every checkpoint that was seen since the last call, and the largest one
// before.
void CrashClients::check_checkpoints(LeuitServer& server, std::vector<std::string>& wrong) {
  const std::string now = server.get("/checkpoint").body;
  const ledger::Checkpoint newest = checkpoint_of(server, now);
  std::map<std::uint64_t, std::string> seen;
  for (const CrashClient& client : clients_)
    seen.insert(client.checkpoints().lower_bound(last_size_), client.checkpoints().end());
  if (!last_checkpoint_.empty()) seen[last_size_] = last_checkpoint_;
  for (const auto& [size, note] : seen)
    if (!extends(server, checkpoint_of(server, note), newest))
      wrong.push_back("the tree of " + std::to_string(newest.size) +
                      " does not extend the checkpoint of " + std::to_string(size));
  last_size_ = newest.size;
  last_checkpoint_ = now;
}

// Every record stands there once, was sent by somebody, and nobody was told that it was not taken.
void CrashClients::check_records(LeuitServer& server, std::vector<std::string>& wrong) const {
  std::map<std::string, const EventNote*> notes;
  for (const CrashClient& client : clients_)
    for (const auto& [id, note] : client.events()) notes[id] = &note;
  std::map<std::string, std::string> found;
  std::string after;
  for (bool more = true; more;) {
    const Json page = server.get("/v1/events?limit=1000" + after).json();
    for (const Json& record : page.at("events")) {
      if (record.at("source") != source) continue;
      const std::string id = record.at("id").get<std::string>();
      const std::string position = record.at("position").get<std::string>();
      const auto note = notes.find(id);
      if (!found.emplace(id, position).second) wrong.push_back(id + " was recorded twice");
      if (note == notes.end())
        wrong.push_back(id + " was recorded, and nobody sent it");
      else if (note->second->receipt.empty() && !note->second->in_doubt)
        wrong.push_back(id + " was recorded, and its sender told that it was not");
      else if (!note->second->receipt.empty() && position_of(note->second->receipt) != position)
        wrong.push_back(id + " stands at " + position + ", not where its receipt says");
    }
    more = !page.at("next").is_null();
    if (more) after = "&after=" + page.at("next").get<std::string>();
  }
  for (const auto& [id, note] : notes)
    if (!note->receipt.empty() && !found.contains(id))
      wrong.push_back(id + " was acknowledged and is lost");
}

std::size_t CrashClients::acknowledged() const {
  std::size_t count = 0;
  for (const CrashClient& client : clients_)
    count += static_cast<std::size_t>(
        std::count_if(client.events().begin(), client.events().end(),
                      [](const auto& event) { return !event.second.receipt.empty(); }));
  return count;
}

}  // namespace support
