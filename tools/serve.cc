#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <thread>

#include "api/auth/authenticator.h"
#include "api/http/server.h"
#include "api/routes/routes.h"
#include "ledger/core/bytes.h"
#include "ledger/programme/data_folder.h"
#include "ledger/programme/sweep.h"
#include "projections/runner.h"
#include "tools/settings.h"
#include "tools/sweeper.h"
#include "tools/verbs.h"

namespace tools {
namespace {

const std::vector<std::string> names = {"data",   "listen",   "auth",  "jwks",
                                        "issuer", "audience", "sweep", "master-key-file"};

struct Options {
  std::string data, listen, auth, jwks, issuer, audience, sweep, master_key_file, config;
};

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

std::optional<Address> parse_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  const auto port = ledger::parse_decimal(text.substr(colon + 1));
  if (!port || *port > 65'535) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return Address{std::move(host), static_cast<std::uint16_t>(*port)};
}

bool is_loopback(const std::string& host) {
  const bool is_number = host.find_first_not_of("0123456789.") == std::string::npos;  // no name
  return host == "localhost" || host == "::1" || (is_number && host.starts_with("127."));
}

// What is wrong with the settings; empty: nothing.
std::string fault_of(const std::string& auth, const std::string& sweep,
                     const std::optional<Address>& address) {
  if (auth != "off" && auth != "jwt") return "--auth must be jwt or off";
  if (sweep != "off" && !programme::parse_time_of_day(sweep))
    return "--sweep must be a time of day such as 01:00, or off";
  if (!address) return "--listen must be HOST:PORT";
  if (auth == "off" && !is_loopback(address->host))
    return "--auth off is refused on anything but a loopback address";
  return "";
}

// How callers are asked who they are.
struct Credentials {
  std::string place;  // of the keys
  api::KeySource::Fetch fetch;
  api::Expected expected;
};

// A file must hold keys at the start; an address may answer later.
ledger::Result<Credentials> read_credentials(const Settings& settings, const Options& given) {
  const auto place = settings.value("jwks", given.jwks);
  if (!place)
    return ledger::fail(ledger::Code::invalid,
                        "--jwks must name the key set that tokens are checked with, a file or an "
                        "address; on a loopback address --auth off asks nobody for one");
  auto fetch = api::fetch_from(*place);
  if (!fetch) return tl::unexpected(fetch.error());
  if (!api::is_address(*place)) {
    const auto text = (*fetch)();
    if (!text) return tl::unexpected(text.error());
    if (const auto keys = api::Jwks::parse(*text); !keys)
      return ledger::fail(ledger::Code::invalid,
                          *place + " cannot be used: " + keys.error().message);
  }
  return Credentials{*place,
                     std::move(*fetch),
                     {.issuer = settings.value("issuer", given.issuer),
                      .audience = settings.value("audience", given.audience)}};
}

void warn_of(const Credentials& credentials, const Address& address) {
  if (!credentials.expected.issuer) spdlog::warn("no --issuer: who issued a token is not compared");
  if (!credentials.expected.audience)
    spdlog::warn("no --audience: for whom a token was made is not compared");
  const bool is_far = !is_loopback(address.host);
  if (is_far) spdlog::warn("tokens and answers travel in clear: put TLS before this address");
  if (api::is_address(credentials.place) && is_far)
    spdlog::warn("the keys of tokens come over plain HTTP: whoever is in between can forge them");
}

// Stops on SIGINT or SIGTERM. They are blocked in every thread, so that they come here alone.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  void wait() {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_;
};

// Who checks tokens, and where his keys come from.
struct Doorkeeper {
  Doorkeeper(const Credentials& credentials, ledger::Clock& clock)
      : authenticator(keys, credentials.expected, clock),
        keys(credentials.fetch, clock, [](const std::string& line) { spdlog::warn("{}", line); }) {
    if (!keys.first_fault().empty())
      spdlog::warn("no keys of tokens yet, so none is good: {}", keys.first_fault());
  }

