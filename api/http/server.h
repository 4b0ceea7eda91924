// The HTTP/1.1 server: keep-alive, one request at a time on a connection, bounded in size and time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http/message.h"
#include "ledger/core/result.h"

namespace api {

class Server {
 public:
  struct Options {
    std::string host = "127.0.0.1";  // a name or an address
    std::uint16_t port = 0;          // 0 picks a free one
    std::size_t threads = 1;
    std::size_t body_limit = 4 * 1024 * 1024;          // beyond it: Request::body_too_large
    std::size_t header_limit = 64 * 1024;              // beyond it: 431
    std::chrono::milliseconds header_timeout{10'000};  // for a header once begun
    std::chrono::milliseconds body_timeout{60'000};    // for a body; for each step of an answer
    std::chrono::milliseconds idle_timeout{60'000};    // between two requests
    std::chrono::milliseconds stop_timeout{10'000};    // for the requests in flight at stop()
    // Takes one line when a handler fails: method and path, never a query or a body. Any thread.
    std::function<void(std::string)> log = {};
  };

  // Listens, and calls `handler` on the server's threads until stop().
  // `unavailable`: the address cannot be had; `invalid`: the host is no host.
  static ledger::Result<std::unique_ptr<Server>> start(Options options, Handler handler);

  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

  // Accepts nothing more, closes idle connections, lets the requests in flight be answered for at
  // most stop_timeout, then joins the threads. Not from a handler or a callback of after(). A
  // second call does nothing.
  void stop();

  // Calls `callback` on a server thread after `delay`, so that a handler can wait without blocking.
  // Safe from any thread while the server exists; dropped without a call once it has stopped.
  void after(std::chrono::milliseconds delay, std::function<void()> callback);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
