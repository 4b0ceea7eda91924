// Where a setting of a verb comes from: the flag, then the environment (LEUIT_NAME), then the TOML
// file of --config. The first that speaks wins.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/core/result.h"

namespace tools {

class Settings {
 public:
  // invalid: the file cannot be read, is no TOML, or holds a name that is not in `names`.
  static ledger::Result<Settings> read(const std::string& toml_file,
                                       const std::vector<std::string>& names);

  // `flag` where it is not empty.
  std::optional<std::string> value(const std::string& name, const std::string& flag) const;

 private:
  std::map<std::string, std::string> file_;
};

}  // namespace tools
