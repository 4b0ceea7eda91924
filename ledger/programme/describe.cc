#include "ledger/programme/describe.h"

#include <algorithm>
#include <map>

#include "ledger/programme/history.h"

namespace programme {
namespace {

using Act = EventType::Act;
using Names = std::vector<std::string_view>;

constexpr std::string_view head = R"(# Peristiwa program · The events of the programme

Semua aliran dan jenis peristiwa yang dikenal buku besar, sebagaimana dideklarasikan dalam program.
Berkas ini ditulis oleh `tools/dev docs`; jangan diubah dengan tangan. Istilah dan peran:
[glossary.md](glossary.md). Skema JSON tiap jenis: `GET /v1/schemas/JENIS/1`.

Every stream and every type of event that the ledger knows, as the program declares them. Written by
`tools/dev docs`; not to be edited by hand. Words and roles: [glossary.md](glossary.md). The JSON
Schema of a type: `GET /v1/schemas/TYPE/1`.

## Cara membaca · How to read it

- **aliran · stream**: satu hal dan semua yang terjadi padanya; `subject` = `aliran/kunci`.
  *One thing and all that happened to it; `subject` = `stream/key`.*
- **dari, ke · from, to**: status sebelum dan sesudah peristiwa; *baru*: aliran belum ada; *tetap*:
  status tidak berubah; `…`: tergantung isi peristiwa atau keadaan aliran. *The status before and
  after; new: the stream is not there yet; stays: the status does not change; `…`: it depends on the
  data or on the stream's state.*
- **peran · roles**: siapa yang boleh mencatat; yang pertama berlaku bila `role` tidak disebut.
  *Who may record it; the first speaks where no `role` is sent.*
- **koreksi · correction**: siapa yang boleh mengoreksi atau membatalkan; *empat mata*: baru
  berlaku setelah disetujui orang kedua. *Who may correct or reverse it; four eyes: it counts when a
  second person has approved it.*
- **aturan · rules**: yang diperiksa sebelum urutan langkah, menurut nomornya; penolakan menyebut
  nomor dan nama, yang tidak pernah berubah. *What is asked before the order of steps, by number; a
  refusal gives number and name, which never change.*
- **wajib · required**: harus ada. *Must be there.*
- **pribadi · personal**: disegel dengan kunci aliran ini, atau aliran yang ditunjuk isian itu;
  bila kunci dimusnahkan, tidak terbaca lagi. *Sealed under the key of this stream, or of the one
  that the named field refers to; unreadable once the key is destroyed.*
- **indeks · indexed**: tampilan dan pencarian menanyakannya. *Views and searches ask by it.*
- `a.b`, `a[].b`: isian `b` dalam objek `a`, dalam setiap butir daftar `a`. *Field `b` inside the
  object `a`, inside each item of the list `a`.*
)";

constexpr std::string_view corrections = R"(
Koreksi adalah peristiwa sejenis dengan `corrects` (posisi peristiwa yang diganti) dan `reason`. Di
samping itu, aliran yang peristiwanya boleh dikoreksi punya `event_reversed`, yang membatalkan
peristiwa dalam `corrects`, juga dengan alasan; bila ada jenis dengan empat mata, pula
`correction_approved` dengan isian `correction`: posisi koreksi atau pembatalannya.

A correction is an event of the same type with `corrects` (the position of the event that it
replaces) and a `reason`. Besides, a stream whose events may be corrected has `event_reversed`,
which takes back the event in `corrects`, with a reason too; and where a type asks for four eyes,
`correction_approved` with the field `correction`: the position of the correction or reversal.

Aturan koreksi · rules of corrections:

)";

std::string both(const Title& title) {
  return std::string(title.id) + " · " + std::string(title.en);
}

std::string code_of(std::string_view name) { return "`" + std::string(name) + "`"; }

std::string codes(const Names& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + code_of(name);
  return out;
}

