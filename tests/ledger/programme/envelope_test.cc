#include "ledger/programme/envelope.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"

namespace programme {
namespace {

constexpr const char* event = R"({"specversion":"1.0","id":"e-1","source":"/office",
  "type":"kawasan.designated","subject":"kawasan/lebak","time":"2023-07-01T09:00:00+07:00",
  "area":"36.02","data":{"year":2022,"batch":2},"basis":"SK 3/1422",
  "basisdigest":"sha-256:02bdb9e77add3ae28fb0a4146a5cef1cd3d70d7f2244e47f83db7e9a6d6b36f9"})";

const EventType& designated() { return *find_type("kawasan.designated"); }
std::int64_t now_us() { return parse_time("2023-07-01T09:00:00+07:00")->utc_us; }

std::string text_of(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) out += fault.pointer + " " + fault.detail + "\n";
  return out;
}

// Members of `patch` replace those of the event; null takes one away.
std::string faults_of(const Json& patch) {
  Json sent = Json::parse(event);
  sent.merge_patch(patch);
  std::vector<Fault> faults;
  read_envelope(sent, designated(), now_us(), "", faults);
  return text_of(faults);
}

std::string bytes_fault(const std::string& name, int bytes) {
  return "/" + name + " must be 1 to " + std::to_string(bytes) +
         " bytes without control characters\n";
}

std::string of_length(std::size_t bytes) { return std::string(bytes, 'x'); }

}  // namespace

TEST_CASE("an attribute that is missing is named, an optional one is not missed") {
  struct Row {
    const char* name;
    bool required;
  };
  const auto row = GENERATE(values<Row>({
      {"specversion", true},
      {"id", true},
      {"source", true},
      {"subject", true},
      {"time", true},
      {"area", true},
      {"basis", true},
      {"basisdigest", true},
      {"actor", false},
      {"role", false},
      {"reason", false},
      {"correlationid", false},
      {"causationid", false},
      {"expectedversion", false},
      {"dataschema", false},
      {"datacontenttype", false},
  }));
  INFO(row.name);
  const std::string want = row.required ? "/" + std::string(row.name) + " is missing\n" : "";
  CHECK(faults_of(Json{{row.name, nullptr}}) == want);
}

TEST_CASE("an attribute that is not text is a fault") {
  const auto name = GENERATE("specversion", "id", "source", "subject", "time", "area", "basis",
                             "basisdigest", "actor", "role", "reason", "correlationid",
                             "causationid", "expectedversion", "dataschema", "datacontenttype");
  const auto value = GENERATE(Json(7), Json(true), Json::array({"x"}));
  INFO(name << " " << value);
  CHECK(faults_of(Json{{name, value}}) == "/" + std::string(name) + " must be text\n");
}

TEST_CASE("an attribute is taken up to its length and holds no control character") {
  struct Row {
    const char* name;
    std::size_t bytes;
  };
  const auto row = GENERATE(values<Row>({
      {"id", 128},
      {"source", 256},
      {"basis", 256},
      {"actor", 256},
      {"role", 64},
      {"correlationid", 128},
      {"causationid", 128},
  }));
  INFO(row.name);
  const std::string fault = bytes_fault(row.name, static_cast<int>(row.bytes));
  CHECK(faults_of(Json{{row.name, of_length(row.bytes)}}) == "");
  CHECK(faults_of(Json{{row.name, of_length(row.bytes + 1)}}) == fault);
  CHECK(faults_of(Json{{row.name, ""}}) == fault);
  CHECK(faults_of(Json{{row.name, "a\rb"}}) == fault);
}

