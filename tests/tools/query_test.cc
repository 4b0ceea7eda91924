#include "tools/query.h"

#include <catch2/catch.hpp>

namespace {

TEST_CASE("everything but unreserved characters is percent-encoded") {
  const std::pair<const char*, const char*> table[] = {
      {"", ""},
      {"azAZ09-_.~", "azAZ09-_.~"},
      {"2023:x/y", "2023%3Ax%2Fy"},
      {"a b&c=d+e%", "a%20b%26c%3Dd%2Be%25"},
      {"\xC3\xA9", "%C3%A9"},
      {"\n", "%0A"},
  };
  for (const auto& [text, encoded] : table) {
    const std::string got = tools::percent_encode(text);
    CAPTURE(text);
    CHECK(Catch::toLower(got) == Catch::toLower(encoded));
  }
}

TEST_CASE("parameters are joined to a query") {
  std::string query;
  tools::add_parameter(query, "a", "1");
  tools::add_parameter(query, "b.gte", "x y");
  tools::add_parameter(query, "c", "");
  CHECK(query == "?a=1&b.gte=x%20y&c=");
}

}  // namespace
