// Sentences about broken JSON. Internal to this folder.
#pragma once

#include <cstddef>
#include <string_view>

#include "adapters/json/place.h"
#include "engine/model/result.h"

namespace dialctl::json {

// What nlohmann says was wrong, without its own count of the place and without echoing the input.
std::string_view reason_of(std::string_view what);

Error syntax_error(text::Place place, std::string_view reason);
Error too_deep(text::Place place, std::size_t depth_max);
Error duplicate_key(text::Place place, std::string_view key);

}  // namespace dialctl::json
