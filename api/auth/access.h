// What the holder of a token may do: role, area, stream and source, each as the declarations and
// the token say it. Everything that is recorded with a token passes here before it reaches the
// sequencer; what is read passes through the Viewer that is made here.
//
// Threads: any.
#pragma once

#include <string_view>

#include "api/auth/jwt.h"
#include "ledger/programme/registrar.h"
#include "projections/log.h"
#include "projections/viewer.h"

namespace api {

// What an address asks of its callers.
enum class Needs {
  nothing,  // open to all
  role,     // a token with a role
  whole,    // a token that covers every area, in a role that may have whole entries
};
// Whether such a token may; a token that does not hold never comes here.
bool may_call(const Identity& caller, Needs needs);

// Whoever holds a token with a role is a reader too.
projections::Viewer viewer_of(const Identity& caller);

// Whether the holder may write in an area.
bool covers(const Identity& caller, std::string_view area);

// Takes events in as Registrar::take() does, from the holder of a token: as himself, in a role that
// he has, for streams that he acts for, in areas that he covers, under sources that he may use. The
// importer speaks for others, and is held to roles alone.
//
// An area is held against that of the stream, which its first event fixed; where the stream is not
// in the log yet it is held against it once more in the sequencer.
class Door {
 public:
  // Both must outlive the door and what comes through it.
  Door(programme::Registrar& registrar, const ledger::Ledger& ledger)
      : registrar_(registrar), ledger_(ledger) {}

  programme::Accepted<programme::Taken> take(std::string_view body, bool batch,
                                             const Identity& caller,
                                             const programme::Conditions& conditions) const;

 private:
  programme::Registrar& registrar_;
  const ledger::Ledger& ledger_;
};

}  // namespace api
