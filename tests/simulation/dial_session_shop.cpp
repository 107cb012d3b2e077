#include "tests/simulation/dial_session_shop.h"

#include <algorithm>
#include <map>

#include "engine/decide/enter_status.h"

namespace dialctl::simulation {

Settings session_settings() {
  Settings settings = usual_settings();
  OrderStatusSettings in_line{kInLine, "in line", StatusMeaning::open, {}, {}, {}};
  in_line.mode = CallMode::new_order;
  settings.statuses.push_back(in_line);
  settings.statuses.push_back({kLost, "lost", StatusMeaning::cancelled, {}, {}, {}});
  ModeSettings& mode = mode_of(settings, kShop, CallMode::new_order);
  mode.attempts_max = 2;
  mode.when_used_up = kLost;
  mode.put_off_no_answer = Minutes{10};
  mode.result_limit = Seconds{30};
  return settings;
}

ModeSettings& mode_of(Settings& settings, ProjectId project, CallMode mode) {
  for (ModeSettings& row : settings.modes) {
    if (row.project == project && row.mode == mode) return row;
  }
  ModeSettings& row = settings.modes.emplace_back();
  row.project = project;
  row.mode = mode;
  return row;
}

OperatorSettings operator_in_session(int id, const std::string& name, const std::string& endpoint) {
  OperatorSettings one = operator_on(id, name, endpoint);
  one.in_session = true;
  one.access = {{kShop, CallMode::new_order}};
  return one;
}

OrderId add_in_line(CallCentre& centre, Order order, StatusId status) {
  order.status = status;
  order.created = centre.time.now();
  order.status_since = centre.time.now();
  const Rulebook rules{centre.data.settings};
  StatusEntered entry = first_entry(rules, order, {status, centre.time.now(), "import", ""});
  centre.first_orders.emplace_back(order, entry);
  return centre.data.add_order(std::move(order), std::move(entry));
}

const memory::TaskRow& place_of(const CallCentre& centre, OrderId order) {
  const memory::TaskRow* newest = nullptr;
  for (const auto& [id, task] : centre.data.tasks) {
    if (task.order == order && task.place) newest = &task;
  }
  DIALCTL_INVARIANT(newest != nullptr);
  return *newest;
}

bool record_result(CallCentre& centre, OrderId order, const ModeResult& result) {
  const Rulebook rules{centre.data.settings};
  ZoneBook zones;
  memory::MemoryStore store{centre.data};
  std::optional<DueTask> task;
  for (const auto& [id, row] : centre.data.tasks) {
    if (row.order == order && row.place) task = store.task(id, centre.time.now());
  }
  if (!task) return false;
  for (const auto& number : task->order.numbers) {
    for (const auto& zone : number.zones)
      zones.add(centre.zones.find(zone).value());
  }
  ResultMoment moment;
  for (const auto& [id, round] : centre.data.rounds) {
    if (round.task == task->id) moment.round = round;
  }
  const auto records = dialctl::record_result(rules, zones, *task, moment, result, centre.time.now());
  if (!records) return false;
  for (const Record& record : records.value()) {
    centre.data.record(record);
    centre.recorded.push_back(record);
  }
  return true;
}

namespace {

using Broken = std::vector<std::string>;

void operator_before_customer(const CallCentre& centre, Broken& broken) {
  for (const CallSeen* call : placed_without_operator(centre))
    broken.push_back("AD-02 " + to_text(call->leg) + " was placed without its operator on the line");
}

// By the records, in their order: a task is lent to one operator until it is moved, given back, or the lease
// ends.
void one_operator_for_an_order(const CallCentre& centre, Broken& broken) {
  struct Lent {
    OperatorId to;
    Instant until;
  };
  std::map<TaskId, Lent> lent;
  std::map<OperatorId, TaskId> rounds;
  for (const Record& record : centre.recorded) {
    if (const auto* handed = std::get_if<TaskHanded>(&record)) {
      const auto known = lent.find(handed->task);
      if (known != lent.end() && known->second.to != handed->operator_id)
        broken.push_back("CM-07 task " + std::to_string(handed->task.value) + " was handed to two operators");
      lent[handed->task] = {handed->operator_id, handed->until};
    } else if (const auto* moved = std::get_if<TaskMoved>(&record)) {
      lent.erase(moved->task);
    } else if (const auto* returned = std::get_if<TaskReturned>(&record)) {
      lent.erase(returned->task);
    } else if (const auto* ended = std::get_if<LeasesEnded>(&record)) {
      std::erase_if(lent, [&](const auto& row) { return row.second.until <= ended->now; });
    } else if (const auto* round = std::get_if<AgentRound>(&record)) {
      for (const auto& [other, task] : rounds) {
        if (other != round->operator_id && task == round->task)
          broken.push_back("CM-07 task " + std::to_string(task.value) + " is in two rounds");
      }
      rounds[round->operator_id] = round->task;
    } else if (const auto* over = std::get_if<AgentRoundOver>(&record)) {
      rounds.erase(over->operator_id);
    }
  }
}

void no_more_rounds_than_allowed(const CallCentre& centre, Broken& broken) {
  const Rulebook rules{centre.data.settings};
  for (const auto& [id, task] : centre.data.tasks) {
    if (!task.place) continue;
    const ProjectId project = centre.data.orders.at(task.order).order.project;
    const int most = rules.mode(project, task.place->mode).attempts_max;
    if (most > 0 && task.rounds_done > most)
      broken.push_back("CM-03 task " + std::to_string(id.value) + " had too many rounds");
  }
}

void no_session_is_stuck(const CallCentre& centre, Broken& broken) {
  for (const auto& [id, round] : centre.data.rounds) {
    if (round.step != RoundStep::result_wanted && centre.data.open.empty())
      broken.push_back("a round of operator " + std::to_string(id.value) + " is stuck in " +
                       std::string{to_text(round.step)});
  }
}

}  // namespace

std::vector<std::string> broken_session_invariants(const CallCentre& centre) {
  Broken broken = broken_invariants(centre);
  operator_before_customer(centre, broken);
  one_operator_for_an_order(centre, broken);
  no_more_rounds_than_allowed(centre, broken);
  no_session_is_stuck(centre, broken);
  return broken;
}

}  // namespace dialctl::simulation
