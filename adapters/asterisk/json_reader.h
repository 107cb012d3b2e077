// The reading of one JSON document (RFC 8259) into a JsonDocument. Internal to wire_json.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/asterisk/wire_json.h"

namespace dialctl::asterisk {

class JsonReader {
 public:
  JsonReader(std::string_view text, JsonDocument& document) : text_(text), document_(document) {}

  // False at the first place that is no JSON, too deep or a key's second: what comes behind it is not looked
  // at, however long. The document is not to be used then.
  bool read();

 private:
  bool value(std::string_view key, std::size_t depth);
  bool array(std::size_t depth);
  bool object(std::size_t depth);
  bool word(std::string_view word);
  bool number(std::string_view& number);
  bool text(std::string_view& text);
  bool unescape(std::size_t begin, std::string_view& text);
  bool escape(std::string& out);
  bool code_unit(char32_t& unit);

  void pass_blanks();
  bool pass_digits();
  bool pass_plain();  // to a quote or a backslash
  bool take(char wanted) {
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  const std::string_view text_;
  JsonDocument& document_;
  std::size_t at_ = 0;
};

}  // namespace dialctl::asterisk
