#include "ledger/programme/regions.h"

#include <catch2/catch.hpp>

#include "tests/support/process.h"
#include "tools/region_list.h"

namespace {

using support::Finished;
using support::Json;
using support::leuit;
using support::Words;

const std::string edition = "TEST-1-2026";

// An empty ledger, and a file of region codes.
struct Empty {
  ledger::TemporaryFolder folder;
  std::string data = folder.path("data"), file = folder.path("list.csv");

  Empty() { REQUIRE(leuit({"init", "--data", data, "--origin", "a.example"}).exit_code == 0); }
  Finished import(const std::string& list, const Words& more = {}) const {
    support::write_text(file, list);
    Words arguments = {"regions", "import", file, "--edition", edition, "--data", data};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return leuit(arguments);
  }
  std::vector<Json> events() const {
    std::istringstream lines(leuit({"events", "--data", data}).out);
    std::vector<Json> out;
    for (std::string line; std::getline(lines, line);) out.push_back(Json::parse(line));
    return out;
  }
};

Json answer(const Finished& finished) { return Json::parse(finished.out, nullptr, false); }

// A country with `villages` villages, 20 to a kecamatan, 20 kecamatan to a kabupaten.
std::string country(int villages) {
  std::string out = "kode,nama\n";
  char code[64];
  for (int i = 0; i < villages; ++i) {
    const int district = i / 20, regency = district / 20, province = regency / 60;
    if (i % 24'000 == 0) {
      std::snprintf(code, sizeof code, "%02d", 11 + province);
      out += std::string(code) + ",Provinsi " + code + "\n";
    }
    if (i % 400 == 0) {
      std::snprintf(code, sizeof code, "%02d.%02d", 11 + province, regency % 60 + 1);
      out += std::string(code) + ",Kabupaten " + code + "\n";
    }
    if (i % 20 == 0) {
      std::snprintf(code, sizeof code, "%02d.%02d.%02d", 11 + province, regency % 60 + 1,
                    district % 20 + 1);
      out += std::string(code) + ",Kecamatan " + code + "\n";
    }
    std::snprintf(code, sizeof code, "%02d.%02d.%02d.%04d", 11 + province, regency % 60 + 1,
                  district % 20 + 1, 2001 + i % 20);
    out += std::string(code) + ",Desa " + code + "\n";
  }
  return out;
}

TEST_CASE("a list is read as CSV and put in order") {
  const auto rows = tools::parse_region_list(
      "\xEF\xBB\xBFkode,nama\r\n36.02,\"Kabupaten \"\"Lebak\"\"\"\r\n\r\n36,Banten\n"
      "36.02.01,\"Satu, dua\"\n\"36.02.02\",Ma'uké");
  REQUIRE(rows);
  REQUIRE(rows->size() == 4);
  CHECK((*rows)[0].code == "36");
  CHECK((*rows)[0].line == 4);
  CHECK((*rows)[1].name == "Kabupaten \"Lebak\"");
  CHECK((*rows)[2].name == "Satu, dua");
  CHECK((*rows)[3].name == "Ma'uké");
  CHECK(tools::parse_region_list("36,Banten")->size() == 1);
}

TEST_CASE("what is wrong with a list is told with its line") {
  const std::pair<std::string, const char*> table[] = {
      {"", "no row"},
      {"code,name\n", "no row"},
      {"36,Banten\n\n3602,Lebak\n", "line 3: the first field"},
      {"36,Banten\n36.2,Lebak\n", "line 2: the first field"},
      {"00,Indonesia\n", "line 1: the first field"},
      {"('36','Banten'),\n", "line 1: a line must be code,name"},
      {"INSERT INTO wilayah VALUES\n", "line 1: a line must be code,name"},
      {"('36','Banten')\n", "line 1: the first field"},
      {"36;Banten\n", "line 1: a line must be code,name"},
      {"36,Banten,x\n", "line 1: a line must be code,name"},
      {"36,\"Banten\n36.02,Lebak\n", "line 1: a line must be code,name"},
      {"36,\"Ban\"ten\n", "line 1: a line must be code,name"},
      {"36,Ban\"ten\n", "line 1: a line must be code,name"},
      {"36,\n", "line 1: the name"},
      {"36,\"Ban\nten\"\n", "line 1: the name"},
      {"36,\"Banten\n\"\nx\n", "line 1: the name"},
      {"36,Ban\rten\n", "line 1: the name"},
      {"36,Ban\xff\n", "line 1: the name"},
      {"36," + std::string(257, 'x') + "\n", "line 1: the name"},
      {"36,Banten\nkode,nama\n", "line 2: the first field"},
      {"36,Banten\n36.02,Lebak\n36,Banten\n36.02,Lebak\n", "line 3: the code 36 is in line 1"},
      {"36,Banten\n36.02.27,Cirinten\n", "line 2: the code 36.02.27 is in the list, but 36.02,"},
      {"36.02.27.2010,Cibarani\n36,Banten\n36,Banten\n", "line 1: the code 36.02.27.2010"},
  };
  for (const auto& [text, want] : table) {
    CAPTURE(text);
    const auto rows = tools::parse_region_list(text);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().code == ledger::Code::invalid);
    CHECK(rows.error().message.find(want) != std::string::npos);
    CHECK(rows.error().message.find('\n') == std::string::npos);
  }
}

