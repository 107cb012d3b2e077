// What a person does to an order's robot calls by hand: start (RB-03), queue again, stop (ST-06); and to its
// place in a line: queue again. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/decide/rulebook.h"
#include "engine/model/record.h"
#include "engine/model/result.h"

namespace dialctl {

// The newest task of an order: of its robot calls, or of its places in lines.
struct LastTask {
  TaskId id;
  TemplateId tmpl;
  std::optional<CallMode> mode = std::nullopt;  // a place in line
  ModePart part = ModePart::unprocessed;        // the same
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

// The same of a place in line; a planned callback is planned for now. nullopt: the order's status feeds no
// such line any more. Errors (refused): order.being-called, order.handed-out.
Result<std::optional<Record>> line_up_again(const Rulebook& rules, const Order& order, const LastTask& last,
                                            Instant now);

// nullopt: nothing is pending. A live call is left alone.
std::optional<TaskMoved> stopped(const Order& order, const std::optional<LastTask>& last,
                                 std::string_view who);

}  // namespace dialctl
