#include "adapters/sqlite/stored_text.h"

#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>

#include "adapters/sqlite/statement.h"
#include "engine/model/text.h"

namespace dialctl::sqlite {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::string& text) {
  damaged("a column holds a value that nothing writes: " + text);
}

// All of our columns are flat: one array or object of texts or numbers.
Json parse_flat(const std::string& text, Json::value_t kind) {
  const auto flat = [](int depth, Json::parse_event_t, const Json&) { return depth <= 1; };
  Json json = Json::parse(text, flat, false);
  if (json.type() != kind) refuse(text);
  return json;
}

std::string text_of(const Json& json, const std::string& whole) {
  if (!json.is_string()) refuse(whole);
  return json.get<std::string>();
}

Seconds seconds_of(const Json& json, const std::string& whole) {
  if (!json.is_number_integer()) refuse(whole);
  return Seconds{json.get<std::int64_t>()};
}

template <class Pairs>
std::string object_text(const Pairs& pairs) {
  std::string out = "{";
  for (const auto& [name, value] : pairs) {
    if (out.size() > 1) out += ',';
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
  }
  return out + '}';
}

}  // namespace

std::string zones_text(const ZoneSet& zones) {
  return fmt::format("{}", fmt::join(zones, ","));
}

ZoneSet parse_zones(const std::string& text) {
  ZoneSet zones;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    zones.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return zones;
}

std::string fields_text(const Fields& fields) {
  return object_text(fields);
}

Fields parse_fields(const std::string& text) {
  Fields fields;
  const Json json = parse_flat(text, Json::value_t::object);  // items() does not keep it alive
  for (const auto& [name, value] : json.items()) {
    fields.emplace_back(name, text_of(value, text));
  }
  return fields;
}

std::string list_text(const std::vector<std::string>& list) {
  std::string out = "[";
  for (const std::string& item : list) {
    if (out.size() > 1) out += ',';
    append_json_string(out, item);
  }
  return out + ']';
}

std::vector<std::string> parse_list(const std::string& text) {
  std::vector<std::string> list;
  if (text == "[]") return list;
  const Json json = parse_flat(text, Json::value_t::array);
  for (const Json& item : json)
    list.push_back(text_of(item, text));
  return list;
}

std::string map_text(const std::map<std::string, std::string>& map) {
  return object_text(map);
}

std::map<std::string, std::string> parse_map(const std::string& text) {
  std::map<std::string, std::string> map;
  const Json json = parse_flat(text, Json::value_t::object);  // items() does not keep it alive
  for (const auto& [name, value] : json.items()) {
    map.emplace(name, text_of(value, text));
  }
  return map;
}

std::string seconds_text(const std::vector<Seconds>& seconds) {
  Json json = Json::array();
  for (const Seconds value : seconds)
    json.push_back(value.count());
  return json.dump();
}

std::vector<Seconds> parse_seconds(const std::string& text) {
  std::vector<Seconds> seconds;
  const Json json = parse_flat(text, Json::value_t::array);
  for (const Json& item : json)
    seconds.push_back(seconds_of(item, text));
  return seconds;
}

std::string prices_text(const std::map<ProviderId, std::int64_t>& micros) {
  Json json = Json::object();
  for (const auto& [provider, price] : micros)
    json[std::to_string(provider.value)] = price;
  return json.dump();
}

std::map<ProviderId, std::int64_t> parse_prices(const std::string& text) {
  std::map<ProviderId, std::int64_t> micros;
  const Json json = parse_flat(text, Json::value_t::object);  // items() does not keep it alive
  for (const auto& [name, value] : json.items()) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (error != std::errc{} || end != name.data() + name.size() || !value.is_number_integer()) refuse(text);
    micros.emplace(ProviderId{id}, value.get<std::int64_t>());
  }
  return micros;
}

std::string seconds_text(const std::map<Outcome, Seconds>& seconds) {
  Json json = Json::object();
  for (const auto& [outcome, value] : seconds)
    json[std::string(to_text(outcome))] = value.count();
  return json.dump();
}

std::map<Outcome, Seconds> parse_outcome_seconds(const std::string& text) {
  std::map<Outcome, Seconds> seconds;
  const Json json = parse_flat(text, Json::value_t::object);  // items() does not keep it alive
  for (const auto& [name, value] : json.items()) {
    const std::optional<Outcome> outcome = parse_outcome(name);
    if (!outcome) refuse(text);
    seconds.emplace(*outcome, seconds_of(value, text));
  }
  return seconds;
}

}  // namespace dialctl::sqlite
