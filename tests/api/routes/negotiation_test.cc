#include "api/routes/negotiation.h"

#include <catch2/catch.hpp>

namespace {

using api::Form;
using api::Request;

Request asking(std::string format, std::string accept) {
  Request out;
  if (!format.empty()) out.query.emplace_back("format", std::move(format));
  if (!accept.empty()) out.headers.emplace_back("accept", std::move(accept));
  return out;
}

Form form_of(const std::string& format, const std::string& accept) {
  const Request request = asking(format, accept);
  api::Query query(request);
  const Form out = api::read_form(query, request);
  CHECK(!query.fault());
  return out;
}

TEST_CASE("CSV is answered to who likes it better than JSON") {
  const std::pair<const char*, Form> table[] = {
      {"", Form::json},
      {"*/*", Form::json},
      {"application/json", Form::json},
      {"text/csv", Form::csv},
      {"TEXT/CSV; header=present", Form::csv},
      {"text/*", Form::csv},
      {"text/csv, */*", Form::csv},
      {"text/csv,*/*;q=0.8", Form::csv},
      {"*/*;q=0.8, text/csv;q=0.5", Form::json},
      {"text/csv;q=0.5, application/json", Form::json},
      {"text/csv, application/json", Form::json},
      {"text/csv, application/json;q=0.9", Form::csv},
      {"application/json;q=0.123,text/csv;q=0.124", Form::csv},
      {"text/csv;q=0", Form::json},
      {"text/csv;q=0, text/*", Form::json},
      {"text/html,application/xhtml+xml,*/*;q=0.8", Form::json},
      {"text/csvx", Form::json},
      {",;,=", Form::json},
  };
  for (const auto& [accept, form] : table) {
    CAPTURE(accept);
    CHECK((form_of("", accept) == form));
  }
}

TEST_CASE("the format of the query goes before the header") {
  CHECK((form_of("json", "text/csv") == Form::json));
  CHECK((form_of("csv", "application/json") == Form::csv));
}

TEST_CASE("a format that there is not is a fault of the query") {
  const std::pair<const char*, const char*> table[] = {
      {"xlsx", "format=xlsx comes in a later version: there are json and csv"},
      {"xml", "format must be json or csv"},
      {"CSV", "format must be json or csv"},
  };
  for (const auto& [format, detail] : table) {
    const Request request = asking(format, "");
    api::Query query(request);
    (void)api::read_form(query, request);
    REQUIRE(query.fault());
    CHECK(query.fault()->detail == detail);
  }
}

TEST_CASE("a link goes to the same question from another place on") {
  Request request;
  request.target = "/v1/views/a%2Fb?state=x&cursor=old";
  request.query = {{"state", "x y"}, {"cursor", "old"}, {"from", "+07:00"}};
  CHECK(api::next_link(request, "cursor", "new") ==
        "</v1/views/a%2Fb?cursor=new&state=x%20y&from=%2b07%3a00>; rel=\"next\"");
}

TEST_CASE("If-None-Match names a tag alone, in a list, or any") {
  const std::pair<const char*, bool> table[] = {
      {"\"a\"", true}, {"W/\"a\"", true}, {"\"b\", \"a\"", true},
      {"*", true},     {"\"b\"", false},  {"a", false},
  };
  for (const auto& [known, is_known] : table) {
    Request request;
    request.headers.emplace_back("if-none-match", known);
    CHECK(api::is_known(request, "\"a\"") == is_known);
  }
  CHECK(!api::is_known(Request(), "\"a\""));
}

}  // namespace
