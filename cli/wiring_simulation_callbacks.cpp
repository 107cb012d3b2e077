#include "cli/wiring_simulation_callbacks.h"

#include <algorithm>

#include "engine/run/missed_desk.h"

namespace dialctl::cli {
namespace {

constexpr std::int64_t kKnownMost = 100'000;  // calls to draw from, the last ones

}  // namespace

SimulatedCallbacks::SimulatedCallbacks(Ports& ports, memory::MemoryData& data, VirtualTime& time,
                                       std::uint64_t seed)
    : ports_(ports), data_(data), time_(time), random_(seed), rules_(data.settings) {
  std::vector<ZoneName> names;
  for (const Project& project : data.settings.projects)
    names.push_back(project.zone);
  for (const ScheduleSettings& schedule : data.settings.schedules)
    names.push_back(schedule.clock);
  for (const CallbackRule& rule : data.settings.rules)
    names.push_back(rule.zone);
  for (const ZoneName& name : names) {
    if (auto table = ports_.zones().find(name)) zones_.add(std::move(table).value());
  }
}

TaskId SimulatedCallbacks::record(const MissedTaken& taken) {
  data_.record(taken);
  return data_.callbacks.empty() ? TaskId{} : data_.callbacks.rbegin()->second;
}

Result<void> SimulatedCallbacks::take_over(Instant start) {
  std::vector<CallbackLine> open;
  CallbackFilter filter;
  filter.open = true;
  filter.oldest_first = true;
  auto listed = ports_.missed_book().callbacks(filter, [&](const CallbackLine& line) {
    open.push_back(line);
    return true;
  });
  if (!listed) return listed;
  for (const CallbackLine& line : open) {
    auto story = ports_.order_book().story(line.order);
    if (!story) return story.error();
    MissedFilter first;
    first.task = line.task;
    first.oldest_first = true;
    first.limit = 1;
    auto read = ports_.missed_book().missed(first, [&](const MissedLine& missed) {
      if (!story.value().order.numbers.empty()) take_over(line, missed.call, story.value().order, start);
      return true;
    });
    if (!read) return read;
  }
  return {};
}

void SimulatedCallbacks::take_over(const CallbackLine& line, const MissedCall& call, const Order& order,
                                   Instant start) {
  const OrderNumber& number = order.numbers.front();
  const Instant next_at = std::max(start, line.next_at);
  MissedTaken taken{call, std::string{to_text(Taking::task)}, line.rule, line.version, {}, start, "simulate"};
  taken.call.provider_call.clear();
  taken.start = MissedTaken::Start{order.status, number, next_at,
                                   line.phase == TaskPhase::blocked ? line.reason : std::string{}};
  const TaskId task = record(taken);
  if (line.tries == 0 || line.phase == TaskPhase::blocked) return;
  TaskMoved moved;
  moved.task = task;
  moved.next_at = next_at;
  moved.rounds_done = line.tries;
  moved.callee = {number.region, number.zones};
  moved.outcome = line.outcome;
  data_.record(moved);
}

Result<void> SimulatedCallbacks::draw(std::int64_t count, Instant start, Milliseconds length) {
  if (count <= 0) return {};
  MissedFilter newest;
  newest.limit = kKnownMost;
  auto read = ports_.missed_book().missed(newest, [&](const MissedLine& line) {
    known_.push_back(line.call);
    return true;
  });
  if (!read) return read;
  if (known_.empty())
    return Error{ErrorKind::usage, "simulate.no-missed",
                 "the database knows no missed call to draw others from",
                 "import some, as they were lost on a usual day: dialctl import missed FILE"};
  for (std::int64_t each = 0; each < count; ++each) {
    MissedCall call = known_[random_.below(known_.size())];
    call.id = {};
    call.provider_call.clear();
    call.lost_at = start + Milliseconds{random_.between(0, std::max<std::int64_t>(0, length.count() - 1))};
    time_.schedule(call.lost_at, [this, call] { lose(call); });
  }
  return {};
}

void SimulatedCallbacks::lose(MissedCall call) {
  ++missed_;
  MissedHeard heard{call, caller_number(ports_.numbers(), call.caller), {}, "simulate", {}};
  for (const ZoneName& name : heard.caller.zones) {
    if (auto table = ports_.zones().find(name)) zones_.add(std::move(table).value());
  }
  heard.known.blacklisted = ports_.missed_book().caller_known(call, time_.now()).blacklisted;
  const MissedJudged judged = judge_missed(rules_, zones_, heard, time_.now());
  if (judged.record.start) record(judged.record);
}

CallbackReport SimulatedCallbacks::report() const {
  CallbackReport report;
  report.missed = missed_;
  for (const auto& [id, task] : data_.tasks) {
    if (!task.callback) continue;
    ++report.callbacks;
    if (task.phase == TaskPhase::done && task.outcome && is_success(*task.outcome)) {
      ++report.reached;
    } else if (task.phase == TaskPhase::done || task.phase == TaskPhase::cancelled) {
      ++report.given_up;
    } else {
      ++report.open;
    }
  }
  return report;
}

}  // namespace dialctl::cli
