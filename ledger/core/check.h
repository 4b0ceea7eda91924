// LEUIT_CHECK(condition): what cannot be false unless the program is wrong. Stops the process in
// every build, since for a ledger stopping is safer than writing on.
#pragma once

#include <cstdio>
#include <cstdlib>

#define LEUIT_CHECK(condition)                                                            \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "leuit: broken invariant: %s (%s:%d)\n", #condition, __FILE__, \
                   __LINE__);                                                             \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)
