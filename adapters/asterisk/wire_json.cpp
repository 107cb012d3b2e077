#include "adapters/asterisk/wire_json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/model/invariant.h"

namespace dialctl::asterisk {

namespace {

// Fills a document as nlohmann reports its parts; false stops it.
class Builder {
 public:
  explicit Builder(std::string_view text) {
    constexpr std::size_t kValuesOfAnEvent = 40;  // about; lists grow
    nodes_.reserve(kValuesOfAnEvent);
    texts_.reserve(text.size());  // enough for all: what an escape means is shorter than the escape
  }

  bool null() { return add(JsonKind::null); }
  bool boolean(bool value) { return add(value ? JsonKind::yes : JsonKind::no); }
  bool number_integer(std::int64_t value) { return add_whole(value); }
  bool number_unsigned(std::uint64_t value) { return add_whole(value); }
  bool number_float(double, const std::string&) { return add(JsonKind::number); }
  bool string(std::string& value) {
    add(JsonKind::text);
    nodes_.back().text = keep(value);
    return true;
  }
  bool binary(nlohmann::json::binary_t&) { return false; }  // no text has it
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool key(std::string& name) {
    key_ = keep(name);
    return true;
  }
  bool end_object() { return keys_differ() && close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

  JsonDocument build() { return {std::move(nodes_), std::move(texts_)}; }

 private:
  bool add(JsonKind kind) {
    const auto behind = static_cast<std::uint32_t>(nodes_.size() + 1);
    nodes_.push_back({kind, behind, std::nullopt, std::exchange(key_, {}), {}});
    return true;
  }
  template <class Number>
  bool add_whole(Number value) {
    add(JsonKind::number);
    if (std::in_range<int>(value)) nodes_.back().whole = static_cast<int>(value);
    return true;
  }
  bool open(JsonKind kind) {
    constexpr std::size_t kDepthMax = 64;
    if (open_.size() == kDepthMax) return false;
    open_.push_back(nodes_.size());
    return add(kind);
  }
  bool close() {
    nodes_[open_.back()].end = static_cast<std::uint32_t>(nodes_.size());
    open_.pop_back();
    return true;
  }
  bool keys_differ();
  std::string_view keep(const std::string& text);

  std::vector<JsonNode> nodes_;
  std::vector<char> texts_;
  std::vector<std::size_t> open_;  // the objects and arrays that are not closed yet
  std::string_view key_;           // of the value that comes next
  std::vector<std::string_view> sorted_;
};

// Sorted, since who sends very many keys is not to cost their square.
bool Builder::keys_differ() {
  sorted_.clear();
  for (std::size_t at = open_.back() + 1; at < nodes_.size(); at = nodes_[at].end)
    sorted_.push_back(nodes_[at].key);
  std::sort(sorted_.begin(), sorted_.end());
  return std::adjacent_find(sorted_.begin(), sorted_.end()) == sorted_.end();
}

std::string_view Builder::keep(const std::string& text) {
  DIALCTL_INVARIANT(text.size() <= texts_.capacity() - texts_.size());  // texts that are kept never move
  const std::size_t begin = texts_.size();
  texts_.insert(texts_.end(), text.begin(), text.end());
  return {texts_.data() + begin, text.size()};
}

}  // namespace

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
  // The library would take NUL for the end and not look at what is behind it.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  Builder builder{text};
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  return builder.build();
}

std::string text_at(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  return found && found->is_text() ? std::string{found->text()} : std::string{};
}

std::optional<int> number_at(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  return found ? found->whole() : std::nullopt;
}

std::optional<JsonValue> object_at(const JsonValue& object, std::string_view key) {
  const auto found = object.member(key);
  return found && found->is_object() ? found : std::nullopt;
}

}  // namespace dialctl::asterisk
