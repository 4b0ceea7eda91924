// One thread of the server with its own io_context, and the connections that live on it. Everything
// of a connection happens on its worker's thread; no strands, no locks.
#pragma once

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <unordered_set>
#include <vector>

#include "api/http/server.h"

namespace api {

// Concrete executors: the type-erased default costs an allocation an operation.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;
template <class T>
using Awaitable = boost::asio::awaitable<T, Executor>;
// Completes with the error as a value, never by exception.
inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<Executor>> kAsTuple;

class Session;
class Worker;

// What the workers of one server share.
struct Shared {
  Server::Options options;
  Handler handler;
  std::atomic<std::size_t> live = 0;  // connections accepted and not yet ended, of all workers
  std::vector<std::unique_ptr<Worker>> workers = {};  // constant once the threads run
  std::atomic<bool> stopping = false;  // set before any worker is told, and never taken back

  void log(std::string line) const;
  void stop_all();
};

class Worker {
 public:
  explicit Worker(Shared& shared);

  // Runs until the server has stopped. An exception from a callback is logged.
  void run();

  // Closes idle connections, lets the others finish until stop_timeout, then closes them too. When
  // the last connection of the server has ended, every worker's run() returns. Own thread.
  void begin_stop();

  void join(Session& session);   // own thread
  void leave(Session& session);  // own thread

  bool stopping() const { return shared_.stopping; }
  Shared& shared() { return shared_; }
  boost::asio::io_context& io() { return io_; }

 private:
  void sweep();
  void sweep_later();

  Shared& shared_;
  boost::asio::io_context io_{1};  // one thread runs it; any thread may post
  // One timer for all connections: arming one a request is what makes a server slow.
  Timer sweep_timer_{io_};
  Clock::duration sweep_interval_;
  std::unordered_set<Session*> sessions_;
  Clock::time_point stop_deadline_ = Clock::time_point::max();
};

}  // namespace api
