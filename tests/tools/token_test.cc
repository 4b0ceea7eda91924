#include "tools/token.h"

#include <cjose/cjose.h>

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/core/bytes.h"
#include "ledger/core/file.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/json.h"
#include "tests/support/temporary_folder.h"
#include "tools/verbs.h"

namespace {

namespace fs = std::filesystem;
using programme::Json;

constexpr std::int64_t now_s = 1'700'000'000;

tools::TokenWish wish_in(const ledger::TemporaryFolder& home) {
  tools::TokenWish wish;
  wish.jwks = home.path("dev.jwks");
  wish.subject = "staf-pkk";
  wish.roles = {"programme_officer", "reader"};
  wish.areas = {"36.02"};
  return wish;
}

Json part(const std::string& token, std::size_t index) {
  std::size_t first = 0;
  for (; index > 0; --index) first = token.find('.', first) + 1;
  return Json::parse(
      ledger::from_base64url(token.substr(first, token.find('.', first) - first)).value());
}

Json key_set(const ledger::TemporaryFolder& home) {
  return Json::parse(ledger::read_file(home.path("dev.jwks")).value());
}

bool is_signed_by(const std::string& token, const Json& key) {
  cjose_err error;
  const std::string text = key.dump();
  cjose_jwk_t* jwk = cjose_jwk_import(text.data(), text.size(), &error);
  cjose_jws_t* jws = cjose_jws_import(token.data(), token.size(), &error);
  const bool good = jwk != nullptr && jws != nullptr && cjose_jws_verify(jws, jwk, &error);
  cjose_jws_release(jws);
  cjose_jwk_release(jwk);
  return good;
}

int leuit(std::vector<std::string> words) {
  CLI::App app;
  tools::Action action;
  tools::add_token(app, action);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::ParseError&) {
    return tools::exit_usage;
  }
  return action();
}

}  // namespace

TEST_CASE("a token is signed by the one key of the set, which is named by its thumbprint") {
  const ledger::TemporaryFolder home;
  const auto token = tools::make_token(wish_in(home), now_s);
  REQUIRE(token);
  const Json keys = key_set(home)["keys"];
  REQUIRE(keys.size() == 1);
  CHECK(is_signed_by(*token, keys[0]));
  CHECK(part(*token, 0) == Json{{"alg", "ES256"}, {"kid", keys[0]["kid"]}, {"typ", "JWT"}});
  const Json essential = {
      {"crv", "P-256"}, {"kty", "EC"}, {"x", keys[0]["x"]}, {"y", keys[0]["y"]}};
  CHECK(keys[0]["kid"] == ledger::to_base64url(ledger::view(ledger::sha256(essential.dump()))));
  CHECK(keys[0]["alg"] == "ES256");
  CHECK(keys[0]["use"] == "sig");
}

TEST_CASE("the key set holds nothing secret, and its key is for its owner alone") {
  const ledger::TemporaryFolder home;
  REQUIRE(tools::make_token(wish_in(home), now_s));
  CHECK_FALSE(key_set(home)["keys"][0].contains("d"));
  CHECK(fs::status(home.path("dev.jwks.key")).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("a token says who, as what, where and how long") {
  const ledger::TemporaryFolder home;
  tools::TokenWish wish = wish_in(home);
  wish.ttl_s = 60;
  const Json plain = {{"sub", "staf-pkk"},  {"roles", {"programme_officer", "reader"}},
                      {"areas", {"36.02"}}, {"iat", now_s},
                      {"nbf", now_s},       {"exp", now_s + 60}};
  CHECK(part(*tools::make_token(wish, now_s), 1) == plain);
  wish.acts_for = {"group/G1"};
  wish.source = "/lebak";
  wish.issuer = "i";
  wish.audience = "a";
  Json all = plain;
  all.update({{"acts_for", {"group/G1"}}, {"source", "/lebak"}, {"iss", "i"}, {"aud", "a"}});
  CHECK(part(*tools::make_token(wish, now_s), 1) == all);
}

TEST_CASE("the key is used again, and a set that is there is left as it is") {
  const ledger::TemporaryFolder home;
  const auto first = tools::make_token(wish_in(home), now_s);
  const Json keys = key_set(home);
  const auto written = fs::last_write_time(home.path("dev.jwks"));
  const auto second = tools::make_token(wish_in(home), now_s + 1);
  CHECK(part(*first, 0) == part(*second, 0));
  CHECK(fs::last_write_time(home.path("dev.jwks")) == written);
  fs::remove(home.path("dev.jwks"));
  REQUIRE(tools::make_token(wish_in(home), now_s));
  CHECK(key_set(home) == keys);
}

TEST_CASE("a set of other keys is never written over") {
  const ledger::TemporaryFolder home;
  REQUIRE(ledger::write_new_file(home.path("dev.jwks"), R"({"keys":[]})", 0644));
  CHECK(tools::make_token(wish_in(home), now_s).error().code == ledger::Code::invalid);
  CHECK(key_set(home) == Json{{"keys", Json::array()}});
  CHECK_FALSE(fs::exists(home.path("dev.jwks.key")));
}

TEST_CASE("a time to live is a number and a unit") {
  CHECK(tools::parse_ttl("30s") == 30);
  CHECK(tools::parse_ttl("15m") == 900);
  CHECK(tools::parse_ttl("1h") == 3600);
  CHECK(tools::parse_ttl("7d") == 604'800);
  for (const char* bad : {"", "s", "1", "0s", "-1s", "1.5h", "1w", "01h", "99999999999d"})
    CHECK_FALSE(tools::parse_ttl(bad));
}

TEST_CASE("a wish that no token can hold is wrong usage, and nothing is written") {
  const ledger::TemporaryFolder home;
  const auto exit_code = [&](const char* roles, const char* areas, const char* ttl) {
    return leuit({"token", "--jwks", home.path("dev.jwks"), "--sub", "s", "--roles", roles,
                  "--areas", areas, "--ttl", ttl});
  };
  CHECK(exit_code("kng", "36", "1h") == tools::exit_usage);
  CHECK(exit_code("reader", "Lebak", "1h") == tools::exit_usage);
  CHECK(exit_code("reader", "36", "soon") == tools::exit_usage);
  CHECK(leuit({"token", "--sub", "s"}) == tools::exit_usage);
  CHECK(fs::is_empty(home.path()));
  CHECK(exit_code("reader,auditor", "36,32.01", "1h") == tools::exit_done);
  CHECK(exit_code("operator", "*", "7d") == tools::exit_done);
}
