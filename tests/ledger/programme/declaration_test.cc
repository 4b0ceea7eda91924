#include "ledger/programme/declaration.h"

#include <catch2/catch.hpp>

namespace programme {
namespace {

struct Item {
  std::string kind;
  std::int64_t count = 0;
  std::optional<Personal<std::string>> note;
  static void describe(Fields<Item>& fields) {
    fields.field("kind", &Item::kind, code({"tool", "seed"}), {"Jenis", "Kind"})
        .field("count", &Item::count, integer(1, 9, "piece"), {"Jumlah", "Count"})
        .field("note", &Item::note, optional(sealed(text(format::line))), {"Catatan", "Note"});
  }
};

struct Order {
  std::string buyer;
  Personal<std::string> name;
  std::int64_t amount_idr = 0;
  double weight = 0;
  bool paid = false;
  Item first;
  std::vector<Item> items;
  std::vector<std::string> tags;
  static void describe(Fields<Order>& fields) {
    fields
        .field("buyer", &Order::buyer, indexed(reference({"person", "group"})),
               {"Pembeli", "Buyer"})
        .field("name", &Order::name, sealed_for("buyer", text(format::line)), {"Nama", "Name"})
        .field("amount_idr", &Order::amount_idr, money(), {"Jumlah", "Amount"})
        .field("weight", &Order::weight, number(0, 10, "kg"), {"Berat", "Weight"})
        .field("paid", &Order::paid, boolean(), {"Lunas", "Paid"})
        .field("first", &Order::first, object<Item>(), {"Pertama", "First"})
        .field("items", &Order::items, list(object<Item>(), 1, 3), {"Butir", "Items"})
        .field("tags", &Order::tags, optional(list(text(format::slug))), {"Label", "Tags"});
  }
};

const std::vector<Field>& order() { return fields_of<Order>().table; }

Json good() {
  return Json::parse(R"({"buyer":"person/P1","name":"Rohman","amount_idr":5,"weight":6.5,
    "paid":true,"first":{"kind":"seed","count":1},
    "items":[{"kind":"tool","count":2,"note":"rusak"},{"kind":"seed","count":9}],
    "tags":["a","b"]})");
}

std::string faults_of(const std::string& patch) {
  Json data = good();
  data.merge_patch(Json::parse(patch));
  std::vector<Fault> faults;
  check_object(order(), data, "/data", faults);
  std::string out;
  for (const Fault& fault : faults) out += fault.pointer + " " + fault.detail + "\n";
  return out;
}

}  // namespace

TEST_CASE("each fault has its pointer and says what was wanted") {
  struct Row {
    const char *patch, *faults;
  };
  const auto row = GENERATE(values<Row>({
      {"{}", ""},
      {R"({"tags":null})", ""},
      {R"({"buyer":null})", "/data/buyer is missing\n"},
      {R"({"buyer":"kawasan/x"})", "/data/buyer must name a stream of person, group\n"},
      {R"({"buyer":"person/.."})", "/data/buyer must name a stream of person, group\n"},
      {R"({"buyer":7})", "/data/buyer must be text\n"},
      {R"({"name":""})", "/data/name must be 1 to 256 characters\n"},
      {R"({"name":"a\u0085"})",
       "/data/name must hold no control character but tab and line feed\n"},
      {R"({"amount_idr":-1})", "/data/amount_idr must be from 0 to 9007199254740991\n"},
      {R"({"amount_idr":9007199254740992})",
       "/data/amount_idr must be from 0 to 9007199254740991\n"},
      {R"({"amount_idr":1.5})", "/data/amount_idr must be a whole number\n"},
      {R"({"amount_idr":"5"})", "/data/amount_idr must be a whole number\n"},
      {R"({"weight":10})", ""},
      {R"({"weight":10.01})", "/data/weight must be from 0 to 10\n"},
      {R"({"weight":true})", "/data/weight must be a number\n"},
      {R"({"paid":0})", "/data/paid must be true or false\n"},
      {R"({"first":[]})", "/data/first must be an object\n"},
      {R"({"first":{"kind":"x"}})", "/data/first/kind must be one of tool, seed\n"},
      {R"({"items":[]})", "/data/items must be a list of 1 to 3 items\n"},
      {R"({"items":{}})", "/data/items must be a list of 1 to 3 items\n"},
      {R"({"items":[{"kind":"tool","count":1},{"kind":"tool","count":10},7]})",
       "/data/items/1/count must be from 1 to 9\n/data/items/2 must be an object\n"},
      {R"({"tags":["a","B"]})", "/data/tags/1 must be 1 to 64 of a-z 0-9 . _ -\n"},
      {R"({"colour":1})", "/data/colour is not a field of this type\n"},
      {R"({"a/b~c":1})", "/data/a~1b~0c is not a field of this type\n"},
      {R"({"first":{"size":1}})", "/data/first/size is not a field of this type\n"},
  }));
  INFO(row.patch);
  CHECK(faults_of(row.patch) == row.faults);
}

