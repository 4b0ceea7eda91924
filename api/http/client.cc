#include "api/http/client.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>

namespace api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using ledger::Code;
using HttpRequest = http::request<http::string_body>;
using Parser = http::response_parser<http::string_body>;

constexpr std::chrono::seconds kConnectTimeout{10};
constexpr std::chrono::seconds kAnswerTimeout{120};

// Visible ASCII only: nothing that could end a line of the request.
bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string to_lower(boost::beast::string_view text) {
  std::string lower(text.data(), text.size());
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

// Whether `text` is empty, for the usual port, or the number of one.
bool is_port(std::string_view text) {
  std::uint16_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return text.empty() || (parsed.ec == std::errc{} && number != 0);
}

Response to_response(http::response<http::string_body>&& answer) {
  Response response;
  response.status = answer.result_int();
  for (const auto& field : answer) {
    const auto value = field.value();
    response.headers.emplace_back(to_lower(field.name_string()),
                                  std::string(value.data(), value.size()));
  }
  response.body = std::move(answer.body());
  return response;
}

}  // namespace

struct Client::Impl {
  std::string host;       // without the brackets of an IPv6 address
  std::string authority;  // as in the Host header
  std::string port;
  std::string token;
  asio::io_context io{1};
  std::optional<boost::beast::tcp_stream> stream = {};  // none: not connected
  boost::beast::flat_buffer buffer = {};
  bool is_reused = false;  // an answer came over this connection before

  // Runs one operation to its end; `start` is given the completion handler.
  template <class Start>
  error_code run(std::chrono::seconds timeout, Start start) {
    error_code result;
    stream->expires_after(timeout);
    start([&result](error_code error, auto&&...) { result = error; });
    io.restart();
    io.run();
    return result;
  }

  ledger::Result<void> open();
  error_code exchange(const HttpRequest& request, Parser& parser);
  ledger::Result<Response> send(const HttpRequest& request);
  ledger::Result<HttpRequest> make(http::verb verb, std::string_view target,
                                   const Headers& headers) const;
};

ledger::Result<void> Client::Impl::open() {
  error_code error;
  asio::ip::tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, port, error);
  if (error) {
    return ledger::fail(Code::unavailable,
                        "The host " + host + " is not known: check the address.");
  }
  stream.emplace(io);
  buffer.clear();
  is_reused = false;
  error = run(kConnectTimeout, [&](auto done) { stream->async_connect(found, std::move(done)); });
  if (error) {
    stream.reset();
    return ledger::fail(Code::unavailable, "No server answers at http://" + authority +
                                               ": check the address and that it is running.");
  }
  stream->socket().set_option(asio::ip::tcp::no_delay(true), error);
  return {};
}

error_code Client::Impl::exchange(const HttpRequest& request, Parser& parser) {
  const error_code error =
      run(kAnswerTimeout, [&](auto done) { http::async_write(*stream, request, std::move(done)); });
  // A server may answer and close before it has read everything: look for the answer all the same.
  const error_code read = run(kAnswerTimeout, [&](auto done) {
    http::async_read(*stream, buffer, parser, std::move(done));
  });
  return read && error ? error : read;
}

ledger::Result<Response> Client::Impl::send(const HttpRequest& request) {
  while (true) {
    if (!stream) {
      if (auto opened = open(); !opened) return tl::unexpected(opened.error());
    }
    Parser parser;
    parser.body_limit(boost::none);
    const error_code error = exchange(request, parser);
    if (!error) {
      is_reused = parser.keep_alive();
      if (!is_reused) stream.reset();
      return to_response(parser.release());
    }
    const bool was_stale = is_reused && !parser.got_some() && error != boost::beast::error::timeout;
    stream.reset();
    if (was_stale) continue;
    if (error == boost::beast::error::timeout) {
      return ledger::fail(Code::unavailable,
                          "The server at http://" + authority + " took too long to answer.");
    }
    return ledger::fail(Code::unavailable, "The connection to http://" + authority +
                                               " broke before the answer was complete.");
  }
}

ledger::Result<HttpRequest> Client::Impl::make(http::verb verb, std::string_view target,
                                               const Headers& headers) const {
  if (target.empty() || target.front() != '/' || !is_visible(target)) {
    return ledger::fail(Code::invalid, "A request's target starts with / and is percent-encoded.");
  }
  HttpRequest request(verb, {target.data(), target.size()}, 11);
  request.set(http::field::host, authority);
  if (!token.empty()) request.set(http::field::authorization, "Bearer " + token);
  for (const auto& [name, value] : headers) {
    const bool breaks_line = value.find_first_of(std::string_view("\r\n\0", 3)) != value.npos;
    if (name.empty() || !is_visible(name) || breaks_line) {
      return ledger::fail(Code::invalid, "A header of the request holds a control character.");
    }
    request.insert(name, value);
  }
  return request;
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

ledger::Result<Client> Client::connect(std::string_view base_url, std::string token) {
  const std::string given(base_url);
  const auto url = boost::urls::parse_uri(given);
  if (url && url->scheme() == "https") {
    return ledger::fail(Code::invalid,
                        "https:// addresses are not supported by this client yet: give one that "
                        "starts with http://.");
  }
  const bool is_port_sound = url && is_port({url->port().data(), url->port().size()});
  const bool is_bare = url && (url->encoded_path().empty() || url->encoded_path() == "/") &&
                       !url->has_query() && !url->has_fragment() && !url->has_userinfo();
  if (!is_bare || !is_port_sound || url->scheme() != "http" || url->encoded_host().empty()) {
    return ledger::fail(Code::invalid,
                        "The address " + given + " is not of the form http://HOST:PORT.");
  }
  if (!is_visible(token)) {
    return ledger::fail(Code::invalid, "The token holds a character that no token can hold.");
  }
  const auto authority = url->encoded_host_and_port();
  const auto port = url->port();
  auto impl = std::unique_ptr<Impl>(new Impl{
      .host = url->host_address(),
      .authority = std::string(authority.data(), authority.size()),
      .port = port.empty() ? "80" : std::string(port.data(), port.size()),
      .token = std::move(token),
  });
  if (auto opened = impl->open(); !opened) return tl::unexpected(opened.error());
  return Client(std::move(impl));
}

ledger::Result<Response> Client::get(std::string_view target, const Headers& headers) {
  auto request = impl_->make(http::verb::get, target, headers);
  if (!request) return tl::unexpected(request.error());
  return impl_->send(*request);
}

ledger::Result<Response> Client::post(std::string_view target, const Headers& headers,
                                      std::string body) {
  auto request = impl_->make(http::verb::post, target, headers);
  if (!request) return tl::unexpected(request.error());
  request->body() = std::move(body);
  request->prepare_payload();
  return impl_->send(*request);
}

}  // namespace api
