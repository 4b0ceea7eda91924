#include "tests/support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "tests/api/http/raw_connection.h"
#include "tests/support/paths.h"

namespace support {
namespace {

struct Streams {
  std::string in, out, err;  // files
};

std::vector<char*> pointers(const Words& words) {
  std::vector<char*> out;
  for (const auto& word : words) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

Words environment_with(const Words& more) {
  Words out = more;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with("LEUIT_")) out.emplace_back(*entry);
  }
  return out;
}

pid_t spawn(const Words& arguments, const Words& environment, const Streams& streams) {
  Words words = {program()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Words variables = environment_with(environment);
  constexpr int writing = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, streams.in.c_str(), O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 1, streams.out.c_str(), writing, 0600);
  ::posix_spawn_file_actions_addopen(&actions, 2, streams.err.c_str(), writing, 0600);
  pid_t process = 0;
  const int failed = ::posix_spawn(&process, program().c_str(), &actions, nullptr,
                                   pointers(words).data(), pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error(program() + " does not start");
  return process;
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error("the process cannot be waited for");
  }
  return exit_code_of(status);
}

Answer answer_of(ledger::Result<api::Response> response) {
  if (!response) throw std::runtime_error(response.error().message);
  return {response->status, std::move(response->headers), std::move(response->body)};
}

// "HTTP/1.1 200 OK\r\nName: value\r\n…"
Answer answer_of(const api::Answer& raw) {
  Answer out{static_cast<unsigned>(raw.status()), {}, raw.body};
  std::size_t at = raw.head.find("\r\n");
  while (at != std::string::npos && at + 4 < raw.head.size()) {
    const std::size_t end = raw.head.find("\r\n", at + 2);
    const std::string line = raw.head.substr(at + 2, end - at - 2);
    const std::size_t colon = std::min(line.find(": "), line.size());
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
      return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    out.headers.emplace_back(name, line.substr(std::min(colon + 2, line.size())));
    at = end;
  }
  return out;
}

}  // namespace

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

RunningLeuit::RunningLeuit(const Words& arguments, const std::string& input,
                           const Words& environment) {
  const Streams streams{folder_.path("in"), folder_.path("out"), folder_.path("err")};
  write_text(streams.in, input);
  process_ = spawn(arguments, environment, streams);
}

RunningLeuit::~RunningLeuit() {
  if (process_ == 0) return;
  kill();
  wait_for(process_);
}

void RunningLeuit::kill() { ::kill(process_, SIGKILL); }

Finished RunningLeuit::wait() {
  Finished out;
  out.exit_code = wait_for(std::exchange(process_, 0));
  out.out = read_text(folder_.path("out"));
  out.err = read_text(folder_.path("err"));
  return out;
}

Finished leuit(const Words& arguments, const std::string& input, const Words& environment) {
  return RunningLeuit(arguments, input, environment).wait();
}

std::string Answer::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return header.first == lower_case_name;
  });
  return found == headers.end() ? "" : found->second;
}

Json Answer::json() const { return Json::parse(body, nullptr, false); }

std::string Answer::slug() const {
  constexpr std::string_view start = "/problems/";
  const Json problem = json();
  const std::string type = problem.is_object() ? problem.value("type", std::string()) : "";
  return type.starts_with(start) ? type.substr(start.size()) : "";
}

std::string Answer::detail() const {
  const Json problem = json();
  return problem.is_object() ? problem.value("detail", std::string()) : "";
}

LeuitServer::LeuitServer(const std::string& file)
    : how_{
          {"serve", "--data", data(), "--auth", "off", "--sweep", "off", "--listen", "127.0.0.1:0"},
          {}} {
  const Finished made = leuit({"init", "--data", data(), "--origin", "ledger.example/test"});
  if (made.exit_code != 0) throw std::runtime_error(made.err);
  if (!file.empty()) {
    const Finished recorded = leuit({"record", file, "--data", data()});
    if (recorded.exit_code != 0) throw std::runtime_error(recorded.err);
  }
  start();
}

