#include "api/http/session.h"

#include <mutex>
#include <stdexcept>

#include "tests/api/http/raw_connection.h"

namespace api {
namespace {

// Says what it was asked: method, segments, query, size of the body, flags.
Response echo(const Request& request) {
  std::string text = request.method;
  for (const std::string& segment : request.path) text += " [" + segment + "]";
  for (const auto& [name, value] : request.query) text += " " + name + "=" + value;
  text += " " + std::to_string(request.body.size());
  if (request.body_too_large) text += " too-large";
  if (request.bad_target) text += " bad-target";
  return {200, {{"Content-Type", "text/plain"}}, text};
}

Handler echoing() {
  return [](Request&& request, const Respond& respond) { respond(echo(request)); };
}

std::unique_ptr<Server> serve_with(Handler handler, Server::Options options = {}) {
  auto server = Server::start(std::move(options), std::move(handler));
  REQUIRE(server);
  return std::move(*server);
}

TEST_CASE("several requests are answered on one connection, in order") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  CHECK(client.ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").body == "GET [a] 0");
  CHECK(client.ask("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz").body ==
        "POST [b] 3");
  REQUIRE(
      client.send("GET /c HTTP/1.1\r\nHost: h\r\n\r\nPOST /d HTTP/1.1\r\nHost: h\r\n"
                  "Content-Length: 2\r\n\r\nhiGET /e HTTP/1.1\r\nHost: h\r\n\r\n"));
  CHECK(client.read_answer().body == "GET [c] 0");
  CHECK(client.read_answer().body == "POST [d] 2");
  CHECK(client.read_answer().body == "GET [e] 0");
}

TEST_CASE("a request that comes byte by byte is answered") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  for (const char byte :
       std::string("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok")) {
    REQUIRE(client.send({&byte, 1}));
  }
  CHECK(client.read_answer().body == "POST [a] 2");
}

TEST_CASE("a body up to the limit is kept whole") {
  const std::string sent(4 * 1024 * 1024, 'x');
  const auto server = serve_with([&](Request&& request, const Respond& respond) {
    respond({request.body == sent ? 200u : 500u, {}, ""});
  });
  RawConnection client(server->port());
  CHECK(
      client.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4194304\r\n\r\n" + sent).status() ==
      200);
}

TEST_CASE("a body over the limit gets its answer and the connection lives on") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  const std::string body(5 * 1024 * 1024, 'x');
  CHECK(client.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5242880\r\n\r\n" + body).body ==
        "POST 0 too-large");
  CHECK(client
            .ask("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n500000\r\n" +
                 body + "\r\n0\r\n\r\n")
            .body == "POST 0 too-large");
  CHECK(client.ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").body == "GET [a] 0");
}

TEST_CASE("a body over 64 MiB is answered unread and the connection closed") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  const Answer answer =
      client.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99000000000\r\n\r\nx");
  CHECK(answer.body == "POST 0 too-large");
  CHECK(answer.has("Connection: close\r\n"));
  CHECK(client.is_closed_by_peer());
}

TEST_CASE("a chunked body is put together") {
  std::string body;
  const auto server = serve_with([&](Request&& request, const Respond& respond) {
    body = request.body;
    respond({});
  });
  RawConnection client(server->port());
  REQUIRE(client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki"));
  REQUIRE(client.send("\r\n5;ext=1\r\npedia\r\n"));
  CHECK(client.ask("0\r\nTrailer: t\r\n\r\n").status() == 200);
  CHECK(body == "Wikipedia");
}

TEST_CASE("a client that expects 100-continue is told to go on") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  CHECK(client
            .ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n"
                 "Expect: 100-continue\r\n\r\n")
            .head == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(client.ask("ok").body == "POST [a] 2");
}

TEST_CASE("HEAD is answered as GET without the body") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  const Answer answer = client.ask("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(answer.has("Content-Length: 9\r\n"));
  CHECK(client.ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").body == "GET [a] 0");
}

TEST_CASE("path and query come decoded") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  CHECK(client.ask("GET /a%2Fb/..?x=1%20+2 HTTP/1.1\r\nHost: h\r\n\r\n").body ==
        "GET [a/b] [..] x=1  2 0");
}

TEST_CASE("a bad target reaches the handler as such") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  CHECK(client.ask("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n").body == "GET 0 bad-target");
  CHECK(client.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").body == "OPTIONS 0 bad-target");
}

TEST_CASE("what is no sound request is answered 400 and the connection closed") {
  const std::string request = GENERATE(
      as<std::string>{}, "nonsense\r\n\r\n", "GET /a HTTP/3.7\r\nHost: h\r\n\r\n",
      "GET /a HTTP/1.1\r\n\r\n", "GET /a HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
      "GET /a HTTP/1.1\r\nHost: h\r\nbad header\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  const Answer answer = client.ask(request);
  INFO(request);
  CHECK(answer.status() == 400);
  CHECK(answer.has("Content-Type: application/problem+json\r\n"));
  CHECK(answer.has("Connection: close\r\n"));
  CHECK(answer.body == malformed_request().body);
  CHECK(client.is_closed_by_peer());
}

TEST_CASE("a header over the limit is answered 431") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  const Answer answer =
      client.ask("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n");
  CHECK(answer.status() == 431);
}

TEST_CASE("the connection is kept or closed as the client asks") {
  const auto server = serve_with(echoing());
  RawConnection closing(server->port());
  CHECK(closing.ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            .has("Connection: close\r\n"));
  CHECK(closing.is_closed_by_peer());
  RawConnection old(server->port());
  CHECK(old.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            .has("Connection: keep-alive\r\n"));
  CHECK(old.ask("GET / HTTP/1.0\r\n\r\n").has("Connection: close\r\n"));
  CHECK(old.is_closed_by_peer());
}

TEST_CASE("every answer carries the traceparent that was sent, or a new one") {
  const auto server = serve_with(echoing());
  RawConnection client(server->port());
  const std::string sent = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto ask = [&](const std::string& line) {
    return client.ask("GET / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n\r\n");
  };
  CHECK(ask(sent).has(sent + "\r\n"));
  CHECK_FALSE(ask(sent + "\r\n" + sent).has(sent));
  const std::string upper = "traceparent: 00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01";
  const Answer answer = ask(upper);
  CHECK(answer.has("traceparent: 00-"));
  CHECK_FALSE(answer.has(upper));
}

TEST_CASE("repeated headers are joined and their names are in lower case") {
  const auto server = serve_with([](Request&& request, const Respond& respond) {
    respond({200, {}, std::string(request.header("accept").value_or("none"))});
  });
  RawConnection client(server->port());
  CHECK(client.ask("GET / HTTP/1.1\r\nHost: h\r\nACCEPT: a\r\nAccept: b\r\n\r\n").body == "a, b");
}

TEST_CASE("an exception of the handler is answered 500 and logged without query or text") {
  std::string logged;
  const auto log = [&](std::string line) { logged = std::move(line); };
  const auto server = serve_with(
      [](Request&&, const Respond&) { throw std::runtime_error("secret"); }, {.log = log});
  RawConnection client(server->port());
  const Answer answer = client.ask("GET /a?nik=1 HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(answer.status() == 500);
  CHECK(answer.body == internal_error().body);
  CHECK(logged == "GET /a failed: std::runtime_error");
  CHECK(client.ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").status() == 500);
}

}  // namespace
}  // namespace api
