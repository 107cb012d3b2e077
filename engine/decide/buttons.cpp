#include "engine/decide/buttons.h"

#include <algorithm>

namespace dialctl {
namespace {

bool is_basic(std::string_view name) {
  return std::find(kBasicButtons.begin(), kBasicButtons.end(), name) != kBasicButtons.end();
}

Button to_first_status(std::string_view name, const Settings& settings, StatusMeaning meaning) {
  Button button{std::string{name}, false, ButtonAction::to_status, std::nullopt, Minutes{0}};
  for (const auto& status : settings.statuses) {
    if (status.meaning != meaning) continue;
    button.status = status.id;
    button.shown = true;
    break;
  }
  return button;
}

Button basic_button(std::string_view name, const Settings& settings, const ModeSettings& mode) {
  const auto put_off = [&](Minutes by) {
    return Button{std::string{name}, true, ButtonAction::put_off, std::nullopt, by};
  };
  if (name == "approved") return to_first_status(name, settings, StatusMeaning::approved);
  if (name == "cancelled") return to_first_status(name, settings, StatusMeaning::cancelled);
  if (name == "no-answer") return put_off(mode.put_off_no_answer);
  if (name == "busy") return put_off(mode.put_off_busy);
  if (name == "hang-up") return put_off(mode.put_off_hang_up);
  return {std::string{name}, true, ButtonAction::call_back, std::nullopt, Minutes{0}};
}

const Button* named(const std::vector<Button>& buttons, std::string_view name) {
  const auto found =
      std::find_if(buttons.begin(), buttons.end(), [&](const Button& button) { return button.name == name; });
  return found == buttons.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Button> buttons_of(const Rulebook& rules, const ModeSettings& mode) {
  std::vector<Button> all;
  for (const auto name : kBasicButtons) {
    const Button* own = named(mode.buttons, name);
    all.push_back(own != nullptr ? *own : basic_button(name, rules.settings(), mode));
  }
  for (const Button& button : mode.buttons) {
    if (!is_basic(button.name)) all.push_back(button);
  }
  // A status that has been removed meanwhile takes its button along.
  std::erase_if(all, [&](const Button& button) {
    const bool lost = button.action == ButtonAction::to_status &&
                      (!button.status || find(rules.settings().statuses, *button.status) == nullptr);
    return !button.shown || lost;
  });
  return all;
}

Result<void> put_button(std::vector<Button>& buttons, const Button& changed) {
  const auto known = std::find_if(buttons.begin(), buttons.end(),
                                  [&](const Button& button) { return button.name == changed.name; });
  if (!changed.shown && !is_basic(changed.name)) {  // an extra one that is off is gone
    if (known != buttons.end()) buttons.erase(known);
    return {};
  }
  if (known != buttons.end()) {
    *known = changed;
    return {};
  }
  const auto extras = std::count_if(buttons.begin(), buttons.end(),
                                    [](const Button& button) { return !is_basic(button.name); });
  if (!is_basic(changed.name) && extras >= static_cast<std::ptrdiff_t>(kExtraButtonsMost))
    return Error{ErrorKind::usage, "mode.too-many-buttons",
                 "button '" + changed.name + "' would be the third extra one: a mode has two",
                 "take another one away first: --button NAME=off"};
  buttons.push_back(changed);
  return {};
}

}  // namespace dialctl
