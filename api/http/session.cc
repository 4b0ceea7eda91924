#include "api/http/session.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/core/demangle.hpp>
#include <cctype>
#include <typeinfo>

#include "api/http/target.h"
#include "api/http/trace.h"

namespace api {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kHeaderChunk = 4 * 1024;
constexpr std::size_t kBodyChunk = 64 * 1024;
constexpr std::size_t kDiscardLimit = 64 * 1024 * 1024;  // a longer body is not read to its end
constexpr std::size_t kKeptInput = 16 * 1024;            // what an idle connection may hold on to
constexpr std::size_t kKeptOutput = 64 * 1024;
constexpr std::chrono::seconds kLinger{1};

// In this file a co_await is a statement or an initialiser of its own: GCC 12 traps on one that is
// an operand of && or ||.

std::string to_string(boost::beast::string_view text) { return {text.data(), text.size()}; }

void add_header(Headers& headers, const http::fields::value_type& field) {
  std::string name = to_string(field.name_string());
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto same = std::find_if(headers.begin(), headers.end(),
                                 [&](const auto& header) { return header.first == name; });
  if (same == headers.end()) {
    headers.emplace_back(std::move(name), to_string(field.value()));
    return;
  }
  same->second += ", " + to_string(field.value());
}

}  // namespace

Awaitable<void> serve(Worker& worker, Socket socket) {
  Session session(worker, std::move(socket));
  co_await session.run();
}

Session::Session(Worker& worker, Socket socket)
    : worker_(worker),
      options_(worker.shared().options),
      socket_(std::move(socket)),
      buffer_(options_.header_limit + 2 * kBodyChunk),
      mailbox_(std::make_shared<Mailbox>(*this)),
      wake_(worker.io(), Clock::time_point::max()) {
  worker_.join(*this);
}

Session::~Session() {
  mailbox_->close();
  worker_.leave(*this);
}

Awaitable<void> Session::run() {
  bool is_kept = true;
  while (is_kept && !worker_.stopping() && !closed_) is_kept = co_await exchange();
}

void Session::deliver(Response response) {
  response_ = std::move(response);
  wake_.cancel();
}

void Session::close() {
  if (closed_) return;
  closed_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  wake_.cancel();
}

void Session::close_if_idle() {
  if (idle_) close();
}

// One request and its answer; false when the connection is to end.
Awaitable<bool> Session::exchange() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(options_.header_limit));
  parser_->body_limit(boost::none);  // counted in read_body, which goes on reading
  Step step = co_await read_header();
  if (step != Step::done) {
    co_await refuse(step);
    co_return false;
  }
  Request request = make_request();
  step = co_await read_body(request);
  if (step == Step::ended || step == Step::malformed) {
    co_await refuse(step);
    co_return false;
  }
  deadline_ = Clock::time_point::max();
  call_handler(std::move(request));
  while (!response_ && !closed_) co_await wake_.async_wait(kAsTuple);
  if (closed_) co_return false;
  const bool keep_alive = step == Step::done && parser_->get().keep_alive() && !worker_.stopping();
  serialise_answer(keep_alive);
  const bool is_written = co_await write(out_);
  if (!is_written) co_return false;
  if (!keep_alive) co_await linger();
  served_ = true;
  co_return keep_alive;
}

Awaitable<Session::Step> Session::read_header() {
  idle_ = buffer_.size() == 0;
  if (idle_ && buffer_.capacity() > kKeptInput) buffer_.shrink_to_fit();
  expire_after(idle_ && served_ ? options_.idle_timeout : options_.header_timeout);
  while (true) {
    if (buffer_.size() > 0) {
      const Step step = parse_header();
      if (step != Step::done || parser_->is_header_done()) co_return step;
    }
    const bool is_more = co_await receive(kHeaderChunk);
    if (!is_more) co_return Step::ended;
    if (idle_) expire_after(options_.header_timeout);
    idle_ = false;
  }
}

// Parses what has come; done also means that more is needed.
Session::Step Session::parse_header() {
  boost::system::error_code error;
  buffer_.consume(parser_->put(buffer_.data(), error));
  if (error == http::error::header_limit) return Step::header_too_large;
  if (error && error != http::error::need_more) return Step::malformed;
  if (parser_->is_header_done() && !is_framed_soundly()) return Step::malformed;
  return Step::done;
}

// Whether everyone on the way must see the same end of this request (RFC 9112 section 6) and the
// same host. What a proxy could read otherwise is refused, not repaired.
bool Session::is_framed_soundly() const {
  const auto& header = parser_->get();
  const bool is_old = header.version() < 11;
  if (header.count(http::field::host) > 1) return false;
  if (!is_old && header.count(http::field::host) == 0) return false;
  const auto coding = header.find(http::field::transfer_encoding);
  if (coding == header.end()) return true;
  return !is_old && header.count(http::field::transfer_encoding) == 1 &&
         boost::beast::iequals(coding->value(), "chunked");
}

Request Session::make_request() {
  const auto& header = parser_->get();
  Request request;
  request.method = header.method() == http::verb::head ? "GET" : to_string(header.method_string());
  request.target = to_string(header.target());
  for (const auto& field : header) add_header(request.headers, field);
  if (auto target = parse_target(request.target)) {
    request.path = std::move(target->path);
    request.query = std::move(target->query);
  } else {
    request.bad_target = true;
  }
  traceparent_ = traceparent_for(request.header("traceparent").value_or(""));
  request.traceparent = traceparent_;
  return request;
}

