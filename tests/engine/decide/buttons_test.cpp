// Which buttons a mode has.
#include "engine/decide/buttons.h"

#include <doctest/doctest.h>

using namespace dialctl;

namespace {

Settings with_statuses() {
  Settings settings;
  settings.statuses = {{StatusId{1}, "new", StatusMeaning::open, {}, {}, {}},
                       {StatusId{2}, "sold", StatusMeaning::approved, {}, {}, {}},
                       {StatusId{3}, "sold-twice", StatusMeaning::approved, {}, {}, {}},
                       {StatusId{4}, "gone", StatusMeaning::cancelled, {}, {}, {}}};
  return settings;
}

std::string names(const Settings& settings, const ModeSettings& mode) {
  std::string text;
  for (const Button& button : buttons_of(Rulebook{settings}, mode))
    text += (text.empty() ? "" : " ") + button.name;
  return text;
}

Button found(const Settings& settings, const ModeSettings& mode, const std::string& name) {
  for (Button& button : buttons_of(Rulebook{settings}, mode)) {
    if (button.name == name) return button;
  }
  return {};
}

Button to_status(std::string name, int status) {
  return {std::move(name), true, ButtonAction::to_status, StatusId{status}, Minutes{0}};
}
Button off(std::string name) {
  return {std::move(name), false, ButtonAction::put_off, std::nullopt, Minutes{0}};
}

}  // namespace

TEST_CASE("CM-04 every mode has a basic set: two statuses, three put-offs of its own minutes, a callback") {
  ModeSettings mode;
  mode.put_off_no_answer = Minutes{50};
  mode.put_off_busy = Minutes{6};
  mode.put_off_hang_up = Minutes{70};
  const Settings settings = with_statuses();
  CHECK(names(settings, mode) == "approved cancelled no-answer busy hang-up callback");
  CHECK(found(settings, mode, "approved") == to_status("approved", 2));  // the first with that meaning
  CHECK(found(settings, mode, "cancelled") == to_status("cancelled", 4));
  CHECK(found(settings, mode, "no-answer").put_off == Minutes{50});
  CHECK(found(settings, mode, "busy").put_off == Minutes{6});
  CHECK(found(settings, mode, "hang-up").put_off == Minutes{70});
  CHECK(found(settings, mode, "callback").action == ButtonAction::call_back);
}

TEST_CASE("CM-04 where no status has the meaning there is no button for it") {
  Settings settings = with_statuses();
  std::erase_if(settings.statuses,
                [](const auto& status) { return status.meaning == StatusMeaning::approved; });
  CHECK(names(settings, {}) == "cancelled no-answer busy hang-up callback");
}

TEST_CASE("CM-04 a basic button may mean something else, or be taken away, and stands where it stood") {
  ModeSettings mode;
  CHECK(put_button(mode.buttons, to_status("busy", 4)).ok());
  CHECK(put_button(mode.buttons, off("approved")).ok());
  CHECK(put_button(mode.buttons, to_status("extra", 2)).ok());
  CHECK(names(with_statuses(), mode) == "cancelled no-answer busy hang-up callback extra");
  CHECK(found(with_statuses(), mode, "busy") == to_status("busy", 4));
  CHECK(put_button(mode.buttons, to_status("approved", 3)).ok());  // and back
  CHECK(found(with_statuses(), mode, "approved") == to_status("approved", 3));
}

TEST_CASE("CM-04 two extra buttons, a third is refused, and one that is off makes room") {
  ModeSettings mode;
  CHECK(put_button(mode.buttons, to_status("wrong-person", 4)).ok());
  CHECK(put_button(mode.buttons, {"later", true, ButtonAction::put_off, {}, Minutes{5}}).ok());
  const auto before = mode.buttons;
  const auto third = put_button(mode.buttons, to_status("third", 4));
  REQUIRE_FALSE(third.ok());
  CHECK(third.error().kind == ErrorKind::usage);
  CHECK(third.error().code == "mode.too-many-buttons");
  CHECK(third.error().message.find("third") != std::string::npos);
  CHECK(mode.buttons == before);

  CHECK(put_button(mode.buttons, {"later", true, ButtonAction::put_off, {}, Minutes{6}}).ok());  // changed
  CHECK(found(with_statuses(), mode, "later").put_off == Minutes{6});
  for (const auto name : kBasicButtons)
    CHECK(put_button(mode.buttons, to_status(std::string{name}, 2)).ok());
  CHECK(put_button(mode.buttons, off("later")).ok());
  CHECK(put_button(mode.buttons, off("never-was")).ok());
  CHECK(put_button(mode.buttons, to_status("third", 4)).ok());
  CHECK(names(with_statuses(), mode) ==
        "approved cancelled no-answer busy hang-up callback wrong-person third");
}

TEST_CASE("CM-04 a status that was removed takes its button along") {
  ModeSettings mode;
  mode.buttons = {to_status("wrong-person", 9), to_status("busy", 9), to_status("later", 4)};
  CHECK(names(with_statuses(), mode) == "approved cancelled no-answer hang-up callback later");
}
