#include "tests/adapters/provider_contract/rig/raw.h"

#include <future>
#include <memory>

namespace dialctl::test {

Raw::Raw(const Server& server) : server_(server), http_({1}) {}

http::Reply Raw::ask(http::Method method, const std::string& target, const std::string& body) {
  http::Request request;
  request.method = method;
  request.url = server_.url + target;
  request.body = body;
  request.content_type = body.empty() ? "" : "application/json";
  request.auth = http::BasicAuth{server_.user, server_.password};
  auto said = std::make_shared<std::promise<http::Answer>>();
  http_.send(std::move(request), [said](http::Answer answer) { said->set_value(std::move(answer)); });
  http::Answer answer = said->get_future().get();
  auto* reply = std::get_if<http::Reply>(&answer);
  return reply == nullptr ? http::Reply{} : std::move(*reply);
}

}  // namespace dialctl::test
