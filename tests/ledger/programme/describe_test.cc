#include "ledger/programme/describe.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "ledger/programme/catalogue.h"
#include "tests/support/paths.h"

namespace programme {
namespace {

std::vector<std::string> lines_of(std::istream&& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Item {
  std::string kind;
  std::int64_t count = 0;
  static void describe(Fields<Item>& fields) {
    fields.field("kind", &Item::kind, code({"tool", "seed"}), {"Jenis", "Kind"})
        .field("count", &Item::count, integer(1, 9, "piece"), {"Jumlah", "Count"});
  }
};
struct Opened {
  std::string owner;
  Personal<std::string> name;
  std::vector<Item> items;
};
struct Checked {
  bool passed = false;
};
struct Noted {};
struct State {};

StreamType shop() {
  StreamBuilder<State> s("shop", {"Warung", "Shop"}, {"closed"});
  s.event<Opened>("opened", {"Dibuka", "Opened"})
      .by({role::applicant, role::ppk})
      .needs_basis()
      .opens("open")
      .corrected_by({role::kpa})
      .field("owner", &Opened::owner, indexed(reference({"person", "group"})), {"Pemilik", "Owner"})
      .field("name", &Opened::name, optional(sealed_for("owner", text(format::line))),
             {"Nama", "Name"})
      .field("items", &Opened::items, list(object<Item>(), 1, 3), {"Butir", "Items"});
  s.event<Checked>("checked", {"Diperiksa", "Checked"})
      .by({role::ppk})
      .needs_reason()
      .four_eyes()
      .step_by({"open"},
               [](const Checked& e) -> std::string_view { return e.passed ? "open" : "closed"; })
      .field("passed", &Checked::passed, boolean(), {"Lulus", "Passed"});
  s.event<Noted>("noted", {"Dicatat", "Noted"}).by({role::monitor}).never_corrected();
  return s.build();
}

}  // namespace

TEST_CASE("docs/programme.md is what the declarations give: else run tools/dev docs") {
  const auto wanted = lines_of(std::istringstream(describe(catalogue())));
  const auto there = lines_of(std::ifstream(support::source_path("docs/programme.md")));
  for (std::size_t i = 0; i < std::min(wanted.size(), there.size()); ++i) {
    INFO("docs/programme.md:" << i + 1);
    REQUIRE(there[i] == wanted[i]);
  }
  CHECK(there.size() == wanted.size());
}

TEST_CASE("a stream is told with its steps, its types and their fields") {
  const StreamType stream = shop();
  const std::string text = describe({&stream});
  const char* const line = GENERATE(
      "| [shop](#shop) | Warung | Shop | 3 |", "## shop: Warung · Shop",
      "Status · statuses: `open`; akhir · end: `closed`.",
      "| *baru · new* | [shop.opened](#shop.opened) | `open` |",
      "| `open` | [shop.checked](#shop.checked) | `…` |",
      "any status before the end, which stays: [shop.noted](#shop.noted).",
      "Pembatalan · reversal: `shop.event_reversed` oleh · by `applicant`, `ppk`, `kpa`.",
      "a correction: `shop.correction_approved` oleh · by `ppk`.", "**Dibuka** · Opened",
      "- peran · roles: `applicant`, `ppk`\n",
      "- koreksi · correction: peran yang mencatat · the role that recorded it, `kpa`\n",
      "- koreksi · correction: peran yang mencatat · the role that recorded it; **empat mata",
      "- koreksi · correction: tidak pernah · never\n", "the paper and its digest (`basis`",
      "alasan · a `reason`", "- tanpa isian · no fields",
      "| `owner` | Pemilik | Owner | → [person](#person), [group](#group) |  | ✓ |  | ✓ |",
      "| `name` | Nama | Name | [line](#format) |  |  | `owner` |  |",
      "| `items` | Butir | Items | daftar · list 1–3: objek · object |  | ✓ |  |  |",
      "| `items[].kind` | Jenis | Kind | `tool`, `seed` |  | ✓ |  |  |",
      "| `items[].count` | Jumlah | Count | bilangan bulat · integer 1 – 9 | piece | ✓ |  |  |",
      "| `passed` | Lulus | Passed | ya/tidak · yes/no |  | ✓ |  |  |",
      "| `line` | 1 to 256 characters |  |");
  INFO(line);
  CHECK(text.find(line) != std::string::npos);
}

}  // namespace programme