std::string link(std::string_view aggregate) {
  if (aggregate == "*") return "semua · any";
  return "[" + std::string(aggregate) + "](#" + std::string(aggregate) + ")";
}

std::string count_of(std::size_t from, std::size_t to) {
  return from == to ? std::to_string(from) : std::to_string(from) + "–" + std::to_string(to);
}

// What a field holds, in words. The fields inside it have rows of their own.
std::string holds(const Field& field) {
  const std::string range = canonical_number(field.min) + " – " + canonical_number(field.max);
  switch (field.kind) {
    case Kind::boolean:
      return "ya/tidak · yes/no";
    case Kind::object:
      return "objek · object";
    case Kind::list:
      return "daftar · list " + count_of(field.items_min, field.items_max) + ": " +
             holds(field.fields.front());
    case Kind::integer:
      return field.max == exact_integer_max ? "bilangan bulat · integer"
                                            : "bilangan bulat · integer " + range;
    case Kind::number:
      return "bilangan · number " + range;
    case Kind::text:
      break;
  }
  if (!field.one_of.empty()) return codes(field.one_of);
  if (field.refers_to.empty()) return "[" + std::string(field.format->name) + "](#format)";
  std::string out;
  for (const auto one : field.refers_to) out += (out.empty() ? "→ " : ", ") + link(one);
  return out;
}

std::string owner_of(const Field& field) {
  if (field.personal.kind == Owner::Kind::stream) return "aliran ini · this stream";
  return field.is_personal() ? code_of(field.personal.field) : "";
}

void add_rows(std::string& out, const std::vector<Field>& fields, const std::string& within) {
  for (const Field& field : fields) {
    const std::string name = within + std::string(field.name);
    out += "| `" + name + "` | " + std::string(field.title.id) + " | " +
           std::string(field.title.en) + " | " + holds(field) + " | " + std::string(field.unit) +
           " | " + (field.required ? "✓" : "") + " | " + owner_of(field) + " | " +
           (field.indexed ? "✓" : "") + " |\n";
    const bool of_objects = field.kind == Kind::list && field.fields.front().kind == Kind::object;
    if (field.kind == Kind::object) add_rows(out, field.fields, name + ".");
    if (of_objects) add_rows(out, field.fields.front().fields, name + "[].");
  }
}

bool has_place_in_order(const EventType& type) {
  return type.opens || type.may_open || type.lands || !type.from.empty() || !type.to.empty();
}

std::string from_of(const EventType& type) {
  if (type.opens) return "*baru · new*";
  if (!type.only_from.empty()) return code_of(type.only_from);
  std::string out = type.may_open ? "*baru · new*" : "";
  if (!type.from.empty()) return out + (out.empty() ? "" : ", ") + codes(type.from);
  return type.may_open ? out : "*setiap status sebelum akhir · any before the end*";
}

std::string to_of(const EventType& type) {
  if (!type.opens_to.empty()) return code_of(type.opens_to);
  if (type.lands) return "`…`";
  return type.to.empty() ? "*tetap · stays*" : code_of(type.to);
}

void add_status(Names& out, std::string_view status) {
  if (!status.empty() && std::find(out.begin(), out.end(), status) == out.end())
    out.push_back(status);
}

// The statuses that the declaration names, in the order in which its types do, the end ones last.
Names statuses_of(const StreamType& stream) {
  Names out;
  for (const auto& type : stream.events) {
    for (const auto status : type->from) add_status(out, status);
    for (const auto status : {type->only_from, type->opens_to, type->to}) add_status(out, status);
  }
  std::erase_if(out, [&](auto status) {
    return std::find(stream.ends.begin(), stream.ends.end(), status) != stream.ends.end();
  });
  return out;
}