TEST_CASE("all faults are found at once, at every depth") {
  CHECK(faults_of(R"({"buyer":null,"paid":"yes","first":{"count":0,"x":1},
                      "items":[{"kind":"tool"}],"zzz":1})") ==
        "/data/buyer is missing\n"
        "/data/paid must be true or false\n"
        "/data/first/count must be from 1 to 9\n"
        "/data/first/x is not a field of this type\n"
        "/data/items/0/count is missing\n"
        "/data/zzz is not a field of this type\n");
}

TEST_CASE("a value that is at fault is not repeated in the fault") {
  CHECK(faults_of(R"({"name":["3602270101900001"],"buyer":"3602270101900001"})").find("3602") ==
        std::string::npos);
}

TEST_CASE("a name from outside is cut and cleaned before it stands in a pointer") {
  struct Row {
    std::string name, step;
  };
  const auto row = GENERATE(values<Row>({
      {"plain", "plain"},
      {"a/b~c", "a~1b~0c"},
      {"a b\nc", "a_b_c"},
      {"\xc3\xa9", "__"},
      {std::string(100, 'x'), std::string(64, 'x')},
      {"", ""},
  }));
  CHECK(escape_pointer(row.name) == row.step);
}

TEST_CASE("every leaf is visited with its pointer and the object that it stands in") {
  Json data = good();
  std::vector<std::string> pointers, personal;
  visit_fields(
      order(), data, "/data",
      [&](const std::string& pointer, const Field& field, Json& value, const Json& beside) {
        pointers.push_back(pointer);
        if (!field.is_personal()) return;
        personal.push_back(pointer + (beside.contains("buyer") ? " in the order" : ""));
        value = Json{{"sealed", "x"}};
      });

  CHECK(pointers == std::vector<std::string>{
                        "/data/buyer", "/data/name", "/data/amount_idr", "/data/weight",
                        "/data/paid", "/data/first/kind", "/data/first/count", "/data/items/0/kind",
                        "/data/items/0/count", "/data/items/0/note", "/data/items/1/kind",
                        "/data/items/1/count", "/data/tags/0", "/data/tags/1"});
  CHECK(personal == std::vector<std::string>{"/data/name in the order", "/data/items/0/note"});
  CHECK(data["items"][0]["note"]["sealed"] == "x");
}

TEST_CASE("checked data is read into its struct, absent options stay absent") {
  Json data = good();
  data["name"] = Json{{"sealed", "k.n.c"}};
  data["items"][0]["note"] = Json{{"sealed", "k.n.d"}};
  const Order read = fields_of<Order>().read(data);

  CHECK(read.buyer == "person/P1");
  CHECK(read.name.sealed() == "k.n.c");
  CHECK(read.amount_idr == 5);
  CHECK(read.weight == 6.5);
  CHECK(read.paid);
  CHECK(read.first.kind == "seed");
  REQUIRE(read.items.size() == 2);
  CHECK(read.items[0].note->sealed() == "k.n.d");
  CHECK_FALSE(read.items[1].note);
  CHECK(read.tags.size() == 2);
}

TEST_CASE("the JSON Schema of a type says all that its declaration says") {
  const Json schema = object_schema(order());
  const Json& properties = schema["properties"];

  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == Json::parse(R"(["buyer","name","amount_idr","weight","paid","first",
                                              "items"])"));
  CHECK(properties["buyer"] == Json::parse(R"({"type":"string","title":"Pembeli",
    "x-title-en":"Buyer","x-refers-to":["person","group"],
    "pattern":"^(person|group)/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$"})"));
  CHECK(properties["name"] == Json::parse(R"({"type":"string","title":"Nama","x-title-en":"Name",
    "x-personal":"buyer","x-format":"line","minLength":1,"maxLength":256,
    "pattern":"^[^\\x00-\\x08\\x0B-\\x1F\\x7F\\x80-\\x9F]*$"})"));
  CHECK(properties["amount_idr"] == Json::parse(R"({"type":"integer","minimum":0,
    "maximum":9007199254740991,"title":"Jumlah","x-title-en":"Amount","x-unit":"idr"})"));
  CHECK(properties["weight"]["type"] == "number");
  CHECK(properties["paid"]["type"] == "boolean");
  CHECK(properties["items"]["minItems"] == 1);
  CHECK(properties["items"]["maxItems"] == 3);
  CHECK(properties["items"]["items"]["properties"]["kind"]["enum"] ==
        Json::parse(R"(["tool","seed"])"));
  CHECK(properties["items"]["items"]["properties"]["note"]["x-personal"] == "stream");
  CHECK(properties["tags"]["items"]["pattern"] == "^[a-z0-9._-]{1,64}$");
}

}  // namespace programme