bool Session::awaits_continue() const {
  return buffer_.size() == 0 &&
         boost::beast::iequals(parser_->get()[http::field::expect], "100-continue");
}

// Reads the body to its end, keeping it up to body_limit. body_left_over: it is so long that the
// rest stays unread.
Awaitable<Session::Step> Session::read_body(Request& request) {
  if (parser_->is_done()) co_return Step::done;
  const auto length = parser_->content_length();
  request.body_too_large = length && *length > options_.body_limit;
  if (length && *length > kDiscardLimit) co_return Step::body_left_over;
  if (length && !request.body_too_large) request.body.reserve(static_cast<std::size_t>(*length));
  expire_after(options_.body_timeout);
  if (awaits_continue()) {
    const bool is_told = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!is_told) co_return Step::ended;
  }
  expire_after(options_.body_timeout);
  std::size_t size = 0;
  bool is_starved = false;
  while (!parser_->is_done() && size <= kDiscardLimit) {
    if (is_starved || buffer_.size() == 0) {
      const bool is_more = co_await receive(kBodyChunk);
      if (!is_more) co_return Step::ended;
    }
    boost::system::error_code error;
    size += parse_body(request, size, error);
    is_starved = error == http::error::need_more;
    if (error && !is_starved && error != http::error::need_buffer) co_return Step::malformed;
  }
  if (request.body_too_large) request.body = {};
  co_return parser_->is_done() ? Step::done : Step::body_left_over;
}

// Parses what has come of the body, `size` bytes of which came before; returns how many it was.
std::size_t Session::parse_body(Request& request, std::size_t size,
                                boost::system::error_code& error) {
  thread_local std::array<char, kBodyChunk> chunk;
  auto& body = parser_->get().body();
  body.data = chunk.data();
  body.size = chunk.size();
  buffer_.consume(parser_->put(buffer_.data(), error));
  const std::size_t got = chunk.size() - body.size;
  if (size + got > options_.body_limit) request.body_too_large = true;
  if (!request.body_too_large) request.body.append(chunk.data(), got);
  return got;
}

void Session::call_handler(Request request) {
  const Respond respond = [ticket = std::make_shared<Ticket>(mailbox_)](Response response) {
    ticket->answer(std::move(response));
  };
  try {
    worker_.shared().handler(std::move(request), respond);
  } catch (const std::exception& error) {
    // Not what(): a parser's message may quote the body.
    const auto& header = parser_->get();
    const std::string target = to_string(header.target());
    worker_.shared().log(to_string(header.method_string()) + " " +
                         target.substr(0, target.find('?')) +
                         " failed: " + boost::core::demangle(typeid(error).name()));
    respond(internal_error());
  }
}

void Session::serialise_answer(bool keep_alive) {
  using Connection = Delivery::Connection;
  const auto& header = parser_->get();
  const Connection kept = header.version() < 11 ? Connection::keep_alive : Connection::implied;
  out_.clear();
  if (out_.capacity() > kKeptOutput) out_ = {};
  serialise(*response_,
            {.connection = keep_alive ? kept : Connection::close,
             .withhold_body = header.method() == http::verb::head,
             .traceparent = traceparent_},
            out_);
  response_.reset();
}

// Answers what could not be read as a request, where there is somebody to answer.
Awaitable<void> Session::refuse(Step step) {
  if (step == Step::ended) co_return;
  std::string bytes;
  const std::string traceparent = traceparent_for("");
  serialise(step == Step::header_too_large ? header_too_large() : malformed_request(),
            {.connection = Delivery::Connection::close, .traceparent = traceparent}, bytes);
  const bool is_written = co_await write(bytes);
  if (is_written) co_await linger();
}

// Ends our side and reads on for a moment: closing on unread bytes would make the system reset the
// connection, and the client could lose the answer.
Awaitable<void> Session::linger() {
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  expire_after(kLinger);
  bool is_more = !error;
  while (is_more) {
    buffer_.clear();
    is_more = co_await receive(kBodyChunk);
  }
}

// False when the connection has ended or the buffer is full. Bytes that had come when it was closed
// count for nothing: a request made of them would be handled and never answered.
Awaitable<bool> Session::receive(std::size_t size_max) {
  if (closed_ || buffer_.size() + size_max > buffer_.max_size()) co_return false;
  const auto [error, size] = co_await socket_.async_read_some(buffer_.prepare(size_max), kAsTuple);
  buffer_.commit(size);
  co_return !error && !closed_;
}

// A slow reader has body_timeout for each step, not for the whole.
Awaitable<bool> Session::write(std::string_view bytes) {
  while (!bytes.empty() && !closed_) {
    expire_after(options_.body_timeout);
    const auto [error, size] = co_await socket_.async_write_some(
        boost::asio::const_buffer(bytes.data(), bytes.size()), kAsTuple);
    if (error) co_return false;
    bytes.remove_prefix(size);
  }
  co_return bytes.empty();
}

}  // namespace api
