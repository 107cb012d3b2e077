#include "adapters/phone/refusals.h"

#include <algorithm>
#include <utility>

namespace dialctl::refusals {

std::string quoted(std::string_view raw) {
  std::size_t end = std::min<std::size_t>(raw.size(), 40);
  while (end < raw.size() && end > 0 && (static_cast<unsigned char>(raw[end]) & 0xC0U) == 0x80U)
    --end;
  std::string text = "\"";
  for (const char c : raw.substr(0, end))
    text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return text + (end < raw.size() ? "...\"" : "\"");
}

Error refusal(const char* code, std::string message, std::string hint) {
  return Error{ErrorKind::usage, std::string{"number."} + code, std::move(message), std::move(hint)};
}

Error too_short(std::string_view raw) {
  return refusal("too-short", quoted(raw) + " has too few digits", "write the number with its area code");
}

Error too_long(std::string_view raw) {
  return refusal("too-long", quoted(raw) + " has too many digits",
                 "write several numbers with a comma between them");
}

Error bad_country_code(std::string_view raw) {
  return refusal("bad-country-code", quoted(raw) + " begins with a country code that does not exist",
                 "write + and the country code, like +380");
}

Error emergency(std::string_view raw) {
  return refusal("emergency", quoted(raw) + " is an emergency number: it is never dialled", "leave it out");
}

Error unreadable(std::string_view raw) {
  return refusal("not-a-number", quoted(raw) + " is not a telephone number",
                 "check the column that it stands in");
}

}  // namespace dialctl::refusals
