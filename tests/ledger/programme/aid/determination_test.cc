#include "ledger/programme/aid/determination.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using support::Row;

std::string listed(const std::string& proposal) {
  return R"(recipient_listed {"proposal": ")" + proposal +
         R"(", "recipient": "group/1", "amount_idr": 20000000})";
}
const std::string draft = R"(drafted {"juknis": "juknis/1", "year": 2023})";
const std::string list_one = listed("proposal/1");
const std::string sign = R"(signed {"number": "3/488/PK.03.00/IV/2023"})";
const std::string ratify = "ratified";
std::string substituted(const std::string& old_proposal, const std::string& new_proposal) {
  return R"(recipient_substituted {"old_proposal": ")" + old_proposal + R"(", "new_proposal": ")" +
         new_proposal + R"(", "new_recipient": "group/9", "amount_idr": 20000000})";
}
const std::string substitute = substituted("proposal/1", "proposal/9");
const std::string strike = R"(recipient_struck {"proposal": "proposal/1"})";
const std::string revocation = "revoked";

std::string status_after(const std::vector<std::string>& given) {
  return support::status_after(programme::determination::stream(), given);
}

}  // namespace

TEST_CASE("a determination is drafted, signed by the PPK and then ratified by the KPA") {
  const std::vector<Row> rows = {
      {"drafted", {}, draft, "ok"},
      {"drafted twice", {draft}, draft, "stream_exists"},
      {"signed", {draft, list_one}, sign, "ok"},
      {"signed before it is there", {}, sign, "stream_not_open"},
      {"signed twice", {draft, list_one, sign}, sign, "step_out_of_order"},
      {"ratified", {draft, list_one, sign}, ratify, "ok"},
      {"ratified before it is signed", {draft, list_one}, ratify, "step_out_of_order"},
      {"ratified twice", {draft, list_one, sign, ratify}, ratify, "step_out_of_order"},
      {"signed after the ratification", {draft, list_one, sign, ratify}, sign, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
}

TEST_CASE("a proposal is listed once, while the determination is a draft") {
  const std::vector<Row> rows = {
      {"before the draft", {}, list_one, "stream_not_open"},
      {"in the draft", {draft}, list_one, "ok"},
      {"another", {draft, list_one}, listed("proposal/2"), "ok"},
      {"the same", {draft, list_one}, list_one, "proposal_listed"},
      {"after the signature", {draft, list_one, sign}, listed("proposal/2"), "step_out_of_order"},
      {"after the ratification",
       {draft, list_one, sign, ratify},
       listed("proposal/2"),
       "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
}

TEST_CASE("a recipient takes another's place from the signature on") {
  const std::vector<std::string> whole = {draft, list_one, listed("proposal/2"), sign, ratify};
  const auto after = [&](std::vector<std::string> more) {
    more.insert(more.begin(), whole.begin(), whole.end());
    return more;
  };
  const std::vector<Row> rows = {
      {"before it is there", {}, substitute, "stream_not_open"},
      {"in the draft", {draft, list_one}, substitute, "step_out_of_order"},
      {"after the signature", {draft, list_one, sign}, substitute, "ok"},
      {"after the ratification", whole, substitute, "ok"},
      {"another one", after({substitute}), substituted("proposal/2", "proposal/8"), "ok"},
      {"the same once more", after({substitute}), substitute, "proposal_not_listed"},
      {"for the one that came", after({substitute}), substituted("proposal/9", "proposal/1"), "ok"},
      {"of one that is not listed", whole, substituted("proposal/7", "proposal/9"),
       "proposal_not_listed"},
      {"by one that is listed", whole, substituted("proposal/1", "proposal/2"), "proposal_listed"},
      {"by itself", whole, substituted("proposal/1", "proposal/1"), "proposal_listed"},
      {"listed afterwards", after({substitute}), listed("proposal/7"), "step_out_of_order"},
      {"signed afterwards", after({substitute}), sign, "step_out_of_order"},
      {"ratified afterwards", after({substitute}), ratify, "step_out_of_order"},
      {"ratified, changed after the signature", {draft, list_one, sign, substitute}, ratify, "ok"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
  CHECK(status_after({draft, list_one, sign, substitute}) == "signed");
  CHECK(status_after({draft, list_one, sign, substitute, ratify}) == "ratified");
  CHECK(status_after(after({substitute})) == "amended");
}

TEST_CASE("a recipient is struck until the determination is revoked") {
  const std::vector<Row> rows = {
      {"before it is there", {}, strike, "stream_not_open"},
      {"in the draft", {draft, list_one}, strike, "ok"},
      {"not listed", {draft, listed("proposal/2")}, strike, "proposal_not_listed"},
      {"twice", {draft, list_one, strike}, strike, "proposal_not_listed"},
      {"listed again", {draft, list_one, strike}, list_one, "ok"},
      {"after the signature", {draft, list_one, sign}, strike, "ok"},
      {"after the ratification", {draft, list_one, sign, ratify}, strike, "ok"},
      {"after it took another's place",
       {draft, listed("proposal/2"), sign, substituted("proposal/2", "proposal/1")},
       strike,
       "ok"},
      {"after another took its place",
       {draft, list_one, sign, substitute},
       strike,
       "proposal_not_listed"},
      {"struck, then substituted",
       {draft, list_one, sign, strike},
       substitute,
       "proposal_not_listed"},
      {"after the revocation", {draft, list_one, sign, revocation}, strike, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
  CHECK(status_after({draft, list_one, strike}) == "drafted");
  CHECK(status_after({draft, list_one, sign, ratify, strike}) == "amended");
}

TEST_CASE("a determination is revoked from the signature on, and that is its end") {
  const std::vector<std::string> whole = {draft, list_one, sign, ratify};
  const std::vector<std::string> gone = {draft, list_one, sign, ratify, revocation};
  const std::vector<Row> rows = {
      {"before it is there", {}, revocation, "stream_not_open"},
      {"in the draft", {draft, list_one}, revocation, "step_out_of_order"},
      {"after the signature", {draft, list_one, sign}, revocation, "ok"},
      {"after the ratification", whole, revocation, "ok"},
      {"after an amendment", {draft, list_one, sign, ratify, substitute}, revocation, "ok"},
      {"twice", gone, revocation, "step_out_of_order"},
      {"drafted afterwards", gone, draft, "stream_exists"},
      {"listed afterwards", gone, listed("proposal/2"), "step_out_of_order"},
      {"signed afterwards", gone, sign, "step_out_of_order"},
      {"ratified afterwards", gone, ratify, "step_out_of_order"},
      {"substituted afterwards", gone, substitute, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
  CHECK(status_after(gone) == "revoked");
}

TEST_CASE("a proposal is determined by what is signed, holds, and lists it") {
  using programme::determination::determines;
  programme::determination::State state;
  state.listed["proposal/1"] = {"group/1", 20'000'000};
  CHECK_FALSE(determines(state, "proposal/1"));
  state.is_signed = true;
  CHECK(determines(state, "proposal/1"));
  CHECK_FALSE(determines(state, "proposal/2"));
  state.is_revoked = true;
  CHECK_FALSE(determines(state, "proposal/1"));
}

TEST_CASE("the sample's determinations play through") {
  const auto& stream = programme::determination::stream();
  CHECK(support::play_sample({&stream}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&stream}) == 2 * 13);
}