std::string steps_of(const StreamType& stream) {
  std::string out = "Status · statuses: ";
  const Names statuses = statuses_of(stream);
  if (!statuses.empty()) out += codes(statuses) + (stream.ends.empty() ? "" : "; ");
  if (!stream.ends.empty()) out += "akhir · end: " + codes(stream.ends);
  out += ".\n\n| dari · from | peristiwa · event | ke · to |\n| --- | --- | --- |\n";
  std::string free;
  for (const auto& type : stream.events) {
    if (type->act != Act::fact) continue;
    const std::string name = "[" + type->name + "](#" + type->name + ")";
    if (has_place_in_order(*type))
      out += "| " + from_of(*type) + " | " + name + " | " + to_of(*type) + " |\n";
    // A type that opens without a place in the order leaves every other status alone.
    const bool anywhere = type->may_open && type->from.empty();
    if (anywhere || !has_place_in_order(*type)) free += (free.empty() ? "" : ", ") + name;
  }
  if (!free.empty())
    out +=
        "\nDi setiap status sebelum akhir, status tetap · in any status before the end, which "
        "stays: " +
        free + ".\n";
  if (stream.moved_to)
    out += "\nAliran lain juga dapat mengubah status · other streams may move the status too.\n";
  return out;
}

std::string correction_of(const EventType& type) {
  if (!type.correctable) return "tidak pernah · never";
  std::string out = "peran yang mencatat · the role that recorded it";
  if (!type.correctors.empty()) out += ", " + codes(type.correctors);
  return type.four_eyes ? out + "; **empat mata · four eyes**" : out;
}

std::string rule_anchor(const StreamType& stream, const Rule& rule) {
  return stream.aggregate + "-" + std::string(rule.number) + "-" + std::string(rule.name);
}

constexpr std::string_view rules_head =
    "| aturan · rule | nama · name | isi | what it asks | sumber · source |\n"
    "| --- | --- | --- | --- | --- |\n";

std::string row_of(const Rule& rule, const std::string& anchor) {
  return "| " + (anchor.empty() ? "" : "<a id=\"" + anchor + "\"></a>") + std::string(rule.number) +
         " | " + code_of(rule.name) + " | " + std::string(rule.title.id) + " | " +
         std::string(rule.title.en) + " | " + std::string(rule.source) + " |\n";
}

// Those of the stream's types, each once, by number; corrections have theirs in one place.
std::string rules_of_stream(const StreamType& stream) {
  std::map<std::pair<int, std::string_view>, const Rule*> rules;
  for (const auto& type : stream.events)
    for (const auto& judged : type->rules)
      rules[{number_of(*judged.rule), judged.rule->name}] = judged.rule;
  if (rules.empty()) return "";
  std::string out = "\n" + std::string(rules_head);
  for (const auto& [by, rule] : rules) out += row_of(*rule, rule_anchor(stream, *rule));
  return out;
}

std::string rules_of_corrections(const std::vector<const StreamType*>& streams) {
  std::map<std::string_view, const Rule*> rules;
  for (const StreamType* stream : streams)
    for (const auto& type : stream->events)
      for (const Rule* rule : rules_of(*type))
        if (rule->number == correction_not_latest.number) rules[rule->name] = rule;
  if (rules.empty()) return "";
  std::string out(rules_head);
  for (const auto& [name, rule] : rules) out += row_of(*rule, "");
  return out + "\n";
}

std::string rules_line(const StreamType& stream, const EventType& type) {
  std::string out;
  for (const auto& judged : type.rules) {
    const Rule& rule = *judged.rule;
    out += (out.empty() ? "- aturan · rules: " : ", ") + std::string("[") +
           std::string(rule.number) + "](#" + rule_anchor(stream, rule) + ") " + code_of(rule.name);
  }
  return out.empty() ? out : out + "\n";
}

