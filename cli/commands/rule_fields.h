// A rule of callbacks, described field by field.
#pragma once

#include <vector>

#include "cli/declared/field.h"

namespace dialctl::cli {

// Its places, which are given word by word, are shown only.
struct Rules {
  using Row = CallbackRule;
  static constexpr std::string_view kNoun = "rule";
  static const std::vector<Row>& rows(const dialctl::Settings& settings) { return settings.rules; }
  static const std::vector<Field<Row>>& fields();
};

// In rule_recording.cpp.
std::vector<Field<CallbackRule>> recording_fields();

}  // namespace dialctl::cli
