#include <cstdio>
#include <memory>

#include "ledger/programme/data_folder.h"
#include "ledger/programme/json.h"
#include "tools/verbs.h"

namespace tools {
namespace {

struct Options {
  std::string data, origin, master_key_file;
  bool json = false;
};

int init(const Options& options) {
  ledger::SystemRandom random;
  programme::MasterKeySource master;
  if (!options.master_key_file.empty()) master.file = options.master_key_file;
  const auto made = programme::make_folder(options.data, options.origin, master, random);
  if (!made) return complain(exit_usage, made.error().message);
  if (options.json)
    std::printf("%s\n", programme::Json{{"data", options.data}}.dump().c_str());
  else
    std::printf(
        "An empty ledger is in %s. Keep its master key apart from it, and safe: without it "
        "nothing can be recorded, and no personal field read.\n",
        options.data.c_str());
  return exit_done;
}

}  // namespace

void add_init(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("init", "Make a new, empty ledger");
  auto options = std::make_shared<Options>();
  add_data(*verb, options->data);
  verb->add_option("--origin", options->origin,
                   "Name of the ledger for ever, such as ledger.example/programme")
      ->required();
  verb->add_option("--master-key-file", options->master_key_file,
                   "Where the master key is, or is to be written (default: beside the folder)");
  verb->add_flag("--json", options->json, "Answer as JSON");
  verb->footer("Example: leuit init --data ./leuit-data --origin ledger.example/programme");
  verb->callback([options, &action] {
    options->data = data_folder(options->data);
    action = [options] { return init(*options); };
  });
}

}  // namespace tools
