#include "adapters/asterisk/ari_client.h"

#include <algorithm>

namespace dialctl::asterisk {

http::Request AriClient::addressed(AriRequest request) const {
  http::Request out;
  out.method = request.method;
  out.url = settings_.url + request.target;
  out.content_type = request.body.empty() ? "" : "application/json";
  out.body = std::move(request.body);
  out.auth = http::BasicAuth{settings_.user, settings_.password};
  out.total_max = std::max(settings_.answer_max, request.answer_max);
  out.body_bytes_max = request.answer_bytes_max;
  return out;
}

void AriClient::send(http::Request request, Done done) {
  http_.send(std::move(request), [this, done = std::move(done)](http::Answer answer) {
    watch_(answer);
    done(std::move(answer));
  });
}

void AriClient::send(AriRequest request, Done done) {
  send(addressed(std::move(request)), std::move(done));
}

void AriClient::send_once(AriRequest request, std::function<bool()> still_wanted, Done done) {
  http::Request out = addressed(std::move(request));
  out.repeatable = false;
  out.still_wanted = std::move(still_wanted);
  send(std::move(out), std::move(done));
}

}  // namespace dialctl::asterisk
