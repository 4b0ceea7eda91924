#include "api/routes/receipt_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

ledger::Receipt receipt() {
  ledger::Receipt out;
  out.record = R"({"data":{"streamversion":"9","text":"a \"quote\""},"streamversion":"3"})";
  out.position = 18'000'000'000'000'000'000U;
  out.leaf.fill(0xAB);
  out.tree_size = 18'000'000'000'000'000'001U;
  out.proof = {ledger::Hash{}, out.leaf};
  out.checkpoint = "ledger.example\n1\n\n\u2014 line\n";
  return out;
}

TEST_CASE("a receipt is one JSON object with the record's exact text in it") {
  const std::string text = api::receipt_json(receipt());
  const auto json = nlohmann::ordered_json::parse(text);
  CHECK(json.dump() == text);
  CHECK(json.at("record") == receipt().record);
  CHECK(json.at("position") == "18000000000000000000");
  CHECK(json.at("tree_size") == "18000000000000000001");
  CHECK(json.at("streamversion") == "3");
  CHECK(json.at("leaf_hash").get<std::string>().substr(0, 4) == "abab");
  CHECK(json.at("inclusion_proof").size() == 2);
  CHECK(json.at("inclusion_proof").at(0) == std::string(64, '0'));
  CHECK(json.at("checkpoint") == receipt().checkpoint);
  CHECK(json.at("durability") == "fsync");
  CHECK(json.size() == 8);
}

TEST_CASE("a receipt without a proof has an empty list for it") {
  ledger::Receipt alone = receipt();
  alone.proof.clear();
  CHECK(nlohmann::json::parse(api::receipt_json(alone)).at("inclusion_proof").empty());
}

TEST_CASE("a short receipt has the place and the leaf alone") {
  const auto json = nlohmann::ordered_json::parse(api::short_receipt_json(receipt()));
  CHECK(json.size() == 3);
  CHECK(json.at("position") == "18000000000000000000");
  CHECK(json.at("streamversion") == "3");
  CHECK(json.at("leaf_hash").get<std::string>().size() == 64);
}

TEST_CASE("a record without a stream version has none") {
  CHECK(api::stream_version_of("{}").empty());
  CHECK(api::stream_version_of(R"({"streamversion":"12"})") == "12");
}

}  // namespace
