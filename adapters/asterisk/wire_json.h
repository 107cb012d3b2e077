// JSON from a server that is not trusted.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace dialctl::asterisk {

// nullopt for what is no JSON, is nested deeper than 64 (the library's copies would exhaust the stack), or
// has a key twice (the library would take the last one silently).
std::optional<nlohmann::json> parse_json(std::string_view text);

// What stands under a key of an object; empty when it is not there or of another type.
std::string text_at(const nlohmann::json& object, const char* key);
std::optional<int> number_at(const nlohmann::json& object, const char* key);
const nlohmann::json* object_at(const nlohmann::json& object, const char* key);

}  // namespace dialctl::asterisk
