#include "api/http/server.h"

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "api/http/session.h"

namespace api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

// Out of descriptors or the like: waiting is better than spinning.
constexpr std::chrono::milliseconds kAcceptPause{50};

tl::unexpected<ledger::Error> cannot_listen(const Server::Options& options,
                                            const boost::system::error_code& error) {
  const std::string address = options.host + ":" + std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    return ledger::fail(ledger::Code::unavailable,
                        "The address " + address + " is in use by another program.");
  }
  return ledger::fail(
      ledger::Code::unavailable,
      "The address " + address + " cannot be listened on: " + error.message() + ".");
}

void listen(Acceptor& acceptor, const tcp::endpoint& endpoint, boost::system::error_code& error) {
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
}

}  // namespace

struct Server::Impl {
  Impl(Options options, Handler handler);
  ~Impl();

  ledger::Result<std::uint16_t> open();
  Awaitable<void> accept();

  Shared shared;
  std::unique_ptr<Acceptor> acceptor;  // lives on the first worker
  std::uint16_t port = 0;
  std::atomic<std::size_t> next_timer = 0;
  std::vector<std::thread> threads;
};

Server::Impl::Impl(Options options, Handler handler)
    : shared{.options = std::move(options), .handler = std::move(handler)} {
  const std::size_t count = std::max<std::size_t>(shared.options.threads, 1);
  for (std::size_t i = 0; i < count; ++i) {
    shared.workers.push_back(std::make_unique<Worker>(shared));
  }
  acceptor = std::make_unique<Acceptor>(shared.workers.front()->io());
}

// In this order: the acceptor's pending operation holds a socket of another worker.
Server::Impl::~Impl() {
  acceptor.reset();
  for (auto& worker : shared.workers) worker.reset();
}

ledger::Result<std::uint16_t> Server::Impl::open() {
  const Options& options = shared.options;
  boost::system::error_code error;
  asio::ip::basic_resolver<tcp, Executor> resolver(shared.workers.front()->io());
  const auto found =
      resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, error);
  if (error || found.empty()) {
    return ledger::fail(ledger::Code::invalid,
                        "The host " + options.host + " is neither an address nor a known name.");
  }
  listen(*acceptor, found.begin()->endpoint(), error);
  if (error) return cannot_listen(options, error);
  return acceptor->local_endpoint().port();
}

// Deals the connections out to the workers in turn.
Awaitable<void> Server::Impl::accept() {
  Timer pause(shared.workers.front()->io());
  for (std::size_t next = 0; acceptor->is_open(); next = (next + 1) % shared.workers.size()) {
    Worker& worker = *shared.workers[next];
    auto [error, socket] = co_await acceptor->async_accept(worker.io(), kAsTuple);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(kAsTuple);
      continue;
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    ++shared.live;
    asio::co_spawn(worker.io(), serve(worker, std::move(socket)), asio::detached);
  }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { stop(); }

ledger::Result<std::unique_ptr<Server>> Server::start(Options options, Handler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  auto port = impl->open();
  if (!port) return tl::unexpected(port.error());
  impl->port = *port;
  asio::co_spawn(impl->shared.workers.front()->io(), impl->accept(), asio::detached);
  for (const auto& worker : impl->shared.workers) {
    impl->threads.emplace_back([&worker = *worker] { worker.run(); });
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port; }

void Server::stop() {
  if (impl_->threads.empty()) return;
  impl_->shared.stopping = true;
  asio::post(impl_->shared.workers.front()->io(), [impl = impl_.get()] {
    boost::system::error_code ignored;
    impl->acceptor->close(ignored);
  });
  for (const auto& worker : impl_->shared.workers) {
    asio::post(worker->io(), [&worker = *worker] { worker.begin_stop(); });
  }
  for (std::thread& thread : impl_->threads) thread.join();
  impl_->threads.clear();
}

void Server::after(std::chrono::milliseconds delay, std::function<void()> callback) {
  const std::size_t turn = impl_->next_timer++ % impl_->shared.workers.size();
  auto timer = std::make_shared<Timer>(impl_->shared.workers[turn]->io(), delay);
  timer->async_wait([timer, callback = std::move(callback)](boost::system::error_code error) {
    if (!error) callback();
  });
}

}  // namespace api