TEST_CASE("a list is laid out in events of 500 rows, fewer where names are long") {
  const auto rows = *tools::parse_region_list(country(1000));
  REQUIRE(rows.size() == 1000 + 50 + 3 + 1);
  const auto import = tools::lay_out(rows, edition, "2026-01-01T00:00:00Z");
  REQUIRE(import.events.size() == 4);
  std::vector<programme::regions::Row> all;
  std::size_t held = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& event = import.events[i];
    CHECK(event["id"] == edition + "-000" + std::to_string(i + 1));
    CHECK(event["type"] == "system.reference_rows_added");
    CHECK(event["data"]["edition"] == edition);
    held += event["data"]["rows"].size();
    for (const auto& row : event["data"]["rows"])
      all.push_back(
          {row["code"].get_ref<const std::string&>(), row["name"].get_ref<const std::string&>()});
  }
  CHECK(import.events[0]["data"]["rows"].size() == 500);
  CHECK(held == rows.size());
  const auto& closing = import.events[3];
  CHECK(closing["id"] == edition + "-imported");
  CHECK(closing["type"] == "system.reference_edition_imported");
  CHECK(closing["data"] == programme::Json{{"edition", edition},
                                           {"digest", programme::regions::digest_of(all)},
                                           {"rows", rows.size()}});
  auto longer = rows;
  for (auto& row : longer) row.name = std::string(250, '"');
  for (const auto& event : tools::lay_out(longer, edition, "2026-01-01T00:00:00Z").events)
    CHECK(event.dump().size() < 60'000);
}

TEST_CASE("a dry run needs no ledger, and says what would be") {
  const ledger::TemporaryFolder folder;
  support::write_text(folder.path("list.csv"), country(600));
  const Words words = {"regions",   "import", folder.path("list.csv"),
                       "--edition", edition,  "--dry-run"};
  const auto text = leuit(words);
  CHECK(text.exit_code == 0);
  CHECK(text.out.find("633 rows in 3 events, none recorded") != std::string::npos);
  Words as_json = words;
  as_json.emplace_back("--json");
  const Json json = answer(leuit(as_json));
  CHECK(json["rows"] == 633);
  CHECK(json["recorded"] == 0);
  CHECK(json["dry_run"] == true);
  CHECK(text.out.find(json["digest"].get<std::string>()) != std::string::npos);
}

