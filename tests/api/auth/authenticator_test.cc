#include "api/auth/authenticator.h"

#include <future>

#include "tests/api/auth/signing.h"

namespace api {
namespace {

using Json = nlohmann::json;
using ledger::Code;

constexpr std::int64_t now_s = 1'700'000'000;

struct Fixture {
  TestKey key = TestKey::ec("a"), other = TestKey::ec("b");
  std::string set = key_set({key.jwk()});
  ledger::ManualClock clock{now_s * 1'000'000};
  KeySource keys{[this] { return ledger::Result<std::string>(set); }, clock,
                 [](const std::string&) {}};
  Authenticator authenticator{keys, {}, clock};

  static std::string token(const TestKey& by, const char* kid) {
    return by.sign(Json{{"alg", "ES256"}, {"kid", kid}}.dump(),
                   Json{{"sub", "s"}, {"exp", now_s + 60}}.dump(), "ES256");
  }
  // "s" where the token holds, else why not; "later" before it where the keys were read again.
  std::string told(const std::string& authorization) {
    Request request;
    if (!authorization.empty()) request.headers = {{"authorization", authorization}};
    std::promise<Authenticator::Found> late;
    auto found = authenticator.identify(
        request, [&late](Authenticator::Found one) { late.set_value(std::move(one)); });
    const std::string when = found ? "" : "later ";
    if (!found) found = late.get_future().get();
    return when + (*found ? (*found)->subject : found->error().message);
  }
};

TEST_CASE("the holder of a token is found in the Authorization header") {
  Fixture one;
  const std::string token = Fixture::token(one.key, "a");
  CHECK(one.told("Bearer " + token) == "s");
  CHECK(one.told("bearer " + token) == "s");
  CHECK(one.told("BEARER   " + token) == "s");
}

TEST_CASE("another scheme, or none, is no token") {
  Fixture one;
  const std::string token = Fixture::token(one.key, "a");
  CHECK(one.told("") == "this address asks for a bearer token");
  for (const std::string& other :
       {token, "Basic " + token, std::string("Bearer"), "Bearer:" + token, "Bearer\t" + token,
        "\x42\x65\x61\x52\x65\x52\x01 " + token}) {
    CAPTURE(other);
    CHECK(one.told(other) == "the Authorization header holds no bearer token");
  }
  CHECK(one.told("Bearer ") == "the token is not a signed JWT in compact form");
  CHECK(one.told("Bearer " + token + ", Bearer " + token) ==
        "the token is not a signed JWT in compact form");
}

TEST_CASE("a token of a key that is not known yet waits for the keys to be read again") {
  Fixture one;
  const std::string token = Fixture::token(one.other, "b");
  one.set = key_set({one.key.jwk(), one.other.jwk()});
  CHECK(one.told("Bearer " + token) == "later s");
  CHECK(one.told("Bearer " + token) == "s");
}

TEST_CASE("a token of an unknown key is refused, and makes the keys be read once a minute") {
  Fixture one;
  const std::string unknown = "the token is signed by a key that this server does not know";
  const std::string token = Fixture::token(one.other, "b");
  CHECK(one.told("Bearer " + token) == "later " + unknown);
  CHECK(one.told("Bearer " + token) == unknown);
  one.clock.advance(60'000'000);
  CHECK(one.told("Bearer " + token).starts_with("later "));
}

TEST_CASE("a wrong signature and a token that expired are refused at once") {
  Fixture one;
  CHECK(one.told("Bearer " + Fixture::token(one.other, "a")) == "the token's signature is wrong");
  one.clock.advance(60'000'000);
  CHECK(one.told("Bearer " + Fixture::token(one.key, "a")) == "the token has expired");
}

TEST_CASE("who brings no token is told the scheme alone, and who brings a bad one what is wrong") {
  CHECK(challenge_for({Code::not_found, "no token"}) == "Bearer realm=\"leuit\"");
  CHECK(challenge_for({Code::invalid, "the token has expired"}) ==
        "Bearer realm=\"leuit\", error=\"invalid_token\", "
        "error_description=\"the token has expired\"");
}

}  // namespace
}  // namespace api
