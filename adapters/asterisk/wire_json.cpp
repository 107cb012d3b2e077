#include "adapters/asterisk/wire_json.h"

#include <charconv>
#include <limits>

#include "adapters/asterisk/json_reader.h"

namespace dialctl::asterisk {

std::vector<JsonValue> JsonValue::entries() const {
  std::vector<JsonValue> found;
  if (!is_array()) return found;
  for (std::uint32_t at = at_ + 1; at < node().end; at = (*nodes_)[at].end)
    found.emplace_back(*nodes_, at);
  return found;
}

std::optional<JsonValue> JsonValue::member(std::string_view key) const {
  if (!is_object()) return std::nullopt;
  for (std::uint32_t at = at_ + 1; at < node().end; at = (*nodes_)[at].end) {
    if ((*nodes_)[at].key == key) return JsonValue{*nodes_, at};
  }
  return std::nullopt;
}

std::optional<JsonDocument> parse_json(std::string_view text) {
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  JsonDocument document;
  if (!JsonReader{text, document}.read()) return std::nullopt;
  return document;
}

std::string text_at(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  return found && found->is_text() ? std::string{found->text()} : std::string{};
}

std::optional<int> number_at(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  if (!found || found->kind() != JsonKind::number) return std::nullopt;
  const std::string_view text = found->text();
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<JsonValue> object_at(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  return found && found->is_object() ? found : std::nullopt;
}

}  // namespace dialctl::asterisk
