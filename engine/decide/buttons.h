// What an operator may record after a call (CM-04): a basic set for every mode, each of which can be given
// another meaning or be taken away, and two extra ones of the admin's own. Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/rulebook.h"

namespace dialctl {

// approved, cancelled   to the first status with that meaning; not shown where there is none
// no-answer, busy, hang-up   put off by the mode's minutes
// callback              at a time that is given with it
inline constexpr std::array<std::string_view, 6> kBasicButtons{"approved", "cancelled", "no-answer",
                                                               "busy",     "hang-up",   "callback"};
inline constexpr std::size_t kExtraButtonsMost = 2;

// Those that are shown, the basic ones first.
std::vector<Button> buttons_of(const Rulebook& rules, const ModeSettings& mode);

// `changed` in place of the button of its name. Error (usage): mode.too-many-buttons.
Result<void> put_button(std::vector<Button>& buttons, const Button& changed);

}  // namespace dialctl
