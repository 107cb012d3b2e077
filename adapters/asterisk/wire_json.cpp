#include "adapters/asterisk/wire_json.h"

#include <vector>

namespace dialctl::asterisk {

namespace {

using nlohmann::json;

constexpr std::size_t kDepthMax = 64;

// Builds the document while it is read, so that what is too deep or has a key twice is refused at that place:
// the rest, however long, is not gone through while every call waits.
class DocumentBuilder : public nlohmann::json_sax<json> {
 public:
  json document;

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    const auto [place, is_new] = open_.back()->emplace(std::move(name), nullptr);
    member_ = &*place;
    return is_new;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  json& next_place() {
    if (open_.empty()) return document;
    if (open_.back()->is_object()) return *member_;
    open_.back()->push_back(nullptr);
    return open_.back()->back();
  }
  bool put(json value) {
    next_place() = std::move(value);
    return true;
  }
  bool open(json container) {
    if (open_.size() == kDepthMax) return false;
    json& place = next_place();
    place = std::move(container);
    open_.push_back(&place);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<json*> open_;  // the innermost last; an outer one does not grow meanwhile
  json* member_ = nullptr;   // of the innermost object: its value comes next
};

}  // namespace

std::optional<json> parse_json(std::string_view text) {
  DocumentBuilder builder;
  if (!json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  return std::move(builder.document);
}

std::string text_at(const json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<int> number_at(const json& object, const char* key) {
  if (!object.is_object()) return std::nullopt;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<int>();
}

const json* object_at(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? &*found : nullptr;
}

}  // namespace dialctl::asterisk
