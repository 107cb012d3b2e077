// The parts of a rule of callbacks as they are typed and printed.
#pragma once

#include <string>
#include <string_view>

#include "cli/declared/field.h"
#include "cli/ports.h"

namespace dialctl::cli {

// "queue:sales", "number:+380441234567", "project:shop", "site:TEXT", "scenario:TEXT", "operator:anna",
// "group:evening", "tag:vip", "transfer". Errors: (usage) rule.bad-place, number.*; no such row.
Result<LossPlace> parse_place(std::string_view text, Ports& ports, const dialctl::Settings& settings);
std::string place_text(const LossPlace& place, const dialctl::Settings& settings);
// Comma and blank between them; "any" where there is none.
std::string places_text(const CallbackRule& rule, const dialctl::Settings& settings);

// "project", "queue:sales", "lost-by", "operator:anna", "group:evening", "tried", "last-phase",
// "template:confirm". Errors: (usage) rule.bad-target; no such row. Leaves "number:NUMBER" to the next one.
Result<void> set_target(CallbackRule& rule, std::string_view text, const dialctl::Settings& settings);
// Of "number:101" or "number:044 123-45-67": the name of the operator whose phone that is, "101" or
// "+380441234567"; empty for other targets. Errors: (usage) rule.bad-target, number.*
Result<std::string> number_of_target(std::string_view text, Ports& ports, const dialctl::Settings& settings);
std::string target_text(const CallbackRule& rule, const dialctl::Settings& settings);

// "standard", "none", "facts", "text:WORDS", "audio:NAME". Errors: (usage) rule.bad-prompt; no such audio.
Result<void> set_prompt(CallbackRule& rule, std::string_view text, const dialctl::Settings& settings);
std::string prompt_text(const CallbackRule& rule);

// "0s,5m,15m". Error (usage): rule.intervals.
Result<void> set_intervals(CallbackRule& rule, std::string_view text, const dialctl::Settings& settings);
std::string intervals_text(const CallbackRule& rule);

}  // namespace dialctl::cli
