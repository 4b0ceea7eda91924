// One declaration per event type: what its data holds, who may record it, and which steps of its
// stream it takes. The decoder, the JSON Schema, OpenAPI, the sealing of personal fields and the
// documents are all readers of these tables; nothing says the same thing a second time.
//
// Everything here is built once, before the first request, and never changes: safe from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/json.h"
#include "ledger/programme/personal.h"
#include "ledger/programme/values.h"

namespace programme {

struct Title {
  std::string_view id;  // Indonesian
  std::string_view en;
};

// Whose key seals a personal field.
struct Owner {
  enum class Kind { nobody, stream, reference } kind = Kind::nobody;
  std::string_view field = {};  // for `reference`: the field beside this one that names the subject
};

// By what a personal text can be found though it is sealed: lookups.h.
struct LookUp {
  std::string_view kind = {};  // empty: it cannot be
  std::string_view with = {};  // a field beside it without which it says nothing: an account's bank
  // What is remembered with it, from the data around it, in which more may be sealed.
  std::string (*note)(const Json& beside) = nullptr;
};

enum class Kind { text, integer, boolean, number, object, list };

// What a field may hold, apart from its name. Made by the functions below.
struct Field {
  std::string_view name = {};
  Title title = {};
  Kind kind = Kind::text;
  const Format* format = &format::text;          // text
  std::vector<std::string_view> one_of = {};     // text: empty = any that fits the format
  std::vector<std::string_view> refers_to = {};  // text naming a stream of one of these aggregates;
                                                 // "*" = of any. It must be in the ledger.
  double min = 0, max = 0;                       // integer, number: both inclusive
  std::size_t items_min = 0, items_max = 0;      // list
  std::vector<Field> fields = {};                // object; of a list, its one item
  std::string_view unit = {};                    // idr, hour, person, percent, …
  bool required = true;
  Owner personal = {};
  bool indexed = false;        // views and searches ask by it
  bool linked = false;         // the stream that it names can tell who names it: Facts::referring()
  std::string_view mark = {};  // the value can tell which streams gave it: Facts::referring() of
                               // "MARK/value"
  bool correctable = true;     // a correction may change it
  LookUp look_up = {};         // personal text: the vault can tell who gave the same

  bool is_personal() const { return personal.kind != Owner::Kind::nobody; }
};

inline constexpr double exact_integer_max = 9007199254740992.0 - 1;  // 2^53 - 1

Field text(const Format& format = format::text);
Field code(std::vector<std::string_view> one_of);
Field reference(std::vector<std::string_view> aggregates);
Field integer(std::int64_t min, std::int64_t max, std::string_view unit = {});
Field money();  // whole rupiah, 0 to 2^53 - 1
Field boolean();
Field number(double min, double max, std::string_view unit = {});
Field list(Field item, std::size_t items_min = 1, std::size_t items_max = 1000);
Field optional(Field field);
Field sealed(Field field);                                  // personal, of the event's own stream
Field sealed_for(std::string_view reference, Field field);  // personal, of who `reference` names
Field looked_up(std::string_view kind, Field personal_text);
Field looked_up(LookUp how, Field personal_text);
Field indexed(Field field);
Field linked(Field reference);
Field marked(std::string_view word, Field text);

// One thing that is wrong with an input, and where: a JSON pointer from the event's root.
struct Fault {
  std::string pointer;
  std::string detail;  // what was wanted; never what was got, which may be personal
};

// A member's name as a step of a JSON pointer (RFC 6901), cut to 64 bytes of printable ASCII: it
// comes from outside and goes into an error.
std::string escape_pointer(std::string_view name);

// Finds every fault of `data` under `fields`. Requires data.is_object().
void check_object(const std::vector<Field>& fields, const Json& data, const std::string& pointer,
                  std::vector<Fault>& faults);

// Calls `visit` with the pointer, the field and the value of each field of `data`, lists and
// objects entered; `data` must have passed check_object, `visit` may replace the value.
using FieldVisitor =
    std::function<void(const std::string& pointer, const Field&, Json& value, const Json& beside)>;
void visit_fields(const std::vector<Field>& fields, Json& data, const std::string& pointer,
                  const FieldVisitor& visit);

template <class T>
class Fields;

// Whether a field, or one inside it, is such that `is` says so: a pass over data that none of its
// fields needs can be spared.
bool any_field(const std::vector<Field>& fields, bool (*is)(const Field&));

// How a member of an event's struct is read from checked JSON.
template <class T>
requires requires(Fields<T>& fields) { T::describe(fields); }
void assign(T& member, const Json& value);
void assign(std::string& member, const Json& value);
void assign(std::int64_t& member, const Json& value);
void assign(std::uint64_t& member, const Json& value);  // a position: decimal text
void assign(bool& member, const Json& value);
void assign(double& member, const Json& value);
const std::vector<Json>& items_of(const Json& list);
template <class T>
void assign(Personal<T>& member, const Json& value) {
  member = Personal<T>(value);
}
template <class T>
void assign(std::optional<T>& member, const Json& value) {
  assign(member.emplace(), value);
}
template <class T>
void assign(std::vector<T>& member, const Json& value) {
  member.clear();
  for (const Json& item : items_of(value)) assign(member.emplace_back(), item);
}

// What the fields of any struct have in common.
class FieldTable {
 public:
  std::vector<Field> table;

 protected:
  using Reader = std::function<void(void* out, const Json& value)>;
  void add(std::string_view name, Field what, Title title, Reader reader);
  void read_into(void* out, const Json& data) const;

 private:
  std::vector<Reader> readers_;  // as the rows of the table
};

// The fields of a struct T, each tied to its member.
template <class T>
class Fields : public FieldTable {
 public:
  template <class Member>
  Fields& field(std::string_view name, Member T::*member, Field what, Title title) {
    add(name, std::move(what), title,
        [member](void* out, const Json& value) { assign(static_cast<T*>(out)->*member, value); });
    return *this;
  }
  T read(const Json& data) const {
    T out{};
    read_into(&out, data);
    return out;
  }
};

// The fields of a struct that stands inside data: `static void describe(Fields<T>&)` lists them.
template <class T>
const Fields<T>& fields_of() {
  static const Fields<T> fields = [] {
    Fields<T> made;
    T::describe(made);
    return made;
  }();
  return fields;
}
template <class T>
Field object() {
  Field made;
  made.kind = Kind::object;
  made.fields = fields_of<T>().table;
  return made;
}
template <class T>
requires requires(Fields<T>& fields) { T::describe(fields); }
void assign(T& member, const Json& value) { member = fields_of<T>().read(value); }

// JSON Schema (draft-07) of an object with these fields.
Json object_schema(const std::vector<Field>& fields);

}  // namespace programme
