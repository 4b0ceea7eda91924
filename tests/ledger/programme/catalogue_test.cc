#include "ledger/programme/catalogue.h"

#include <catch2/catch.hpp>
#include <limits>
#include <set>

#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

std::vector<const EventType*> types() {
  std::vector<const EventType*> out;
  for (const StreamType* stream : catalogue())
    for (const auto& type : stream->events) out.push_back(type.get());
  return out;
}

// The events of the sample programme, and those of tests/data/samples for the types that it does
// not use, by type.
const std::map<std::string, std::vector<Json>>& sample() {
  static const auto events = [] {
    std::map<std::string, std::vector<Json>> out;
    const auto add = [&](const std::string& line) {
      Json event = Json::parse(line);
      const std::string type = event.at("type");
      out[type].push_back(std::move(event));
    };
    for (const std::string& line : support::sample_lines()) add(line);
    for (const std::string& line : support::more_sample_lines()) add(line);
    return out;
  }();
  return events;
}

// Calls `visit` with each field and the fields beside it, those inside lists and objects too.
template <class Visit>
void for_each_field(const std::vector<Field>& beside, const std::string& at, const Visit& visit) {
  for (const Field& field : beside) {
    const std::string pointer = at + "/" + std::string(field.name);
    visit(field, beside, pointer);
    if (field.kind == Kind::object) for_each_field(field.fields, pointer, visit);
    if (field.kind == Kind::list) for_each_field(field.fields, pointer, visit);
  }
}

// A line for each field of the catalogue of which `wrong` is true.
template <class Wrong>
std::string fields_where(const Wrong& wrong) {
  std::string out;
  for (const EventType* type : types())
    for_each_field(
        type->fields, type->name,
        [&](const Field& field, const std::vector<Field>& beside, const std::string& pointer) {
          if (wrong(field, beside)) out += pointer + "\n";
        });
  return out;
}

const Field* named(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

// How a required field of a type may be absent from its samples, or an optional one never there.
std::string difference(const EventType& type, const Json& data) {
  std::string out;
  for (const Field& field : type.fields)
    if (field.required && !data.contains(field.name))
      out += type.name + "/" + std::string(field.name) + " is required, and absent\n";
  for (const auto& [name, value] : data.items())
    if (named(type.fields, name) == nullptr) out += type.name + "/" + name + " is not declared\n";
  return out;
}

}  // namespace

TEST_CASE("each type of the catalogue has a sample, and each sample a type") {
  std::string wrong;
  for (const EventType* type : types()) {
    // The same in every stream: they have tests of their own.
    if (type->act != EventType::Act::fact) continue;
    if (!sample().contains(type->name)) wrong += type->name + " has no sample\n";
  }
  for (const auto& [name, events] : sample())
    if (find_type(name) == nullptr) wrong += name + " is no type\n";
  CHECK(wrong == "");
}

TEST_CASE("a type and a stream are found by their names, another name finds nothing") {
  std::string wrong;
  for (const StreamType* stream : catalogue()) {
    if (find_stream(stream->aggregate) != stream) wrong += stream->aggregate + "\n";
    for (const auto& type : stream->events) {
      const bool mine = type->name.substr(0, type->name.find('.')) == stream->aggregate;
      if (find_type(type->name) != type.get() || !mine) wrong += type->name + "\n";
    }
  }
  CHECK(wrong == "");
  CHECK(find_type("kawasan.sold") == nullptr);
  CHECK(find_type("") == nullptr);
  CHECK(find_type("kawasan") == nullptr);
  CHECK(find_stream("kawas") == nullptr);
}

TEST_CASE("each type has roles that exist, each stream and type a title in both languages") {
  std::string wrong;
  for (const StreamType* stream : catalogue())
    if (stream->title.id.empty() || stream->title.en.empty()) wrong += stream->aggregate + "\n";
  for (const EventType* type : types()) {
    const bool good = std::all_of(type->roles.begin(), type->roles.end(), [](auto one) {
      return std::find(role::all.begin(), role::all.end(), one) != role::all.end();
    });
    if (type->roles.empty() || !good) wrong += type->name + " roles\n";
    if (type->title.id.empty() || type->title.en.empty()) wrong += type->name + " title\n";
  }
  CHECK(wrong == "");
}

TEST_CASE("each field has a title in both languages, and its name once") {
  CHECK(fields_where([](const Field& field, const std::vector<Field>&) {
          // The item of a list has no name and no title of its own.
          return !field.name.empty() && (field.title.id.empty() || field.title.en.empty());
        }) == "");
  CHECK(fields_where([](const Field& field, const std::vector<Field>& beside) {
          return std::count_if(beside.begin(), beside.end(),
                               [&](const Field& other) { return other.name == field.name; }) != 1;
        }) == "");
}

TEST_CASE("only a field that holds one value is personal, so that nothing of it stays in clear") {
  CHECK(fields_where([](const Field& field, const std::vector<Field>&) {
          return field.is_personal() && (field.kind == Kind::list || field.kind == Kind::object);
        }) == "");
}

TEST_CASE("whose key seals a field is always said beside it, in clear") {
  CHECK(fields_where([](const Field& field, const std::vector<Field>& beside) {
          if (field.personal.kind != Owner::Kind::reference) return false;
          const Field* owner = named(beside, field.personal.field);
          return owner == nullptr || !owner->required || owner->refers_to.empty();
        }) == "");
  CHECK(fields_where([](const Field& field, const std::vector<Field>&) {
          return !field.refers_to.empty() && field.is_personal();
        }) == "");
}

TEST_CASE("a reference is to streams that exist") {
  CHECK(fields_where([](const Field& field, const std::vector<Field>&) {
          return std::any_of(field.refers_to.begin(), field.refers_to.end(),
                             [](auto one) { return one != "*" && find_stream(one) == nullptr; });
        }) == "");
}

TEST_CASE("each sample is accepted after the sample programme, in an order that is found") {
  support::SampleLedger ledger(std::numeric_limits<std::size_t>::max());
  CHECK(support::record_samples(ledger) == "");
}

TEST_CASE("the declared fields of a type are those of its samples") {
  std::string wrong;
  for (const auto& [name, events] : sample())
    for (const Json& event : events) wrong += difference(*find_type(name), event.at("data"));
  CHECK(wrong == "");
}

TEST_CASE("of the fields that the sample programme shows, a group's kawasan may be left out") {
  std::string optional;
  std::set<std::string> shown;
  for (const std::string& line : support::sample_lines())
    shown.insert(Json::parse(line).at("type").get<std::string>());
  for (const std::string& name : shown)
    for (const Json& event : sample().at(name))
      for (const auto& [field, value] : event.at("data").items())
        if (!named(find_type(name)->fields, field)->required) optional = name + "/" + field;
  CHECK(optional == "group.formed/kawasan");
}

TEST_CASE("every event of the sample has a faultless envelope's role, basis and reason") {
  std::string wrong;
  for (const auto& [name, events] : sample()) {
    const EventType* type = find_type(name);
    for (const Json& event : events) {
      const bool role = std::find(type->roles.begin(), type->roles.end(),
                                  event.at("role").get<std::string>()) != type->roles.end();
      const bool basis = type->basis == Demand::optional || event.contains("basisdigest");
      const bool reason = type->reason == Demand::optional || event.contains("reason");
      if (!role || !basis || !reason) wrong += event.at("id").get<std::string>() + "\n";
    }
  }
  CHECK(wrong == "");
}

}  // namespace programme
