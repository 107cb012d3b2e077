// What it means that an order enters a status (ST-02, ST-03). Every way in asks here: an import, a person, a
// timeout, a key press, used-up attempts. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/decide/rulebook.h"
#include "engine/model/record.h"

namespace dialctl {

struct StatusChange {
  StatusId to;
  Instant at;
  std::string_view who;  // "import", "robot", "timeout", a user's name
  std::string_view why;
};

// nullopt: the order has that status already, which is no entry. Otherwise the record that the store applies,
// with the timeout of the new status and, where it carries a template, one start of robot calls, due at once.
// The start is blocked where a link of the chain is missing; the entry itself never fails.
// `change.to` must be a status of the settings.
std::optional<StatusEntered> enter_status(const Rulebook& rules, const Order& order,
                                          const StatusChange& change);

// The entry of an order that has just been made, whose status is therefore new to it.
StatusEntered first_entry(const Rulebook& rules, const Order& order, const StatusChange& change);

// A start by hand (RB-03), or by status: ready, or blocked by what is missing.
TaskStart start_of(const Rulebook& rules, const Order& order, TemplateId tmpl, Instant at);

// ST-04: the place that an order gets in the line of a mode which its status feeds.
LineStart line_of(const Order& order, CallMode mode);

// The first thing that keeps the template from calling orders of the project, as "link: what to do"; empty
// when the chain is complete. Links: template, audio, status, queue.
std::string missing_link(const Rulebook& rules, ProjectId project, TemplateId tmpl);

}  // namespace dialctl
