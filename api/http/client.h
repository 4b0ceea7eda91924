// A small blocking HTTP client for the command line: one kept-alive connection, one thread at a
// time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/http/message.h"
#include "ledger/core/result.h"

namespace api {

// In its answers the names of headers are in lower case. An answer of any status is a Response;
// errors are for what brought no answer: `unavailable`, each in one sentence.
class Client {
 public:
  // Connects to http://HOST[:PORT]; a `token` that is not empty goes along as bearer token.
  // `invalid`: the address or the token makes no sense, or asks for https.
  static ledger::Result<Client> connect(std::string_view base_url, std::string token);

  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // `target` is path and query, percent-encoded. Both send again, once, when the server closed the
  // kept connection before the first byte of an answer; what is posted must bear that.
  ledger::Result<Response> get(std::string_view target, const Headers& headers = {});
  ledger::Result<Response> post(std::string_view target, const Headers& headers, std::string body);

 private:
  struct Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
