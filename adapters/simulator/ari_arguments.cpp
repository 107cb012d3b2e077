#include "adapters/simulator/ari_arguments.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dialctl::simulator {

namespace {

using Json = nlohmann::json;

constexpr int kDepthMax = 64;

// nullopt: not JSON, or nested deeper than anything that is meant. Deep documents would overflow the stack
// when they are destroyed, so that they must not come to be.
std::optional<Json> parse(const std::string& body) {
  bool too_deep = false;
  Json document = Json::parse(
      body,
      [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kDepthMax;
        return !too_deep;
      },
      false);
  if (too_deep || document.is_discarded()) return std::nullopt;
  return document;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  for (const Json& one : value) {
    if (!out.empty()) out += ',';
    out += text_of(one);
  }
  return out;
}

// nullopt inside the result: the field is absent. false: it is no list of types.
bool read_types(const Json& document, const char* name, std::optional<std::vector<std::string>>& out) {
  const auto field = document.find(name);
  if (field == document.end()) return true;
  if (!field->is_array()) return false;
  out.emplace();
  for (const Json& one : *field) {
    if (!one.is_object() || !one.contains("type") || !one["type"].is_string()) return false;
    out->push_back(one["type"].get<std::string>());
  }
  return true;
}

}  // namespace

std::optional<AriArguments> AriArguments::read(const listen::Request& request) {
  AriArguments arguments;
  for (const auto& [name, value] : request.query)
    arguments.values_[name] = value;
  if (request.body.empty()) return arguments;
  const std::string_view type = request.header("Content-Type").value_or("");
  if (!type.starts_with("application/x-www-form-urlencoded")) {
    if (!arguments.read_json(request.body)) return std::nullopt;
    return arguments;
  }
  const auto form = listen::parse_parameters(request.body);
  if (!form) return std::nullopt;
  for (const auto& [name, value] : *form)
    arguments.values_[name] = value;
  return arguments;
}

bool AriArguments::read_json(const std::string& body) {
  const auto document = parse(body);
  if (!document) return false;
  if (!document->is_object()) return true;
  for (const auto& [name, value] : document->items()) {
    if (name != "variables") {
      values_[name] = text_of(value);
    } else if (value.is_object()) {
      for (const auto& [key, one] : value.items())
        variables_[key] = text_of(one);
    }
  }
  return true;
}

std::string AriArguments::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string{} : found->second;
}

std::vector<std::string> AriArguments::list(std::string_view name) const {
  return split(text(name), ',');
}

std::vector<std::string> split(std::string_view text, char mark) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    if (!one.empty()) out.emplace_back(one);
  }
  return out;
}

FilterReading read_event_filter(const std::string& body) {
  FilterReading reading;
  const auto document = parse(body);
  if (!document) {
    reading.problem = FilterProblem::not_json;
  } else if (!document->is_object() || !read_types(*document, "allowed", reading.filter.allowed) ||
             !read_types(*document, "disallowed", reading.filter.disallowed)) {
    reading.problem = FilterProblem::not_a_filter;
  }
  return reading;
}

}  // namespace dialctl::simulator
