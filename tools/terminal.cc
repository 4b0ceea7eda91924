#include <cstdio>
#include <cstdlib>

#include "ledger/core/file.h"
#include "tools/verbs.h"

namespace tools {

int complain(int exit_code, const std::string& sentence) {
  std::fprintf(stderr, "leuit: %s\n", sentence.c_str());
  return exit_code;
}

int complain_opening(const ledger::Error& error) {
  if (error.code == ledger::Code::conflict)
    return complain(exit_not_opened,
                    "the data folder is in use by another process: stop it, or use --url with the "
                    "address at which it serves");
  return complain(error.code == ledger::Code::invalid ? exit_usage : exit_not_opened,
                  error.message);
}

CLI::Option* add_data(CLI::App& verb, std::string& folder) {
  return verb.add_option("--data", folder, "The data folder (default: LEUIT_DATA or ./leuit-data)");
}

std::string data_folder(const std::string& flag) {
  if (!flag.empty()) return flag;
  const char* in_environment = std::getenv("LEUIT_DATA");
  return in_environment == nullptr ? "./leuit-data" : in_environment;
}

void add_later(CLI::App& verb, const std::string& flag) {
  verb.add_option_function<std::vector<std::string>>(
          flag,
          [flag](const std::vector<std::string>&) {
            throw CLI::ValidationError(flag, "comes in a later version of leuit");
          },
          "(comes in a later version)")
      ->expected(0, 1)
      ->group("Later");
}

ledger::Result<std::string> read_token(const std::string& token_file) {
  if (!token_file.empty()) {
    auto text = ledger::read_file(token_file);
    if (!text) return ledger::fail(ledger::Code::invalid, text.error().message);
    return text->substr(0, text->find_first_of("\r\n"));
  }
  const char* in_environment = std::getenv("LEUIT_TOKEN");
  return std::string(in_environment == nullptr ? "" : in_environment);
}

}  // namespace tools
