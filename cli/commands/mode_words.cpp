#include "cli/commands/mode_words.h"

#include <algorithm>

#include "cli/commands/order_words.h"
#include "cli/declared/field.h"

namespace dialctl::cli {

Result<std::vector<ModeCell>> cells_of(std::string_view text, const dialctl::Settings& settings) {
  const auto colon = text.rfind(':');
  const std::string_view name = text.substr(0, colon);
  const std::string_view word = colon == std::string_view::npos ? "*" : text.substr(colon + 1);
  const Project* project = find_named(settings.projects, name);
  if (project == nullptr) return no_such("project", name);
  std::vector<ModeCell> cells;
  for (const CallMode mode : kCallModes) {
    if (word == "*" || word == to_text(mode)) cells.push_back({project->id, mode});
  }
  if (!cells.empty()) return cells;
  return Error{ErrorKind::usage, "mode.bad-cell",
               "'" + std::string{text} + "': there is no call mode '" + std::string{word} + "'",
               "new, reconfirm, before-buyout, random-1, random-2, or * for all"};
}

std::string cell_text(const ModeCell& cell, const dialctl::Settings& settings) {
  return std::string{project_name(settings, cell.project)} + ":" + std::string{to_text(cell.mode)};
}

Result<Button> parse_button(std::string_view text, const dialctl::Settings& settings) {
  const auto refused = [&](const std::string& why) {
    return Error{ErrorKind::usage, "mode.bad-button", "button '" + std::string{text} + "': " + why,
                 "write NAME=status:STATUS, NAME=put-off:30m, NAME=callback or NAME=off"};
  };
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) return refused("it has no name and meaning");
  Button button;
  button.name = text.substr(0, equals);
  const std::string_view meaning = text.substr(equals + 1);
  const auto colon = meaning.find(':');
  const std::string_view value = colon == std::string_view::npos ? "" : meaning.substr(colon + 1);
  if (meaning == "off") {
    button.shown = false;
    return button;
  }
  const auto action = parse_text<ButtonAction>(meaning.substr(0, colon));
  if (!action) return refused("there is no such meaning");
  button.action = *action;
  switch (*action) {
    case ButtonAction::to_status: {
      const auto* status = find_named(settings.statuses, value);
      if (status == nullptr) return no_such("order-status", value);
      button.status = status->id;
      return button;
    }
    case ButtonAction::put_off: {
      const auto length = parse_duration(value);
      if (!length || *length < Minutes{1} || *length % Minutes{1} != Milliseconds{0})
        return refused("a put-off is a length of whole minutes, at least one");
      button.put_off = std::chrono::duration_cast<Minutes>(*length);
      return button;
    }
    case ButtonAction::call_back:
      if (colon != std::string_view::npos) return refused("the time of a callback comes with each result");
      return button;
  }
  return button;
}

std::string button_text(const Button& button, const dialctl::Settings& settings) {
  if (!button.shown) return button.name + "=off";
  switch (button.action) {
    case ButtonAction::to_status:
      return button.name + "=status:" +
             std::string{button.status ? status_name(settings, *button.status) : std::string_view{}};
    case ButtonAction::put_off:
      return button.name + "=put-off:" + std::to_string(button.put_off.count()) + "m";
    case ButtonAction::call_back:
      return button.name + "=callback";
  }
  return button.name;
}

Result<const OperatorSettings*> operator_of(const Invocation& in, const dialctl::Settings& settings) {
  const auto* who = find_named(settings.operators, in.text("operator"));
  if (who == nullptr) return no_such("operator", in.text("operator"));
  return who;
}

Result<LineFilter> line_filter(const Invocation& in, const dialctl::Settings& settings) {
  LineFilter filter;
  if (in.given("project")) {
    const auto* project = find_named(settings.projects, in.text("project"));
    if (project == nullptr) return no_such("project", in.text("project"));
    filter.project = project->id;
  }
  if (in.given("mode")) filter.mode = parse_text<CallMode>(in.text("mode"));
  return filter;
}

std::vector<Flag> line_filter_flags() {
  return {{.name = "project",
           .help = "orders of this project alone",
           .value_name = "NAME",
           .value = {.complete = "project-name"}},
          {.name = "mode",
           .help = "orders in this call mode alone",
           .value_name = "MODE",
           .value = {.kind = ValueKind::choice, .choices = kModeNames}}};
}

Flag part_flag() {
  return {.name = "part",
          .help = "this part of their modes alone",
          .value_name = "PART",
          .value = {.kind = ValueKind::choice, .choices = kPartNames}};
}

}  // namespace dialctl::cli
