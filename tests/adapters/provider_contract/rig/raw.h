// Requests past the adapter: what the server itself answers, and what is there.
#pragma once

#include <string>

#include "adapters/http/http_client.h"
#include "tests/adapters/provider_contract/rig/server.h"

namespace dialctl::test {

class Raw {
 public:
  // All requests share one connection, so that what the server remembers with it shows.
  explicit Raw(const Server& server);

  // `target` is relative to the ARI. status 0: no answer.
  http::Reply ask(http::Method method, const std::string& target, const std::string& body = "");
  int status(http::Method method, const std::string& target) { return ask(method, target).status; }

 private:
  const Server& server_;
  http::HttpClient http_;
};

}  // namespace dialctl::test
