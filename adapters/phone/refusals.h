// Why a text is not taken as a number: the errors of engine/run/phone_numbers.h, with what to do next.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/result.h"

namespace dialctl::refusals {

// For a message: as written, but short and in one line. A letter of UTF-8 is never cut in two.
std::string quoted(std::string_view raw);

// Error number.<code>.
Error refusal(const char* code, std::string message, std::string hint);

Error too_short(std::string_view raw);
Error too_long(std::string_view raw);
Error bad_country_code(std::string_view raw);
Error emergency(std::string_view raw);
Error unreadable(std::string_view raw);

}  // namespace dialctl::refusals
