// Short ways to templates for the template tests.
#pragma once

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/template.h"

namespace dialctl::template_cases {

inline Key key(char symbol) {
  const auto parsed = Key::parse(symbol);
  REQUIRE(parsed);
  return *parsed;
}

// A text without syntax problems.
inline ParsedTemplate understood(std::string_view text, TemplateKind kind = TemplateKind::message) {
  auto parsed = parse_template(kind, text);
  for (const auto& problem : parsed.syntax)
    FAIL_CHECK(problem.code << ": " << problem.message);
  return parsed;
}

inline const TemplateFacts kFacts{
    {"fio", "order_id", "phone"}, {"new", "cancelled", "approved"}, {"thanks", "jingle"}};

// The codes that check() tells, without their common prefix, by place.
inline std::string codes(TemplateKind kind, std::string_view text, const TemplateFacts& facts = kFacts) {
  std::string list;
  for (const auto& problem : check(parse_template(kind, text), facts)) {
    list += (list.empty() ? "" : " ") + problem.code.substr(std::string_view("template.").size());
  }
  return list;
}

}  // namespace dialctl::template_cases
