// What a request for rows says besides its question: the form that it wants, what it knows already,
// and where it goes on.
#pragma once

#include <string>
#include <string_view>

#include "api/routes/routes.h"

namespace api {

enum class Form { json, csv };

// ?format= where it is given, else the Accept header (RFC 9110 12.5.1), else JSON. A format that
// there is not is a fault of the query.
Form read_form(Query& query, const Request& request);

// An entity tag of the answer to this request, as this viewer may see it, at a position. `version`
// is of what makes the answer.
std::string tag_of(const Call& call, Form form, int version, std::int64_t position);
// Whether If-None-Match names the tag, alone or in a list; weak ones too (RFC 9110 13.1.2).
bool is_known(const Request& request, std::string_view tag);

// A Link header to the same question with another value of `parameter`.
std::string next_link(const Request& request, std::string_view parameter, std::string_view value);

}  // namespace api
