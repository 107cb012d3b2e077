// TOML documents as flat assignments, each with its place:
// [listen] address = "x" is {"listen.address", "x", 2}.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/result.h"

namespace dialctl::toml_file {

struct Assignment {
  std::string key;  // dotted
  std::string
      value;  // text as it is; numbers, booleans and dates as TOML writes them; arrays of text by lines
  std::size_t line = 0;
};

inline constexpr std::size_t bytes_max = 1024 * 1024;

// In the order of the document's lines. `place` names the document in errors. Errors (usage): "toml.syntax"
// with line and column, "toml.shape" for arrays that hold anything but text, "toml.too-large".
Result<std::vector<Assignment>> parse_assignments(std::string_view text, const std::string& place);

// The same of a file. Errors besides: "toml.missing" (not_found), "toml.unreadable" (store).
Result<std::vector<Assignment>> read_assignments(const std::string& path);

}  // namespace dialctl::toml_file
