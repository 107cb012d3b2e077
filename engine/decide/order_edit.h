// What a person does to an order's robot calls by hand: start (RB-03), queue again, stop (ST-06). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/decide/rulebook.h"
#include "engine/model/record.h"
#include "engine/model/result.h"

namespace dialctl {

// The newest task of an order.
struct LastTask {
  TaskId id;
  TemplateId tmpl;
  TaskPhase phase = TaskPhase::ready;
  Instant next_at;
  int rounds_done = 0;
  int number_index = 0;
  Instant round_began;
};

// Errors (refused): order.being-called; (conflict): order.queued-already,
// when robot calls of the order are pending already.
Result<TaskStarted> start_by_hand(const Rulebook& rules, const Order& order,
                                  const std::optional<LastTask>& last, TemplateId tmpl, Instant now,
                                  std::string_view who);

// A pending task is due at once, whatever its retry interval; one that is over begins anew, with all its
// rounds. Gates refuse as ever. Errors (refused): order.being-called, order.never-queued.
Result<Record> queue_again(const Rulebook& rules, const Order& order, const std::optional<LastTask>& last,
                           Instant now, std::string_view who);

// nullopt: nothing is pending. A live call is left alone.
std::optional<TaskMoved> stopped(const Order& order, const std::optional<LastTask>& last,
                                 std::string_view who);

}  // namespace dialctl
