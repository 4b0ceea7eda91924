#include "ledger/programme/record_action.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/pending_log.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

const std::string kawasan = "kawasan/lebak-kasepuhan";

// An action that tags the first kawasan of the sample, in a ledger of the sample's first lines.
class Tagging {
 public:
  Tagging() : sample_(6), log_(sample_.ledger()), action_(states_, sample_.vault()) {
    action_.stream = kawasan;
    action_.stream_type = find_stream("kawasan");
    Event& event = action_.event;
    event.type = find_type("kawasan.policy_tagged");
    event.id = "t";
    event.source = "/office";
    event.subject = kawasan;
    event.time = "2023-07-01T09:00:00+07:00";
    event.area = "36.02";
    data(R"({"leap":"L1","list_version":"2022"})");
  }
  void data(const std::string& text) {
    action_.event.data = action_.event.type->read(Json::parse(text));
    action_.parts = record_parts(action_.event, text, std::string(16, 's'));
  }
  // The record, or the name of the rule or the reason that there is none.
  std::string prepared() {
    const auto record = action_.prepare(log_, {6, 7, 5, 0});
    if (record) return record->record;
    return record.error().name.empty() ? record.error().message : record.error().name;
  }
  std::uint64_t version() { return (*states_.of(kawasan, *action_.stream_type, log_))->version; }

  RecordAction& action() { return action_; }
  const support::PendingLog& log() { return log_; }

 private:
  support::SampleLedger sample_;
  support::PendingLog log_;
  States states_;
  RecordAction action_;
};

}  // namespace

TEST_CASE("an action is admitted in its stream's area alone") {
  struct Row {
    const char* area;
    bool admitted;
  };
  const auto row = GENERATE(values<Row>(
      {{"36.02", true}, {"36.02.27", true}, {"36", false}, {"00", false}, {"36.03", false}}));
  Tagging tagging;
  tagging.action().event.area = row.area;
  const auto admitted = tagging.action().admit(tagging.log());
  CHECK(admitted.has_value() == row.admitted);
  if (!admitted) CHECK(admitted.error().code == ledger::Code::forbidden);
}

TEST_CASE("an action of a new stream is admitted in any area") {
  Tagging tagging;
  tagging.action().stream = tagging.action().event.subject = "kawasan/new";
  tagging.action().event.area = "94.04";
  CHECK(tagging.action().admit(tagging.log()));
}

TEST_CASE("a prepared record moves the state, and reverting takes it back") {
  Tagging tagging;
  const std::string record = tagging.prepared();
  CHECK(read_record(record)->stream_version == 7);
  CHECK(tagging.version() == 7);
  tagging.action().revert();
  CHECK(tagging.version() == tagging.log().stream_head(kawasan).value()->version);
}

TEST_CASE("what is refused leaves the state alone") {
  struct Row {
    const char* what;
    std::vector<std::string> references;
    std::string list_version, answer;
  };
  static const std::string long_text(65'500, 'x');
  const auto row = GENERATE(values<Row>({
      {"an unknown stream", {"kawasan/mimika"}, "2023", "reference_unknown"},
      {"an unknown stream before the rule", {kawasan, "kawasan/no"}, "2022", "reference_unknown"},
      {"a rule", {kawasan}, "2022", "policy_tagged_already"},
      {"a size", {}, long_text, "the record would be larger than 65,535 bytes"},
  }));
  Tagging tagging;
  const std::uint64_t before = tagging.version();
  tagging.action().named.references = row.references;
  tagging.data(R"({"leap":"L3","list_version":")" + row.list_version + R"("})");
  INFO(row.what);
  CHECK(tagging.prepared() == row.answer);
  CHECK(tagging.version() == before);
}

TEST_CASE("a record is as large as 65,535 bytes, not one more") {
  Tagging tagging;
  const auto data = [](std::size_t size) {
    return R"({"leap":"L1","list_version":")" + std::string(size, 'x') + R"("})";
  };
  tagging.data(data(1));
  const std::size_t room = 65'535 - tagging.prepared().size() + 1;
  tagging.action().revert();
  tagging.data(data(room + 1));
  CHECK(tagging.prepared() == "the record would be larger than 65,535 bytes");
  tagging.data(data(room));
  CHECK(tagging.prepared().size() == 65'535);
}

TEST_CASE("the content of an event is what was sent, from its record as from its text") {
  support::SampleLedger sample(120);
  const auto lines = support::sample_lines();
  std::string wrong;
  for (std::uint64_t position = 0; position < 120; ++position) {
    const auto back = sent_content(sample.ledger().record(position).value(), sample.vault());
    const std::string sent = canonical(Json::parse(lines[position]));
    if (!back || *back != sent) wrong += sent + "\n";
  }
  CHECK(wrong == "");
}

TEST_CASE("the content of a record whose key was destroyed is gone") {
  support::SampleLedger sample(48);
  const std::string record = sample.ledger().record(47).value();
  REQUIRE(sent_content(record, sample.vault()));
  REQUIRE(sample.vault().destroy("person/P0001"));
  CHECK(sent_content(record, sample.vault()).error().code == ledger::Code::not_found);
  CHECK(sent_content("{}", sample.vault()).error().code == ledger::Code::corrupt);
}

TEST_CASE("a key that is damaged in the vault is not taken for a destroyed one") {
  support::SampleLedger sample(48);
  const std::string record = sample.ledger().record(47).value();
  ledger::SeededRandom random(1);
  ledger::MemoryStore store(ledger::Vault::table_names().size());
  const std::string master(32, 'm');
  REQUIRE(ledger::Vault::create(store, master, random));
  const auto vault = ledger::Vault::open(store, master, random).value();
  CHECK(sent_content(record, *vault).error().code == ledger::Code::not_found);
  ledger::StoreBatch damage;
  damage.put(0, "person/P0001", "not a wrapped key");
  REQUIRE(store.write(damage, ledger::Durability::synced));
  CHECK(sent_content(record, *vault).error().code == ledger::Code::corrupt);
}

TEST_CASE("a field is sealed for its stream or for who is named beside it") {
  const Json beside = {{"person", "person/P7"}};
  CHECK(subject_of(sealed(text()), beside, "group/G1") == "group/G1");
  CHECK(subject_of(sealed_for("person", text()), beside, "group/G1") == "person/P7");
}

}  // namespace programme
