// One complaint ("pengaduan") about anything in the programme.
//
//   (new) -received-> received
//
// What it says may point at people, so the text is sealed. Source: domain.md 7.1.
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

struct State {};

const StreamType& stream();

}  // namespace programme::complaint