std::string section_of(const StreamType& stream, const EventType& type) {
  std::string out = "<a id=\"" + type.name + "\"></a>\n### " + type.name + "\n\n**" +
                    std::string(type.title.id) + "** · " + std::string(type.title.en) + "\n\n";
  out += "- peran · roles: " + codes(type.roles) + "\n";
  out += "- koreksi · correction: " + correction_of(type) + "\n";
  out += rules_line(stream, type);
  if (type.basis == Demand::required)
    out +=
        "- wajib · required: dasar surat dan sidiknya · the paper and its digest (`basis`, "
        "`basisdigest`)\n";
  if (type.reason == Demand::required) out += "- wajib · required: alasan · a `reason`\n";
  if (type.destroys_key)
    out +=
        "- memusnahkan kunci data pribadi aliran ini · destroys the key of this stream's "
        "personal data\n";
  if (type.fields.empty()) return out + "- tanpa isian · no fields: `\"data\": {}`\n\n";
  out +=
      "\n| isian · field | istilah | English | isi · holds | satuan · unit | wajib · required "
      "| pribadi · personal | indeks · indexed |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  add_rows(out, type.fields, "");
  return out + "\n";
}

std::string section_of(const StreamType& stream) {
  std::string out = "<a id=\"" + stream.aggregate + "\"></a>\n## " + stream.aggregate + ": " +
                    both(stream.title) + "\n\n" + steps_of(stream) + rules_of_stream(stream);
  for (const auto& type : stream.events) {
    if (type->act == Act::reversal)
      out +=
          "\nPembatalan · reversal: `" + type->name + "` oleh · by " + codes(type->roles) + ".\n";
    if (type->act == Act::approval)
      out += "\nPersetujuan koreksi · approval of a correction: `" + type->name + "` oleh · by " +
             codes(type->roles) + ".\n";
  }
  out += "\n";
  for (const auto& type : stream.events)
    if (type->act == Act::fact) out += section_of(stream, *type);
  return out;
}

std::size_t facts_of(const StreamType& stream) {
  return static_cast<std::size_t>(
      std::count_if(stream.events.begin(), stream.events.end(),
                    [](const auto& type) { return type->act == Act::fact; }));
}

std::string contents_of(const std::vector<const StreamType*>& streams) {
  std::string out =
      "\n## Aliran · Streams\n\n| aliran · stream | istilah | English | jenis · types |\n"
      "| --- | --- | --- | --- |\n";
  std::size_t all = 0;
  for (const StreamType* stream : streams) {
    all += facts_of(*stream);
    out += "| " + link(stream->aggregate) + " | " + std::string(stream->title.id) + " | " +
           std::string(stream->title.en) + " | " + std::to_string(facts_of(*stream)) + " |\n";
  }
  return out + "| | | | " + std::to_string(all) + " |\n" + std::string(corrections) +
         rules_of_corrections(streams);
}

void collect_formats(const std::vector<Field>& fields,
                     std::map<std::string_view, const Format*>& out) {
  for (const Field& field : fields) {
    if (field.kind == Kind::text && field.one_of.empty() && field.refers_to.empty())
      out.emplace(field.format->name, field.format);
    collect_formats(field.fields, out);
  }
}

// A bar would end the cell of a table, also inside code.
std::string in_cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string formats_of(const std::vector<const StreamType*>& streams) {
  std::map<std::string_view, const Format*> formats;
  for (const StreamType* stream : streams)
    for (const auto& type : stream->events) collect_formats(type->fields, formats);
  std::string out =
      "<a id=\"format\"></a>\n## Bentuk teks · Formats of text\n\n"
      "| format | harus · must be | pola · pattern |\n| --- | --- | --- |\n";
  for (const auto& [name, format] : formats) {
    const std::string pattern = schema_pattern(*format);
    out += "| " + code_of(name) + " | " + std::string(format->want) + " | " +
           (pattern == plain_pattern ? "" : code_of(in_cell(pattern))) + " |\n";
  }
  return out;
}

}  // namespace

std::string describe(const std::vector<const StreamType*>& streams) {
  std::string out = std::string(head) + contents_of(streams);
  for (const StreamType* stream : streams) out += section_of(*stream);
  return out + formats_of(streams);
}

}  // namespace programme