TEST_CASE("the rows that are built in can be imported, and have the same digest") {
  const ledger::TemporaryFolder folder;
  const std::string last = "KEPMENDAGRI-300.2.2-2430-2025";
  const auto listed = leuit({"regions", "list", "--edition", last});
  REQUIRE(listed.exit_code == 0);
  // Teluk Bintuni and Mimika are quoted without their provinces.
  support::write_text(folder.path("all.csv"), listed.out);
  CHECK(leuit({"regions", "import", folder.path("all.csv"), "--edition", last, "--dry-run"})
            .err.find("but 92, to which it belongs, is not") != std::string::npos);
  CHECK(answer(leuit({"regions", "list", "--edition", last, "--json"}))["rows"].size() == 73);
}

TEST_CASE("a list of another edition is told apart by codes that moved") {
  const ledger::TemporaryFolder folder;
  support::write_text(folder.path("old.csv"), "91,Papua\n91.09,KAB. MIMIKA\n");
  for (const auto& [name, notes] : {std::pair{"PERMENDAGRI-72-2019", false},
                                    std::pair{"KEPMENDAGRI-100.1.1-6117-2022", true}}) {
    const auto done =
        leuit({"regions", "import", folder.path("old.csv"), "--edition", name, "--dry-run"});
    CHECK(done.exit_code == 0);
    CHECK((done.err.find("the first is 91.09") != std::string::npos) == notes);
    CHECK(done.err.empty() != notes);
  }
}

TEST_CASE("editions are listed with their rows and digests") {
  const auto text = leuit({"regions", "list"});
  CHECK(text.exit_code == 0);
  const Json all = answer(leuit({"regions", "list", "--json"}))["editions"];
  REQUIRE(all.size() == programme::regions::editions().size());
  for (const Json& one : all) {
    CAPTURE(one.dump());
    CHECK(text.out.find(one["edition"].get<std::string>()) != std::string::npos);
    CHECK(one["digest"].is_null() == (one["rows"] == 0));
  }
  CHECK(all.back()["digest"] == std::string(programme::regions::editions().back().digest));
  CHECK(leuit({"regions", "list", "--edition", "PERMENDAGRI-72-2019"}).out ==
        "36.02,KAB. LEBAK\n36.02.23,Curug bitung\n36.02.28,Cigemlong\n91.09,KAB. MIMIKA\n");
  CHECK(leuit({"regions", "list", "--edition", "PERMENDAGRI-58-2021"}).out.empty());
}

TEST_CASE("a region is shown with its level, its names and its other codes") {
  const Json old = answer(leuit({"regions", "show", "91.09", "--json"}));
  CHECK(old["level"]["id"] == "Kabupaten");
  CHECK(old["later"] == Json{"94.04"});
  CHECK(old["editions"].front()["code"] == "91.09");
  CHECK(old["editions"].front()["name"] == "KAB. MIMIKA");
  CHECK(old["editions"].back()["code"] == "94.04");
  CHECK(old["editions"].back()["name"] == "Kabupaten Mimika");
  const auto now = leuit({"regions", "show", "94.04"});
  CHECK(now.exit_code == 0);
  CHECK(now.out.find("earlier code: 91.09") != std::string::npos);
  CHECK(leuit({"regions", "show", "36.02.27.2010"}).out.find("Desa (Village)") !=
        std::string::npos);

  const std::pair<const char*, int> table[] = {
      {"36.02.19", 0},   {"36.02.29", 1}, {"11.01", 1},     {"94.04.01.2001", 1},
      {"Pasireurih", 2}, {"3602040", 2},  {"36.02.27.", 2},
  };
  for (const auto& [code, want] : table) {
    CAPTURE(code);
    CHECK(leuit({"regions", "show", code}).exit_code == want);
  }
}

