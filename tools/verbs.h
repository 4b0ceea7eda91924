// The verbs of `leuit`, one file each. Each function adds its verb to the command line; when the
// verb was chosen, `action` is set to what runs it and gives the exit code.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>

#include "ledger/core/result.h"

namespace tools {

// Exit codes of contract.md.
inline constexpr int exit_done = 0;        // done
inline constexpr int exit_no = 1;          // the answer is no: tampered, refused, differs
inline constexpr int exit_usage = 2;       // wrong usage or unreadable input
inline constexpr int exit_not_opened = 3;  // the ledger could not be opened

using Action = std::function<int()>;

void add_init(CLI::App& app, Action& action);
void add_serve(CLI::App& app, Action& action);
void add_record(CLI::App& app, Action& action);
void add_events(CLI::App& app, Action& action);
void add_view(CLI::App& app, Action& action);
void add_verify(CLI::App& app, Action& action);
void add_token(CLI::App& app, Action& action);
void add_regions(CLI::App& app, Action& action);
void add_generate(CLI::App& app, Action& action);

// Says one sentence on stderr, as "leuit: …", and gives back `exit_code`.
int complain(int exit_code, const std::string& sentence);
// The exit code for a folder that could not be opened, after saying why.
int complain_opening(const ledger::Error& error);

// The flag --data of a verb.
CLI::Option* add_data(CLI::App& verb, std::string& folder);
// The data folder: the flag's, else that of LEUIT_DATA, else ./leuit-data.
std::string data_folder(const std::string& flag);
// A flag of the contract whose work comes in a later version: refused with exit 2, saying so.
void add_later(CLI::App& verb, const std::string& flag);

// The bearer token: from the file, else from LEUIT_TOKEN, else none. invalid: unreadable file.
ledger::Result<std::string> read_token(const std::string& token_file);

}  // namespace tools
