#include "adapters/json/syntax_error.h"

#include <fmt/format.h>

#include "engine/model/text.h"

namespace dialctl::json {
namespace {

constexpr std::size_t key_bytes_shown_max = 80;
constexpr std::size_t reason_bytes_shown_max = 160;

}  // namespace

std::string_view reason_of(std::string_view what) {
  // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing value -
  // invalid literal; last read: 'x'"
  if (const std::size_t place = what.find("column "); place != what.npos) {
    const std::size_t behind = what.find(": ", place);
    if (behind != what.npos) what.remove_prefix(behind + 2);
  } else if (const std::size_t name = what.find("] "); name != what.npos) {
    what.remove_prefix(name + 2);
  }
  return what.substr(0, what.find("; last read"));
}

Error syntax_error(text::Place place, std::string_view reason) {
  return {ErrorKind::usage, "json.syntax",
          fmt::format("{}: this is not valid JSON: {}", text::to_text(place),
                      screen_text(reason.substr(0, reason_bytes_shown_max))),
          "mend the text at this place; names and texts need double quotes, the last value has no comma "
          "behind it"};
}

Error too_deep(text::Place place, std::size_t depth_max) {
  return {
      ErrorKind::usage, "json.too-deep",
      fmt::format("{}: more than {} objects and arrays inside each other", text::to_text(place), depth_max),
      "flatten the document"};
}

Error duplicate_key(text::Place place, std::string_view key) {
  return {ErrorKind::usage, "json.duplicate-key",
          fmt::format("{}: the key {} stands here for the second time", text::to_text(place),
                      screen_text(key.substr(0, key_bytes_shown_max))),
          "keep one of them: it cannot be told which was meant"};
}

}  // namespace dialctl::json