  api::Authenticator authenticator;
  api::KeySource keys;  // goes first, since its thread calls the authenticator
};

struct Serving {
  programme::Folder& folder;
  const Address& address;
  const std::optional<Credentials>& credentials;  // nullopt: nobody is asked who he is
  ledger::Clock& clock;
  Sweeper* sweeper;
};

int serve_folder(const Serving& what, Signals& signals) {
  programme::Folder& folder = what.folder;
  Sweeper* const sweeper = what.sweeper;
  auto store = folder.views(projections::Views::table_names());
  if (!store) return complain_opening(store.error());
  auto views = projections::Views::open(**store, folder.ledger());
  if (!views) return complain_opening(views.error());
  projections::Runner runner(**views);
  runner.on_stall([](const ledger::Error& error) {
    spdlog::error("the views have stopped: {}", error.message);
  });
  runner.watch_room([&folder] { return folder.room_of_views(); });
  folder.writer().on_commit([&runner] { runner.wake(); });
  std::unique_ptr<api::Server> server;
  std::atomic<api::Server*> running = nullptr;  // a request may come before start() has returned
  std::optional<Doorkeeper> doorkeeper;         // goes before the server does, which it calls
  if (what.credentials) doorkeeper.emplace(*what.credentials, what.clock);
  api::Services services{folder.ledger(),
                         folder.writer(),
                         folder.registrar(),
                         **views,
                         runner,
                         static_cast<std::int64_t>(folder.ledger().size()) - 1,
                         [&running](std::chrono::milliseconds delay, std::function<void()> then) {
                           running.wait(nullptr);
                           running.load()->after(delay, std::move(then));
                         },
                         doorkeeper ? &doorkeeper->authenticator : nullptr};
  runner.start();
  folder.writer().start();
  api::Server::Options options;
  options.host = what.address.host;
  options.port = what.address.port;
  options.threads = std::max(2U, std::thread::hardware_concurrency());
  options.log = [](const std::string& line) { spdlog::error("{}", line); };
  auto started =
      api::Server::start(options, [&services](api::Request&& request, api::Respond respond) {
        api::dispatch(services, std::move(request), std::move(respond));
      });
  if (!started) return complain(exit_usage, started.error().message);
  server = std::move(*started);
  running = server.get();
  running.notify_all();
  spdlog::info("serving {} events on http://{}:{}", folder.ledger().size(), what.address.host,
               server->port());
  if (sweeper != nullptr) sweeper->start();
  signals.wait();
  spdlog::info("stopping");
  if (sweeper != nullptr) sweeper->stop();
  server->stop();
  folder.writer().stop();
  return exit_done;
}

int serve(const Options& given) {
  const auto settings = Settings::read(given.config, names);
  if (!settings) return complain(exit_usage, settings.error().message);
  const auto value = [&](const char* name, const std::string& flag, const char* otherwise) {
    return settings->value(name, flag).value_or(otherwise);
  };
  const auto address = parse_address(value("listen", given.listen, "127.0.0.1:8080"));
  const std::string sweep = value("sweep", given.sweep, "01:00");
  const std::string auth = value("auth", given.auth, "jwt");
  const std::string fault = fault_of(auth, sweep, address);
  if (!fault.empty()) return complain(exit_usage, fault);
  std::optional<Credentials> credentials;
  if (auth == "jwt") {
    auto read = read_credentials(*settings, given);
    if (!read) return complain(exit_usage, read.error().message);
    credentials = std::move(*read);
  }
  programme::MasterKeySource master;
  master.file = settings->value("master-key-file", given.master_key_file);
  Signals signals;
  spdlog::set_default_logger(spdlog::stderr_logger_mt("leuit"));
  ledger::SystemClock clock;
  ledger::SystemRandom random;
  auto folder =
      programme::Folder::open(value("data", given.data, "./leuit-data"), master, clock, random);
  if (!folder) return complain_opening(folder.error());
  std::optional<Sweeper> sweeper;
  if (const auto minutes = programme::parse_time_of_day(sweep))
    sweeper.emplace(**folder, clock, *minutes);
  if (credentials) warn_of(*credentials, *address);
  return serve_folder({**folder, *address, credentials, clock, sweeper ? &*sweeper : nullptr},
                      signals);
}

}  // namespace

void add_serve(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("serve", "Serve a ledger over HTTP");
  auto options = std::make_shared<Options>();
  verb->add_option("--data", options->data, "The data folder (default ./leuit-data)");
  verb->add_option("--listen", options->listen, "HOST:PORT (default 127.0.0.1:8080)");
  verb->add_option("--auth", options->auth,
                   "jwt: callers show a bearer token; off: nobody is asked, on a loopback address "
                   "alone (default jwt)");
  verb->add_option("--jwks", options->jwks,
                   "Key set that tokens are checked with: a file or an http:// address");
  verb->add_option("--issuer", options->issuer, "What iss must be in a token");
  verb->add_option("--audience", options->audience, "What aud must be, or hold, in a token");
  verb->add_option("--sweep", options->sweep,
                   "Time of the daily sweep in WIB, HH:MM, or off (default 01:00)");
  verb->add_option("--master-key-file", options->master_key_file,
                   "File with the master key (default: beside the folder)");
  verb->add_option("--config", options->config,
                   "TOML file; flags and LEUIT_* of the environment come before it");
  for (const char* flag : {"--rate", "--tls-cert", "--tls-key", "--client-ca", "--witness",
                           "--policy", "--oidc-issuer", "--oidc-client-id"})
    add_later(*verb, flag);
  verb->footer(
      "Example: leuit serve --data ./leuit-data --listen 127.0.0.1:8080 --jwks keys.json --issuer "
      "https://login.example\nTo try it out alone: leuit serve --data ./leuit-data --auth off");
  verb->callback([options, &action] { action = [options] { return serve(*options); }; });
}

}  // namespace tools
