#include "adapters/json/parse.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/json/cursor.h"
#include "adapters/json/syntax_error.h"
#include "adapters/json/utf8.h"

namespace dialctl::json {
namespace {

using Document = nlohmann::json;

// Builds the document as nlohmann reports its parts. `open_` holds the objects and arrays that are not closed
// yet; only the innermost one grows, so the pointers stay good.
class Builder {
 public:
  Builder(std::string_view text, std::size_t depth_max) : text_(text), depth_max_(depth_max) {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Document::binary_t&) { return false; }  // no text has it
  bool start_object(std::size_t) { return open(Document::value_t::object); }
  bool start_array(std::size_t) { return open(Document::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name);
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& why);

  Result<Document> build();

 private:
  template <class Value>
  Document* put(Value&& value);
  template <class Value>
  bool add(Value&& value) {
    put(std::forward<Value>(value));
    return true;
  }
  bool open(Document::value_t type);
  bool close() {
    open_.pop_back();
    return true;
  }
  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }
  std::size_t read_bytes() const { return static_cast<std::size_t>(read_to_ - text_.data()); }

  std::string_view text_;
  std::size_t depth_max_;
  const char* read_to_ = text_.data();
  Document root_;
  std::vector<Document*> open_;
  Document* slot_ = nullptr;  // the value of the key that was just read
  std::optional<Error> error_;
};

template <class Value>
Document* Builder::put(Value&& value) {
  if (open_.empty()) return &(root_ = std::forward<Value>(value));
  if (open_.back()->is_array()) {
    return &open_.back()->get_ref<Document::array_t&>().emplace_back(std::forward<Value>(value));
  }
  return &(*slot_ = std::forward<Value>(value));
}

bool Builder::open(Document::value_t type) {
  if (open_.size() == depth_max_) return fail(too_deep(text::place_in(text_, read_bytes() - 1), depth_max_));
  open_.push_back(put(Document(type)));
  return true;
}

bool Builder::key(std::string& name) {
  const auto [slot, added] = open_.back()->get_ref<Document::object_t&>().emplace(name, nullptr);
  if (!added) return fail(duplicate_key(text::place_in(text_, string_begin(text_, read_bytes())), name));
  slot_ = &slot->second;
  return true;
}

bool Builder::parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& why) {
  // The position counts the characters read, the offending one included.
  const std::size_t offset = std::min(position == 0 ? 0 : position - 1, text_.size());
  return fail(syntax_error(text::place_in(text_, offset), reason_of(why.what())));
}

Result<Document> Builder::build() {
  const char* const end = text_.data() + text_.size();
  if (Document::sax_parse(Cursor(text_.data(), &read_to_), Cursor(end, &read_to_), this)) {
    return std::move(root_);
  }
  return *error_;
}

std::optional<Error> text_error(std::string_view text) {
  const std::size_t valid = text::valid_prefix_bytes(text);
  if (valid == text.size()) return std::nullopt;
  const text::Place place = text::place_in(text, valid);
  // The lexer would take NUL for the end and not look at what is behind it.
  if (text[valid] == '\0') return syntax_error(place, "a NUL byte");
  return Error{ErrorKind::usage, "json.invalid-utf8",
               fmt::format("{}: the byte 0x{:02X} is not valid UTF-8 here", text::to_text(place),
                           static_cast<unsigned>(static_cast<unsigned char>(text[valid]))),
               "JSON is always UTF-8: save or send it so"};
}

}  // namespace

Result<nlohmann::json> parse(std::string_view text, ParseLimits limits) {
  if (text.size() > limits.bytes_max) {
    return Error{ErrorKind::usage, "json.too-large",
                 fmt::format("line 1, column 1: the document has {} bytes, at most {} are read", text.size(),
                             limits.bytes_max),
                 "split the document"};
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (auto bad = text_error(text)) return *bad;
  return Builder(text, limits.depth_max).build();
}

}  // namespace dialctl::json
