#include "tools/settings.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>

namespace tools {

ledger::Result<Settings> Settings::read(const std::string& toml_file,
                                        const std::vector<std::string>& names) {
  Settings out;
  if (toml_file.empty()) return out;
  toml::table table;
  try {
    table = toml::parse_file(toml_file);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    return ledger::fail(ledger::Code::invalid,
                        "the configuration " + toml_file + " cannot be read" +
                            (line > 0 ? ": line " + std::to_string(line) + " is no TOML" : ""));
  }
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    if (std::find(names.begin(), names.end(), name) == names.end())
      return ledger::fail(ledger::Code::invalid, "the configuration knows no " + name);
    const auto value = node.value_exact<std::string>();
    const auto number = node.value_exact<std::int64_t>();
    if (!value && !number)
      return ledger::fail(ledger::Code::invalid, name + " must be a text or a number");
    out.file_[name] = value ? *value : std::to_string(*number);
  }
  return out;
}

std::optional<std::string> Settings::value(const std::string& name, const std::string& flag) const {
  if (!flag.empty()) return flag;
  std::string variable = "LEUIT_" + name;
  for (char& c : variable)
    c = c == '-' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  if (const char* in_environment = std::getenv(variable.c_str())) return in_environment;
  const auto found = file_.find(name);
  if (found == file_.end()) return std::nullopt;
  return found->second;
}

}  // namespace tools
