#include "api/http/target.h"

#include <catch2/catch.hpp>

namespace api {
namespace {

using Path = std::vector<std::string>;
using Query = std::vector<std::pair<std::string, std::string>>;

struct Row {
  std::string text;
  Path path;
  Query query;
};

TEST_CASE("a target is split before it is decoded") {
  const auto row = GENERATE(values<Row>({
      {"/", {}, {}},
      {"/a/b", {"a", "b"}, {}},
      {"/a/", {"a", ""}, {}},
      {"//a", {"", "a"}, {}},
      {"/a/../b/./c", {"a", "..", "b", ".", "c"}, {}},
      {"/.//a", {".", "", "a"}, {}},
      {"/%2e%2e/x", {"..", "x"}, {}},
      {"/v1/views/grant%2F36.02%3A1", {"v1", "views", "grant/36.02:1"}, {}},
      {"/d%C3%A9sa", {"d\xC3\xA9sa"}, {}},
      {"/a+b?c+d=e+f", {"a+b"}, {{"c d", "e f"}}},
      {"/a?", {"a"}, {}},
      {"/a?x", {"a"}, {{"x", ""}}},
      {"/a?x=1&&y=&x=2=3", {"a"}, {{"x", "1"}, {"y", ""}, {"x", "2=3"}}},
      {"/a?x=1%262%3D%2B", {"a"}, {{"x", "1&2=+"}}},
  }));
  const auto target = parse_target(row.text);
  INFO(row.text);
  REQUIRE(target);
  CHECK(target->path == row.path);
  CHECK(target->query == row.query);
}

TEST_CASE("a target that is no origin-form or no UTF-8 is refused") {
  const std::string text = GENERATE(as<std::string>{},                        //
                                    "", "*", "a/b", "http://host/a",          //
                                    "/a%", "/a%2", "/a%zz", "/a?x=%G0",       //
                                    "/a b", "/a\"", "/\xC3\xA9", "/a#f",      //
                                    "/%FF", "/%C3", "/%C0%AF", "/%E0%80%80",  //
                                    "/%ED%A0%80", "/%F4%90%80%80", "/a?%80=1", "/a?x=%F5");
  INFO(text);
  const auto target = parse_target(text);
  REQUIRE_FALSE(target);
  CHECK(target.error().code == ledger::Code::invalid);
}

}  // namespace
}  // namespace api
