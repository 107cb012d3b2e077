// Requests to one server's ARI, with its address and credentials.
#pragma once

#include <functional>
#include <string>

#include "adapters/asterisk/settings.h"
#include "adapters/asterisk/wire_request.h"
#include "adapters/http/http_client.h"

namespace dialctl::asterisk {

class AriClient {
 public:
  using Done = http::HttpClient::Done;

  // `watch` sees every answer before its request's own callback does.
  AriClient(http::HttpClient& http, const AsteriskSettings& settings, Done watch)
      : http_(http), settings_(settings), watch_(std::move(watch)) {}

  // May be repeated by the library on a fresh connection when a kept-alive one was dead.
  void send(AriRequest request, Done done);
  // Leaves at most once, and only if still wanted when its turn comes.
  void send_once(AriRequest request, std::function<bool()> still_wanted, Done done);
  void after(Milliseconds delay, http::HttpClient::Task task) { http_.after(delay, std::move(task)); }

 private:
  http::Request addressed(AriRequest request) const;
  void send(http::Request request, Done done);

  http::HttpClient& http_;
  const AsteriskSettings& settings_;
  Done watch_;
};

}  // namespace dialctl::asterisk
