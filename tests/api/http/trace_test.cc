#include "api/http/trace.h"

#include <catch2/catch.hpp>

namespace api {
namespace {

const std::string kSent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST_CASE("a valid traceparent is kept") { CHECK(traceparent_for(kSent) == kSent); }

TEST_CASE("a traceparent of a later version is brought down to version 00") {
  CHECK(traceparent_for("01" + kSent.substr(2) + "-more") == kSent);
  CHECK(traceparent_for("cc" + kSent.substr(2)) == kSent);
}

TEST_CASE("an invalid traceparent is replaced by a new, valid one") {
  const std::string sent = GENERATE(as<std::string>{},  //
                                    "", "00",           //
                                    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                                    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                                    "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  const std::string made = traceparent_for(sent);
  CHECK(made != sent);
  CHECK(traceparent_for(made) == made);
  CHECK(traceparent_for(sent) != made);
}

}  // namespace
}  // namespace api
