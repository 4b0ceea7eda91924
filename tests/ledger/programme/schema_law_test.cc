// The decoder and the JSON Schema are two readers of one declaration: a third one, valijson, holds
// them against each other. It stands in for whoever checks events before he sends them.
#include <catch2/catch.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/laws.h"
#include "tests/support/random_data.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

class Readers {
 public:
  explicit Readers(const std::vector<Field>& fields)
      : fields_(fields), json_(object_schema(fields)) {
    valijson::SchemaParser parser;
    parser.populateSchema(Adapter(json_), schema_);
  }
  const Json& json() const { return json_; }
  bool decoder_takes(const Json& data) const {
    std::vector<Fault> faults;
    check_object(fields_, data, "", faults);
    return faults.empty();
  }
  bool schema_takes(const Json& data) const {
    static valijson::Validator validator;  // keeps its regular expressions
    return validator.validate(schema_, Adapter(data), nullptr);
  }

 private:
  const std::vector<Field>& fields_;
  const Json json_;
  valijson::Schema schema_;
};

const std::map<std::string, Readers>& all_readers() {
  static const auto all = [] {
    std::map<std::string, Readers> made;
    for (const StreamType* stream : catalogue())
      for (const auto& type : stream->events)
        made.emplace(std::piecewise_construct, std::forward_as_tuple(type->name),
                     std::forward_as_tuple(type->fields));
    return made;
  }();
  return all;
}

struct Count {
  int taken = 0, refused = 0;
};

// Spoils data; a line where the two differ. Of a day or time that a text states
// the schema knows the shape alone: there it may take what the decoder refuses.
std::string difference(const std::string& type, Json data, support::Random& random, Count& count) {
  const Readers& readers = all_readers().at(type);
  if (!readers.decoder_takes(data) || !readers.schema_takes(data))
    return type + " ought to be taken: " + data.dump() + "\n";
  const bool told = support::spoil(data, readers.json(), random);
  const bool decoder = readers.decoder_takes(data), schema = readers.schema_takes(data);
  ++(decoder ? count.taken : count.refused);
  if (decoder == schema || (schema && !told)) return {};
  return type + (decoder ? " by the decoder alone: " : " by the schema alone: ") +
         data.dump(-1, ' ', true) + "\n";
}

}  // namespace

TEST_CASE("what the schema describes is taken, and spoilt by both or by neither") {
  support::Random random(support::seed_of("decoder and schema"));
  std::string wrong;
  Count count;
  for (int round = 0; round < support::rounds(20); ++round)
    for (const auto& [type, readers] : all_readers())
      wrong += difference(type, support::random_data(readers.json(), random), random, count);
  CHECK(wrong == "");
  CHECK(count.taken * 20 > count.refused);
  CHECK(count.refused > count.taken);
}

TEST_CASE("the data of every sample is taken by the schema, and spoilt by both or by neither") {
  support::Random random(support::seed_of("samples and schema"));
  auto lines = support::sample_lines();
  for (auto& line : support::more_sample_lines()) lines.push_back(std::move(line));
  std::string wrong;
  Count count;
  for (int round = 0; round < support::rounds(1); ++round)
    for (const std::string& line : lines) {
      const Json event = Json::parse(line);
      wrong += difference(event.at("type"), event.at("data"), random, count);
    }
  CHECK(wrong == "");
}

}  // namespace programme
