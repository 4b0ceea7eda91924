// One complaint ("pengaduan") about anything in the programme.
//
//   (new) -received-> received -triaged-> triaged -investigated-> investigated
//   investigated -resolved-> resolved
//   triaged, investigated -rejected-> rejected
//
// What it says and what was found may point at people, so these texts are sealed.
// Source: domain.md 7.1 S.
#pragma once

#include <string>

#include "ledger/programme/stream.h"

namespace programme::complaint {

struct Received {
  std::string channel;
  bool anonymous = false;
  std::string about;
  Personal<std::string> text;
};
struct Triaged {
  std::string severity, assigned_to;
};
struct Investigated {
  std::string result;
  Personal<std::string> finding;
};
struct Resolved {};
struct Rejected {};

struct State {};

const StreamType& stream();

}  // namespace programme::complaint
