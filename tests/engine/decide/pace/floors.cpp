#include "tests/engine/decide/pace/floors.h"

#include <algorithm>
#include <fmt/format.h>

namespace dialctl::bench {
namespace {

double seconds(Milliseconds span) {
  return static_cast<double>(span.count()) / 1000;
}

const char* word_of(FloorEvent::Kind kind) {
  static constexpr const char* kWords[] = {"launch", "live",    "machine", "noanswer", "busy",
                                           "cancel", "connect", "abandon", "talkend",  "wrapend",
                                           "login",  "logout",  "opmiss",  "back"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace

Scenario simple_day(int operators, std::int64_t live_millionths, Milliseconds duration) {
  Scenario scenario;
  scenario.name = "simple";
  scenario.duration = duration;
  scenario.operators.emplace();
  if (operators > 0)
    scenario.operators->push_back({operators, {{Milliseconds{0}, duration}}, {}, Milliseconds{0}});
  scenario.answer.emplace();
  scenario.answer->live = {{Milliseconds{0}, live_millionths}};
  scenario.answer->machine_of_rest_millionths = 250'000;
  scenario.answer->busy_of_rest_millionths = 100'000;
  const auto uniform = [](int least, int most) {
    Law law;
    law.kind = Law::Kind::uniform;
    law.min = Milliseconds{least};
    law.max = Milliseconds{most};
    return law;
  };
  scenario.ring.emplace();
  scenario.ring->live = uniform(3000, 20'000);
  scenario.ring->machine = uniform(12'000, 24'000);
  scenario.ring->busy = uniform(1000, 3000);
  scenario.ring->timeout = Milliseconds{25'000};
  Law talk;
  talk.kind = Law::Kind::lognormal;
  talk.mean = Milliseconds{90'000};
  talk.cv_millionths = 850'000;
  scenario.talk = {{Milliseconds{0}, talk}};
  scenario.wrap = uniform(5000, 30'000);
  return scenario;
}

pace::DriveStart start_of(const Scenario& scenario) {
  pace::DriveStart start;
  start.limit_basis_points = static_cast<int>(scenario.target_abandon_millionths / 100);
  start.patience = scenario.patience;
  start.let_go_after = scenario.min_ring_before_cancel;
  start.duration = *scenario.duration;
  start.ring_timeout = *scenario.ring->timeout;
  start.lines_max = scenario.max_lines;
  return start;
}

pace::DriveStep step_of(const FloorView& view) {
  pace::DriveStep step;
  step.at = view.now;
  for (const FloorEvent& event : view.events) {  // both have the stepper's words in its order
    step.events.push_back(
        {static_cast<pace::DriveEventKind>(event.kind), event.at, event.call, event.person, event.lasted});
  }
  step.idle = view.moment.idle;
  step.offered = view.moment.offered;
  step.talking = static_cast<int>(view.moment.talking.size());
  step.wrapping = static_cast<int>(view.moment.wrapping.size());
  step.ringing = static_cast<int>(view.moment.ringing.size());
  step.waiting = view.moment.waiting;
  step.answered = static_cast<std::int64_t>(view.moment.tally.answered);
  step.abandoned = static_cast<std::int64_t>(view.moment.tally.abandoned);
  return step;
}

std::string hello_line(const Scenario& scenario) {
  return fmt::format(
      R"({{"type":"hello","v":1,"target_abandon":{},"patience_s":{},"tick_s":1,"ring_timeout_s":{},"min_ring_before_cancel_s":{},"start_clock_s":32400,"duration_s":{},"max_lines":{}}})",
      static_cast<double>(scenario.target_abandon_millionths) / kMillionths, seconds(scenario.patience),
      seconds(*scenario.ring->timeout), seconds(scenario.min_ring_before_cancel), seconds(*scenario.duration),
      scenario.max_lines);
}

std::string step_line(const FloorView& view) {
  std::string events;
  for (const FloorEvent& event : view.events) {
    events += fmt::format(R"({}{{"k":"{}","t":{})", events.empty() ? "" : ",", word_of(event.kind),
                          seconds(event.at));
    if (event.call >= 0) events += fmt::format(R"(,"c":{})", event.call);
    if (event.person >= 0) events += fmt::format(R"(,"o":{})", event.person);
    events += fmt::format(R"(,"x":{}}})", seconds(event.lasted));
  }
  const pace::Moment& moment = view.moment;
  return fmt::format(
      R"({{"type":"step","t":{},"tick":{},"ev":[{}],"ops":{{"in":{},"idle":{},"offer":{},"talk":{},"wrap":{}}},)"
      R"("lines":{{"ringing":{},"queued":{}}},"tot":{{"launched":{},"live":{},"abandoned":{},"connected":0}}}})",
      seconds(view.now), view.tick, events, view.signed_in, moment.idle, moment.offered,
      moment.talking.size(), moment.wrapping.size(), moment.ringing.size(), moment.waiting, view.launched,
      moment.tally.answered, moment.tally.abandoned);
}

FloorOrders DrivenPolicy::decide(const FloorView& view) {
  pace::DriveStep step = step_of(view);
  std::vector<pace::DriveEvent> told = std::exchange(late_, {});
  for (const pace::DriveEvent& event : step.events) {
    const std::uint64_t drawn = random_.below(1000);
    if (drawn < lose) continue;
    if (drawn < lose + delay) {
      late_.push_back(event);
      continue;
    }
    told.push_back(event);
    if (drawn < lose + delay + repeat) told.push_back(event);
  }
  step.events = std::move(told);
  pace::QueueChoice chosen = drive_.step(step);
  return {chosen.launch, std::move(chosen.let_go)};
}

Sum sum_of(const Scenario& scenario, const ScenarioLog& log) {
  Sum sum;
  Milliseconds there{0};
  Milliseconds busy{0};
  const auto within = [&](const ScenarioSpan& span) {
    return std::min(span.end, *scenario.duration) - std::min(span.begin, *scenario.duration);
  };
  for (const ScenarioSpan& span : log.logged_in)
    there += within(span);
  for (const ScenarioSpan& span : log.busy)
    busy += within(span);
  std::int64_t abandoned = 0;
  for (const LoggedCall& call : log.calls) {
    sum.answers += call.answered ? 1 : 0;
    abandoned += call.abandoned() ? 1 : 0;
    if (call.cancelled) sum.least_let_go = std::min(sum.least_let_go, *call.ended - call.launched);
  }
  sum.launches = static_cast<std::int64_t>(log.calls.size());
  sum.utilisation =
      there.count() > 0 ? static_cast<double>(busy.count()) / static_cast<double>(there.count()) : 0;
  sum.abandoned = sum.answers > 0 ? static_cast<double>(abandoned) / static_cast<double>(sum.answers) : 0;
  return sum;
}

}  // namespace dialctl::bench
