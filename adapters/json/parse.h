// JSON documents from outside, read so that no input can hurt: nlohmann 3.11.2 by itself recurses when a deep
// value is copied or written, and lets the last of two equal keys win.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/model/result.h"

namespace dialctl::json {

struct ParseLimits {
  std::size_t bytes_max = 1024 * 1024;
  std::size_t depth_max = 64;  // objects and arrays inside each other; checked while parsing
};

// One whole document; a byte order mark of UTF-8 ahead of it is accepted. Messages begin with "line 1, column
// 9: ". Errors (kind usage): json.too-large, json.invalid-utf8, json.too-deep, json.duplicate-key,
// json.syntax (also for nothing at all, text behind the document and numbers that no double holds).
Result<nlohmann::json> parse(std::string_view text, ParseLimits limits = {});

}  // namespace dialctl::json