TEST_CASE("a value that has the wrong form is a fault, with what was wanted") {
  struct Row {
    const char* patch;
    std::string faults;
  };
  static const std::string digest =
      "/basisdigest must be sha-256: and 64 hexadecimal digits in lower case\n";
  static const std::string subject =
      "/subject must be kawasan/key, the key 1 to 128 of A-Z a-z 0-9 . _ -\n";
  static const std::string time = "/time must be RFC 3339 with an offset, on a day that exists\n";
  static const std::string area = "/area must be a region code such as 36.02, or 00\n";
  static const std::string version = "/expectedversion must be a decimal number\n";
  const auto row = GENERATE(values<Row>({
      {R"({"specversion":"0.3"})", "/specversion must be 1.0\n"},
      {R"({"datacontenttype":"application/json"})", ""},
      {R"({"datacontenttype":"text/xml"})", "/datacontenttype must be application/json\n"},
      {R"({"dataschema":"/v1/schemas/kawasan.designated/1"})", ""},
      {R"({"dataschema":"/v1/schemas/kawasan.designated/2"})",
       "/dataschema must be /v1/schemas/kawasan.designated/1\n"},
      {R"({"subject":"kawasan"})", subject},
      {R"({"subject":"kawasan/.."})", subject},
      {R"({"subject":"grant/2023-LBK-01"})", subject},
      {R"({"time":"2023-07-01T09:00:00"})", time},
      {R"({"time":"2023-04-31T09:00:00Z"})", time},
      {R"({"time":"2023-07-01T09:04:00+07:00"})", ""},
      {R"({"time":"2023-07-01T09:05:00+07:00"})", ""},
      {R"({"time":"2023-07-01T09:06:00+07:00"})", "/time must not be more than 5 minutes ahead\n"},
      {R"({"time":"2023-07-01T02:06:00Z"})", "/time must not be more than 5 minutes ahead\n"},
      {R"({"time":"2022-07-01T09:06:00+07:00"})", ""},
      {R"({"area":"00"})", ""},
      {R"({"area":"36.02.27.2010"})", ""},
      {R"({"area":"36.2"})", area},
      {R"({"area":"*"})", area},
      {R"({"basisdigest":"sha-256:02BD"})", digest},
      {R"({"expectedversion":"0"})", ""},
      {R"({"expectedversion":"18446744073709551615"})", ""},
      {R"({"expectedversion":"18446744073709551616"})", version},
      {R"({"expectedversion":"01"})", version},
      {R"({"expectedversion":"-1"})", version},
      {R"({"expectedversion":"1.0"})", version},
      {R"({"expectedversion":" 1"})", version},
      {R"({"expectedversion":1})", "/expectedversion must be text\n"},
  }));
  INFO(row.patch);
  CHECK(faults_of(Json::parse(row.patch)) == row.faults);
}

TEST_CASE("an attribute that the ledger sets, or that nobody knows, is refused") {
  const auto name = GENERATE("position", "streamversion", "previousposition", "recordedtime",
                             "salt", "recordedby", "Id", "traceparent", "data_base64");
  INFO(name);
  CHECK(faults_of(Json{{name, "1"}}) ==
        "/" + std::string(name) + " is not an attribute that a client may set\n");
}

TEST_CASE("a correction names a position and says why") {
  CHECK(faults_of(Json{{"corrects", "3"}}) == "/reason is missing\n");
  CHECK(faults_of(Json{{"corrects", "3"}, {"reason", "mistyped"}}) == "");
  CHECK(faults_of(Json{{"corrects", "-1"}, {"reason", "mistyped"}}) ==
        "/corrects must be a position as decimal text\n");
  CHECK(faults_of(Json{{"corrects", 3}, {"reason", "mistyped"}}) == "/corrects must be text\n");
}

TEST_CASE("a reason is as long as other text: 4,096 characters") {
  std::string reason;
  while (reason.size() < 2 * 4096) reason += "é";
  CHECK(faults_of(Json{{"reason", reason}}) == "");
  CHECK(faults_of(Json{{"reason", reason + "é"}}) == "/reason must be at most 4,096 characters\n");
}

TEST_CASE("a reason is asked for by the types that need one") {
  EventType type;
  type.name = "kawasan.rejected";
  type.reason = Demand::required;
  std::vector<Fault> faults;
  read_envelope(Json::parse(event), type, now_us(), "", faults);
  CHECK(text_of(faults) == "/reason is missing\n");
}

TEST_CASE("all faults of an event are found at once, under its place in the batch") {
  Json sent = Json::parse(event);
  sent.merge_patch(Json::parse(R"({"id":null,"area":"x","salt":"s","a/b":1,"basis":7})"));
  std::vector<Fault> faults;
  read_envelope(sent, designated(), now_us(), "/3", faults);
  CHECK(text_of(faults) ==
        "/3/a~1b is not an attribute that a client may set\n"
        "/3/salt is not an attribute that a client may set\n"
        "/3/id is missing\n"
        "/3/area must be a region code such as 36.02, or 00\n"
        "/3/basis must be text\n");
}

TEST_CASE("a faultless envelope is read as it was sent") {
  Json sent = Json::parse(event);
  sent.merge_patch(Json::parse(R"({"actor":"kpa","role":"kpa","reason":"r","correlationid":"c",
                                   "causationid":"d","expectedversion":"2"})"));
  std::vector<Fault> faults;
  const Envelope read = read_envelope(sent, designated(), now_us(), "", faults);

  REQUIRE(text_of(faults) == "");
  CHECK(read.id == "e-1");
  CHECK(read.source == "/office");
  CHECK(read.subject == "kawasan/lebak");
  CHECK(read.time == "2023-07-01T09:00:00+07:00");
  CHECK(read.time_us == now_us());
  CHECK(read.area == "36.02");
  CHECK(read.actor == "kpa");
  CHECK(read.role == "kpa");
  CHECK(read.basis == "SK 3/1422");
  CHECK(read.basis_digest->substr(0, 10) == "sha-256:02");
  CHECK(read.reason == "r");
  CHECK(read.correlation_id == "c");
  CHECK(read.causation_id == "d");
  CHECK(read.expected_version == 2);
}

}  // namespace programme
