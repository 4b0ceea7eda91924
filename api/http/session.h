// One connection: reads a request, has it answered, writes the answer, and again.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <string>

#include "api/http/mailbox.h"
#include "api/http/wire.h"
#include "api/http/worker.h"

namespace api {

// Serves one connection until it ends. Runs on the worker's thread.
Awaitable<void> serve(Worker& worker, Socket socket);

// Lives in the frame of serve(); every member function belongs to the worker's thread.
class Session {
 public:
  Session(Worker& worker, Socket socket);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Awaitable<void> run();

  void deliver(Response response);
  void close();
  void close_if_idle();
  Clock::time_point deadline() const { return deadline_; }
  Executor executor() { return socket_.get_executor(); }

 private:
  enum class Step { done, ended, malformed, header_too_large, body_left_over };

  Awaitable<bool> exchange();
  Awaitable<Step> read_header();
  Awaitable<Step> read_body(Request& request);
  std::size_t parse_body(Request& request, std::size_t size, boost::system::error_code& error);
  Awaitable<bool> receive(std::size_t size_max);
  Awaitable<bool> write(std::string_view bytes);
  Awaitable<void> refuse(Step step);
  Awaitable<void> linger();
  Step parse_header();
  bool is_framed_soundly() const;
  bool awaits_continue() const;
  Request make_request();
  void call_handler(Request request);
  void serialise_answer(bool keep_alive);
  void expire_after(Clock::duration timeout) { deadline_ = Clock::now() + timeout; }

  Worker& worker_;
  const Server::Options& options_;
  Socket socket_;
  boost::beast::flat_buffer buffer_;  // received and not yet parsed
  std::optional<boost::beast::http::request_parser<boost::beast::http::buffer_body>> parser_;
  std::shared_ptr<Mailbox> mailbox_;
  Timer wake_;                        // never expires: cancelled when the answer is there
  std::optional<Response> response_;  // set while an answer waits to be written
  std::string traceparent_;
  std::string out_;
  Clock::time_point deadline_ = Clock::time_point::max();
  bool idle_ = true;  // no byte of the next request has come
  bool served_ = false;
  bool closed_ = false;
};

}  // namespace api
