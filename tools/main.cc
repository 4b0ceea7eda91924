#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "tools/verbs.h"

namespace {

int run(int argc, char** argv) {
  CLI::App app("Leuit: a programme ledger that nobody has to take on trust", "leuit");
  app.set_version_flag("--version", "leuit " LEUIT_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit: 0 done, 1 the answer is no, 2 wrong usage or input, 3 the ledger did not open.");
  tools::Action action;
  tools::add_init(app, action);
  tools::add_serve(app, action);
  tools::add_record(app, action);
  tools::add_events(app, action);
  tools::add_view(app, action);
  tools::add_verify(app, action);
  tools::add_token(app, action);
  tools::add_regions(app, action);
  tools::add_generate(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return tools::complain(tools::exit_usage, std::string(error.what()) + "; see --help");
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception&) {
    return tools::complain(tools::exit_not_opened, "stopped by an error that was not expected");
  }
}
