#include "api/http/message.h"

#include <catch2/catch.hpp>

TEST_CASE("a header is found by its lower-case name") {
  api::Request request;
  request.headers = {{"accept", "text/csv"}, {"if-match", "\"3\""}};
  CHECK(request.header("if-match") == "\"3\"");
  CHECK_FALSE(request.header("If-Match"));
  CHECK_FALSE(request.header("etag"));
}
