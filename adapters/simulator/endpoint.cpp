#include "adapters/simulator/endpoint.h"

#include <algorithm>

namespace dialctl::simulator {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '"'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '"'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash + 1 == text.size()) return std::nullopt;
  Endpoint endpoint;
  const std::string_view technology = text.substr(0, slash);
  if (technology == "Local") {
    endpoint.technology = Technology::local;
  } else if (technology == "PJSIP") {
    endpoint.technology = Technology::pjsip;
  } else {
    return std::nullopt;
  }
  std::string_view rest = text.substr(slash + 1);
  endpoint.dialstring = rest;
  if (endpoint.technology == Technology::local) rest = rest.substr(0, rest.find('/'));
  const std::size_t at = std::min(rest.find('@'), rest.size());
  endpoint.number = rest.substr(0, at);
  endpoint.place = at < rest.size() ? rest.substr(at + 1) : std::string_view{"default"};
  return endpoint;
}

CallerId parse_caller_id(std::string_view text) {
  const std::size_t open = text.find('<');
  if (open == std::string_view::npos) return {"", std::string{trimmed(text)}};
  const std::string_view number = text.substr(open + 1, text.find('>', open) - open - 1);
  return {std::string{trimmed(text.substr(0, open))}, std::string{trimmed(number)}};
}

}  // namespace dialctl::simulator
