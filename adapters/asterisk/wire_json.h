// JSON from a server that is not trusted, read by nlohmann's parser into a flat list of values with all texts
// in one place. Each event and each answer of a call is read so: the library's own tree of maps and strings
// costs a quarter more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialctl::asterisk {

enum class JsonKind : std::uint8_t { null, yes, no, number, text, array, object };

struct JsonNode {
  JsonKind kind = JsonKind::null;
  std::uint32_t end = 0;     // where the list goes on behind this value and all that is in it
  std::optional<int> whole;  // of numbers that an int holds, written without point and exponent
  std::string_view key;      // of a member of an object
  std::string_view text;     // of texts, without their escapes
};

// One value of a document, which must stay in place.
class JsonValue {
 public:
  JsonValue(const std::vector<JsonNode>& nodes, std::uint32_t at) : nodes_(&nodes), at_(at) {}

  JsonKind kind() const { return node().kind; }
  bool is_object() const { return kind() == JsonKind::object; }
  bool is_array() const { return kind() == JsonKind::array; }
  bool is_text() const { return kind() == JsonKind::text; }
  std::string_view text() const { return node().text; }
  std::optional<int> whole() const { return node().whole; }
  // What is in an array; nothing for all else.
  std::vector<JsonValue> entries() const;
  // nullopt where there is no such key, or where this is no object.
  std::optional<JsonValue> member(std::string_view key) const;

 private:
  const JsonNode& node() const { return (*nodes_)[at_]; }

  const std::vector<JsonNode>* nodes_;
  std::uint32_t at_;
};

class JsonDocument {
 public:
  // The nodes' texts lie in `texts`.
  JsonDocument(std::vector<JsonNode> nodes, std::vector<char> texts)
      : nodes_(std::move(nodes)), texts_(std::move(texts)) {}
  JsonDocument(JsonDocument&&) = default;
  JsonDocument& operator=(JsonDocument&&) = default;

  JsonValue root() const { return {nodes_, 0}; }

 private:
  std::vector<JsonNode> nodes_;
  std::vector<char> texts_;
};

// nullopt for what is no JSON, is nested deeper than 64, or has a key twice (whoever reads it otherwise would
// take another of the two).
std::optional<JsonDocument> parse_json(std::string_view text);

// What stands under a key of an object; empty when it is not there or of another type.
std::string text_at(const JsonValue& object, std::string_view key);
std::optional<int> number_at(const JsonValue& object, std::string_view key);  // whole, and an int
std::optional<JsonValue> object_at(const JsonValue& object, std::string_view key);

}  // namespace dialctl::asterisk
