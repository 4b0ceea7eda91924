#include "ledger/programme/data_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>

#include "ledger/core/file.h"
#include "tests/support/sample_ledger.h"
#include "tests/support/temporary_folder.h"

namespace programme {
namespace {

namespace fs = std::filesystem;
using ledger::Code;
using ledger::Error;

const std::string origin = "folder.example/test";

std::optional<Error> error_of(const ledger::Result<void>& result) {
  return result ? std::nullopt : std::optional(result.error());
}

// A place for a data folder, and what it takes to open one. The environment names no master key.
struct Place {
  ledger::TemporaryFolder parent;
  std::string folder = parent.path("data");
  ledger::SeededRandom random{3};
  ledger::ManualClock clock{1'735'689'600'000'000};  // after the whole sample
  std::size_t recorded = 0;                          // lines of the sample

  Place() { ::unsetenv("LEUIT_MASTER_KEY"); }
  std::optional<Error> make(const std::string& name = origin, const MasterKeySource& source = {}) {
    return error_of(make_folder(folder, name, source, random));
  }
  ledger::Result<std::unique_ptr<Folder>> open(const MasterKeySource& source = {}) {
    return Folder::open(folder, source, clock, random);
  }
  std::optional<Error> refusal(const MasterKeySource& source = {}) {
    const auto opened = open(source);
    return opened ? std::nullopt : std::optional(opened.error());
  }
  std::optional<Error> reader_refusal() const {
    const auto opened = FolderReader::open(folder);
    return opened ? std::nullopt : std::optional(opened.error());
  }
  // The next events of the sample, in one commit.
  void record(Folder& to, std::size_t count) {
    const auto lines = support::sample_lines();
    std::size_t refused = 0;
    for (const std::size_t last = recorded + count; recorded < last; ++recorded) {
      auto taken = to.registrar().take(lines.at(recorded), false, {}, {});
      REQUIRE(taken);
      to.writer().submit(
          std::move(taken->submission), taken->subjects,
          [&](const ledger::Outcome& outcome) { refused += outcome.submission->error ? 1 : 0; });
    }
    to.writer().round();
    REQUIRE(refused == 0);
  }
};

struct MadePlace : Place {
  MadePlace() { REQUIRE_FALSE(make()); }
};

void write(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << text;
}

std::string text_of(const std::string& path) { return ledger::read_file(path).value(); }

// Name and bytes of every file, and the moment each was last written.
std::map<std::string, std::pair<std::string, fs::file_time_type>> contents(
    const std::string& folder) {
  std::map<std::string, std::pair<std::string, fs::file_time_type>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    files[entry.path()] = {entry.is_regular_file() ? text_of(entry.path()) : "",
                           entry.last_write_time()};
  return files;
}

unsigned mode_of(const std::string& path) {
  struct stat found = {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 07777U;
}

}  // namespace

TEST_CASE_METHOD(Place, "a new folder holds an empty ledger of its origin", "[disk]") {
  REQUIRE_FALSE(make());
  for (const char* part : {"ledger", "vault", "identity/verifier-key", "identity/signing-key"})
    CHECK(fs::exists(folder + "/" + part));
  CHECK(text_of(folder + "/identity/verifier-key").starts_with(origin + "+"));
  const auto opened = open();
  REQUIRE(opened);
  CHECK((*opened)->ledger().size() == 0);
  CHECK((*opened)->ledger().key().name() == origin);
}

TEST_CASE_METHOD(Place, "a folder is made in an empty one, with or without a slash", "[disk]") {
  fs::create_directory(folder);
  folder += GENERATE("", "/");
  CHECK_FALSE(make());
  CHECK(fs::exists(parent.path("data.master-key")));
  CHECK_FALSE(refusal());
  CHECK_FALSE(reader_refusal());
}

TEST_CASE_METHOD(Place, "no folder is made where something is already", "[disk]") {
  write(folder + "/notes.txt", "mine");
  const auto before = contents(parent.path());
  CHECK(make()->code == Code::invalid);
  CHECK(contents(parent.path()) == before);
}

TEST_CASE_METHOD(MadePlace, "a ledger is never made over another one", "[disk]") {
  const auto before = contents(parent.path());
  CHECK(make()->code == Code::invalid);
  CHECK(contents(parent.path()) == before);
}

TEST_CASE_METHOD(Place, "an origin that is no key name is refused, and leaves nothing", "[disk]") {
  const auto bad =
      GENERATE(as<std::string>{}, "", "two words", "a+b", "line\nbreak", "\xff", "tab\there");
  CHECK(make(bad)->code == Code::invalid);
  CHECK(make(std::string(4000, 'x'))->code ==
        Code::invalid);  // no checkpoint would fit a head slot
  CHECK(fs::is_empty(parent.path()));
}

TEST_CASE_METHOD(Place, "a new master key is for its owner alone", "[disk]") {
  REQUIRE_FALSE(make());
  const std::string path = folder + ".master-key";
  CHECK(mode_of(path) == 0600);
  CHECK(text_of(path).size() == 65);
  CHECK(mode_of(folder + "/identity/signing-key") == 0600);
  CHECK(read_master_key(folder, {}).value().size() == 32);
}

TEST_CASE_METHOD(Place, "a master key that is there already is used as it is", "[disk]") {
  const std::string line = std::string(64, 'a') + "\n";
  const MasterKeySource elsewhere{parent.path("keys/key")};
  write(*elsewhere.file, line);
  REQUIRE_FALSE(make(origin, elsewhere));
  CHECK(text_of(*elsewhere.file) == line);
  CHECK_FALSE(fs::exists(folder + ".master-key"));
  CHECK(refusal()->code == Code::not_found);
  CHECK_FALSE(refusal(elsewhere));
}

TEST_CASE_METHOD(Place, "the environment gives the master key, a named file goes before it",
                 "[disk]") {
  ::setenv("LEUIT_MASTER_KEY", std::string(64, 'b').c_str(), 1);
  REQUIRE_FALSE(make());
  CHECK_FALSE(fs::exists(folder + ".master-key"));
  CHECK_FALSE(refusal());
  write(parent.path("other"), std::string(64, 'c') + "\n");
  CHECK(refusal({parent.path("other")})->code == Code::forbidden);
  ::unsetenv("LEUIT_MASTER_KEY");
  CHECK(refusal()->code == Code::not_found);
}

TEST_CASE_METHOD(MadePlace, "a wrong or misshapen master key is refused", "[disk]") {
  const auto line = GENERATE(as<std::string>{}, std::string(64, 'd'), std::string(62, 'd'),
                             std::string(66, 'd'), std::string(64, 'z'), "");
  const auto before = contents(folder + "/identity");
  write(parent.path("wrong"), line + "\n");
  CHECK(refusal({parent.path("wrong")})->code ==
        (line == std::string(64, 'd') ? Code::forbidden : Code::invalid));
  CHECK(contents(folder + "/identity") == before);
  CHECK_FALSE(refusal());
}

TEST_CASE_METHOD(Place, "what is not a data folder is not opened", "[disk]") {
  CHECK(refusal()->code == Code::not_found);
  CHECK(reader_refusal()->code == Code::not_found);
  CHECK_THAT(reader_refusal()->message, Catch::Contains("leuit init"));
  fs::create_directory(folder);
  CHECK(refusal()->code == Code::not_found);
  CHECK(reader_refusal()->code == Code::not_found);
}

TEST_CASE_METHOD(MadePlace, "a folder in use is refused as a conflict, and free afterwards",
                 "[disk]") {
  {
    const auto first = open();
    REQUIRE(first);
    CHECK(refusal()->code == Code::conflict);
  }
  CHECK_FALSE(refusal());
}

TEST_CASE_METHOD(MadePlace, "what was recorded is there when the folder is opened again",
                 "[disk]") {
  record(*open().value(), 3);
  const auto again = open().value();
  CHECK(again->ledger().size() == 3);
  record(*again, 2);
  CHECK(again->ledger().size() == 5);
  CHECK(again->ledger().checkpoint(3));
  CHECK(again->ledger().receipt(4).value().tree_size == 5);
}

TEST_CASE_METHOD(MadePlace, "a folder is read while it is open, and without the master key",
                 "[disk]") {
  const auto writer = open().value();
  record(*writer, 3);
  fs::remove(folder + ".master-key");
  const auto reader = FolderReader::open(folder).value();
  CHECK(reader->ledger().size() == 3);
  record(*writer, 2);
  CHECK(reader->ledger().size() == 3);
  CHECK(reader->ledger().record(2).value() == writer->ledger().record(2).value());
  CHECK(FolderReader::open(folder).value()->ledger().size() == 5);
}

TEST_CASE_METHOD(MadePlace, "reading changes no byte of the folder", "[disk]") {
  record(*open().value(), 5);
  const auto before = contents(folder);
  {
    const auto reader = FolderReader::open(folder).value();
    for (std::uint64_t position = 0; position < 5; ++position)
      CHECK(reader->ledger().receipt(position));
    CHECK(reader->ledger().consistency(0, 5));
    CHECK(reader->store().get(ledger::table::meta, "format").value() == "1");
  }
  CHECK(contents(folder) == before);
}

TEST_CASE_METHOD(MadePlace, "an older ledger that was put back is refused with what is missing",
                 "[disk]") {
  record(*open().value(), 3);
  fs::copy(folder + "/ledger", parent.path("older"), fs::copy_options::recursive);
  record(*open().value(), 2);
  fs::remove_all(folder + "/ledger");
  fs::rename(parent.path("older"), folder + "/ledger");
  for (const auto& error : {refusal(), reader_refusal()}) {
    CHECK(error->code == Code::corrupt);
    CHECK_THAT(error->message, Catch::Contains("positions from 3 on are missing"));
  }
}

TEST_CASE_METHOD(MadePlace, "a vault that is older than its ledger is refused, before any change",
                 "[disk]") {
  fs::copy(folder + "/vault", parent.path("older"), fs::copy_options::recursive);
  record(*open().value(), 60);  // with people among them, whose names are sealed
  fs::rename(folder + "/vault", parent.path("newer"));
  fs::rename(parent.path("older"), folder + "/vault");
  const auto before = contents(folder);
  const auto error = refusal();
  REQUIRE(error);
  CHECK(error->code == Code::corrupt);
  CHECK_THAT(error->message, Catch::Contains("older than the ledger"));
  CHECK(contents(folder) == before);
  CHECK_FALSE(reader_refusal());
  fs::remove_all(folder + "/vault");
  fs::rename(parent.path("newer"), folder + "/vault");
  CHECK_FALSE(refusal());
}

TEST_CASE_METHOD(MadePlace, "a vault of another folder is refused", "[disk]") {
  Place other;
  REQUIRE(other.random.bytes(8).size() == 8);  // so that it gets keys of its own
  REQUIRE_FALSE(other.make());
  fs::remove_all(folder + "/vault");
  fs::rename(other.folder + "/vault", folder + "/vault");
  CHECK(refusal()->code == Code::corrupt);
  CHECK_THAT(refusal()->message, Catch::Contains("another ledger"));
}

TEST_CASE_METHOD(MadePlace, "a folder of which a part cannot be written is not opened", "[disk]") {
  if (::geteuid() == 0) return;  // who may write everything
  fs::permissions(folder + "/vault", fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(refusal()->code == Code::unavailable);
  CHECK_THAT(refusal()->message, Catch::Contains("read-only"));
  CHECK_FALSE(reader_refusal());
  fs::permissions(folder + "/vault", fs::perms::owner_all);
}

TEST_CASE_METHOD(MadePlace, "a ledger of another folder is refused", "[disk]") {
  Place other;
  REQUIRE(other.random.bytes(8).size() == 8);  // so that it gets keys of its own
  REQUIRE_FALSE(other.make());
  fs::remove_all(folder + "/ledger");
  fs::rename(other.folder + "/ledger", folder + "/ledger");
  CHECK(refusal()->code == Code::corrupt);
  CHECK(reader_refusal()->code == Code::corrupt);
}

TEST_CASE_METHOD(MadePlace, "an identity that is damaged or mixed is corrupt", "[disk]") {
  const std::string identity = folder + "/identity/";
  const std::string verifier = text_of(identity + "verifier-key");
  const std::string wrapped = text_of(identity + "signing-key");
  write(identity + "signing-key", "leuit-signing-key-1 ???\n");
  CHECK(refusal()->code == Code::corrupt);
  write(identity + "signing-key", wrapped);
  write(identity + "verifier-key", verifier.substr(0, 30) + "\n");
  CHECK(refusal()->code == Code::corrupt);
  CHECK(reader_refusal()->code == Code::corrupt);
  const auto stranger = ledger::SigningKey::from_seed(origin, std::string(32, 'x')).value();
  write(identity + "verifier-key", stranger.verifier().text() + "\n");
  CHECK(refusal()->code == Code::corrupt);
  CHECK(reader_refusal()->code == Code::corrupt);
  write(identity + "verifier-key", verifier);
  CHECK_FALSE(refusal());
  fs::remove(identity + "head.a");
  CHECK(refusal()->code == Code::corrupt);
  CHECK(reader_refusal()->code == Code::corrupt);
}

TEST_CASE_METHOD(MadePlace, "a derived index that is behind is made again on opening", "[disk]") {
  record(*open().value(), 6);
  {
    const auto store =
        ledger::RocksStore::open(folder + "/ledger", ledger::ledger_tables(), ledger::Access::open)
            .value();
    ledger::StoreBatch lost;
    for (const ledger::Table table : {ledger::table::streams, ledger::table::claims}) {
      const auto cursor = store->cursor(table);
      for (cursor->seek(""); cursor->valid(); cursor->next())
        lost.remove(table, std::string(cursor->key()));
    }
    lost.put(ledger::table::meta, "indexed_to", "0");
    REQUIRE(store->write(lost, ledger::Durability::synced));
  }
  const auto again = open().value();
  CHECK(again->ledger().stream_head("kawasan/lebak-kasepuhan").value()->version >= 3);
  recorded = 0;
  record(*again, 6);
  CHECK(again->ledger().size() == 6);
}

TEST_CASE_METHOD(MadePlace, "a NIK stays that of one person, also where its look-ups were lost",
                 "[disk]") {
  // Line 47 of the sample registers person/P0001.
  const auto second_time = [&](Folder& to) {
    Json again = Json::parse(support::sample_lines().at(47));
    again["id"] = "again";
    again["subject"] = "person/P9999";
    auto taken = to.registrar().take(again.dump(), false, {}, {});
    REQUIRE(taken);
    std::string said;
    to.writer().submit(std::move(taken->submission), taken->subjects,
                       [&](const ledger::Outcome& outcome) {
                         said = outcome.submission->error ? outcome.submission->error->name : "ok";
                       });
    to.writer().round();
    return said;
  };
  {
    const auto opened = open().value();
    record(*opened, 50);
    CHECK(second_time(*opened) == "nik_of_one_person");
  }
  {
    const auto opened = open().value();
    CHECK(second_time(*opened) == "nik_of_one_person");
    REQUIRE(opened->vault().lookups().clear());
  }
  const auto opened = open().value();
  CHECK(second_time(*opened) == "nik_of_one_person");
  REQUIRE(opened->vault().destroy("person/P0001"));
  CHECK(second_time(*opened) == "ok");
}

TEST_CASE_METHOD(MadePlace, "a destroyed key leaves no hash of what it sealed", "[disk]") {
  auto opened = open().value();
  record(*opened, 50);
  const Json sent = Json::parse(support::sample_lines().at(47)).at("data");
  const std::string hash = opened->vault().lookups().hash("nik", sent.at("nik").get<std::string>());
  const auto is_on_disk = [&] {
    for (const auto& [name, file] : contents(folder))
      if (file.first.find(hash) != std::string::npos) return true;
    return false;
  };
  REQUIRE(is_on_disk());
  REQUIRE(opened->vault().destroy("person/P0001"));
  opened.reset();
  opened = open().value();
  CHECK_FALSE(is_on_disk());
}

TEST_CASE_METHOD(MadePlace, "views that cannot be read are thrown away and made anew", "[disk]") {
  const std::string views = folder + "/views";
  SECTION("a folder of something else") { write(views + "/rubbish", "rubbish"); }
  SECTION("a store that is damaged") { write(views + "/CURRENT", "rubbish"); }
  SECTION("a store of another program") {
    REQUIRE(ledger::RocksStore::open(views, {"other"}, ledger::Access::create));
  }
  const auto opened = open().value();
  const auto store = opened->views({"rows"});
  REQUIRE(store);
  CHECK((*store)->get(0, "key").value() == std::nullopt);
  CHECK_FALSE(fs::exists(views + "/rubbish"));
}

TEST_CASE_METHOD(MadePlace, "views that can be read are kept", "[disk]") {
  {
    const auto opened = open().value();
    ledger::StoreBatch batch;
    batch.put(0, "key", "value");
    REQUIRE(opened->views({"rows"}).value()->write(batch, ledger::Durability::synced));
  }
  const auto opened = open().value();
  CHECK(opened->views({"rows"}).value()->get(0, "key").value() == "value");
}

}  // namespace programme