LeuitServer::LeuitServer(Start how) : how_(std::move(how)) { start(); }

LeuitServer::~LeuitServer() {
  if (process_ != 0) kill();
}

void LeuitServer::start() {
  launch();
  listen();
  wait_until([&] { return get("/readyz").status == 200; }, "become ready");
}

void LeuitServer::launch() {
  url_.clear();
  write_text(path("log"), "");
  process_ = spawn(how_.arguments, how_.environment, {"/dev/null", path("out"), path("log")});
}

void LeuitServer::listen() {
  wait_until(
      [&] {
        const std::string text = log();
        const auto at = text.find("on http://");
        const auto end = text.find('\n', at);
        if (at == std::string::npos || end == std::string::npos) return false;
        url_ = text.substr(at + 3, end - at - 3);
        return true;
      },
      "answer");
}

void LeuitServer::wait_until(const std::function<bool()>& holds, const char* what) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(5);
  while (!holds()) {
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == process_) {
      process_ = 0;
      throw std::runtime_error("the server ended: " + log());
    }
    if (std::chrono::steady_clock::now() > until)
      throw std::runtime_error("the server did not " + std::string(what) + ": " + log());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

int LeuitServer::stop() {
  terminate();
  return wait();
}

void LeuitServer::terminate() { ::kill(process_, SIGTERM); }

int LeuitServer::wait() {
  client_.reset();
  return wait_for(std::exchange(process_, 0));
}

void LeuitServer::kill() {
  ::kill(process_, SIGKILL);
  wait();
}

std::uint16_t LeuitServer::port() const {
  return static_cast<std::uint16_t>(std::stoul(url_.substr(url_.rfind(':') + 1)));
}

std::string LeuitServer::log() const { return read_text(path("log")); }

api::Client LeuitServer::connect() const {
  auto client = api::Client::connect(url_, "");
  if (!client) throw std::runtime_error(client.error().message);
  return std::move(*client);
}

Answer LeuitServer::ask(std::string_view target, const api::Headers* posted,
                        const api::Headers& headers, const std::string& body) {
  if (!client_) client_ = std::make_unique<api::Client>(connect());
  if (posted == nullptr) return answer_of(client_->get(target, headers));
  api::Headers all = *posted;
  for (const auto& header : headers) {
    if (header.first == "Content-Type") all.clear();
  }
  all.insert(all.end(), headers.begin(), headers.end());
  return answer_of(client_->post(target, all, body));
}

Answer LeuitServer::get(std::string_view target, const api::Headers& headers) {
  return ask(target, nullptr, headers, "");
}

Answer LeuitServer::post(const std::string& event, const api::Headers& headers,
                         std::string_view query) {
  static const api::Headers one = {{"Content-Type", "application/cloudevents+json"}};
  return ask("/v1/events" + std::string(query), &one, headers, event);
}

Answer LeuitServer::post_batch(const std::string& events, const api::Headers& headers,
                               std::string_view query) {
  static const api::Headers many = {{"Content-Type", "application/cloudevents-batch+json"}};
  return ask("/v1/events" + std::string(query), &many, headers, events);
}

Answer LeuitServer::send(const std::string& request) const {
  api::RawConnection connection(port());
  return answer_of(connection.ask(request));
}

std::string sample_file() { return support::source_path("tests/data/lebak.jsonl"); }

LeuitServer& sample_server() {
  static LeuitServer server(sample_file());
  return server;
}

Json proposal(const std::string& key) {
  return {{"specversion", "1.0"},
          {"id", key},
          {"source", "/test"},
          {"type", "kawasan.proposed"},
          {"subject", "kawasan/" + key},
          {"time", "2024-03-01T09:00:00+07:00"},
          {"area", "36.02"},
          {"data", {{"name", "Kawasan " + key}, {"criteria", Json::array({"3t"})}}}};
}

std::string proposal_with(const std::string& key, const std::string& attribute, const Json& value) {
  Json event = proposal(key);
  event[attribute] = value;
  return event.dump();
}

}  // namespace support