TEST_CASE("what cannot be read or is not said rightly is wrong usage") {
  const Empty empty;
  support::write_text(empty.file, "36,Banten\n");
  const std::string none = empty.folder.path("none");
  const std::pair<Words, int> table[] = {
      {{"regions"}, 2},
      {{"regions", "import"}, 2},
      {{"regions", "import", empty.file, "--dry-run"}, 2},
      {{"regions", "import", none, "--edition", edition, "--dry-run"}, 2},
      {{"regions", "import", empty.folder.path(), "--edition", edition, "--dry-run"}, 2},
      {{"regions", "import", empty.file, "--edition", "No 6117", "--dry-run"}, 2},
      {{"regions", "import", empty.file, "--edition", std::string(65, 'x'), "--dry-run"}, 2},
      {{"regions", "list", "--edition", "none"}, 2},
      {{"regions", "show"}, 2},
      {{"regions", "import", empty.file, "--edition", edition, "--data", none}, 3},
      {{"regions", "import", empty.file, "--edition", edition, "--url", "http://127.0.0.1:1"}, 3},
  };
  for (const auto& [arguments, want] : table) {
    CAPTURE(arguments);
    const auto done = leuit(arguments);
    CHECK(done.exit_code == want);
    CHECK(done.err.starts_with("leuit: "));
    CHECK(done.out.empty());
  }
}

TEST_CASE("5,000 villages go into a folder, and a second time nothing is added") {
  const Empty empty;
  const std::string list = country(5000);
  const auto first = empty.import(list, {"--json"});
  CAPTURE(first.err);
  REQUIRE(first.exit_code == 0);
  const Json json = answer(first);
  CHECK(json["rows"] == 5000 + 250 + 13 + 1);
  CHECK(json["events"] == 12);
  CHECK(json["recorded"] == 12);
  const auto again = answer(empty.import(list, {"--json"}));
  CHECK(again["recorded"] == 0);
  CHECK(again["already_there"] == 12);
  CHECK(again["digest"] == json["digest"]);
  const auto events = empty.events();
  REQUIRE(events.size() == 12);
  CHECK(events.back()["type"] == "system.reference_edition_imported");
  CHECK(events.back()["data"]["digest"] == json["digest"]);
  CHECK(leuit({"verify", "--data", empty.data}).exit_code == 0);
}

TEST_CASE("an import goes on where it stopped, and does not mix two lists") {
  const Empty empty;
  const std::string list = country(1000);
  const auto import =
      tools::lay_out(*tools::parse_region_list(list), edition, "2026-01-01T00:00:00Z");
  const auto begun = leuit({"record", "-", "--data", empty.data},
                           import.events[0].dump() + "\n" + import.events[1].dump() + "\n");
  CAPTURE(begun.err);
  REQUIRE(begun.exit_code == 0);
  const auto other = empty.import(country(700));
  CHECK(other.exit_code == 1);
  CHECK(other.err.find("another list: position 0 differs") == std::string::npos);
  CHECK(other.err.find("another list: position 1 differs") != std::string::npos);
  CHECK(empty.events().size() == 2);
  Json aside = import.events[0];
  aside["id"] = "aside";
  aside["type"] = "system.region_code_superseded";
  aside["data"] = {
      {"old", "11.01"}, {"new", "11.02"}, {"from", "2026-01-01"}, {"edition", edition}};
  REQUIRE(leuit({"record", "-", "--data", empty.data}, aside.dump()).exit_code == 0);
  const Json rest = answer(empty.import(list, {"--json"}));
  CHECK(rest["recorded"] == 2);
  CHECK(rest["already_there"] == 2);
  CHECK(empty.import(country(1001)).exit_code == 1);
  CHECK(empty.events().size() == 5);
}

TEST_CASE("a list goes to a server too") {
  support::LeuitServer server;
  support::write_text(server.path("list.csv"), country(600));
  const Words words = {"regions", "import",     server.path("list.csv"),
                       "--url",   server.url(), "--edition",
                       edition,   "--json"};
  for (const int recorded : {3, 0}) {
    const auto done = leuit(words);
    CAPTURE(done.err);
    REQUIRE(done.exit_code == 0);
    CHECK(answer(done)["recorded"] == recorded);
    CHECK(server.get("/healthz").header("leuit-position") == "2");
  }
}

}  // namespace
