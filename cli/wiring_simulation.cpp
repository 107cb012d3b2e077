// The loop on virtual time: memory instead of the database, drawn people instead of a phone server.
#include <set>
#include <utility>

#include "adapters/memory/memory_data.h"
#include "adapters/memory/memory_store.h"
#include "adapters/virtual_time/silent_speech.h"
#include "adapters/virtual_time/virtual_provider.h"
#include "adapters/virtual_time/virtual_time.h"
#include "cli/simulation_report.h"
#include "cli/wiring.h"
#include "cli/wiring_simulation_callbacks.h"
#include "engine/decide/buttons.h"
#include "engine/decide/enter_status.h"
#include "engine/decide/mode_result.h"
#include "engine/run/loop.h"
#include "engine/run/order_book.h"

namespace dialctl::cli {
namespace {

// What waits of an order is taken over as if it had just entered its status: robot calls, a place in a line.
// False: nothing of that waits, but a callback.
bool take_over(const OrderStory& story, const Rulebook& rules, Instant start, memory::MemoryData& data) {
  Order order = story.order;
  StatusEntered entry{{}, order.status, start, "simulate", "", {}, {}};
  std::optional<TaskLine> place;
  for (const TaskLine& task : story.tasks) {
    const bool waits = task.phase == TaskPhase::ready || task.phase == TaskPhase::handed;
    if (waits && task.mode) {
      place = task;
      entry.line = line_of(order, *task.mode);
    } else if (waits && task.tmpl) {
      entry.start = start_of(rules, order, task.tmpl, start);
      entry.start->next_at = std::max(start, task.next_at);
    }
  }
  if (!entry.start && !entry.line) return false;
  const OrderId id = data.add_order(order, std::move(entry));
  if (!place) return true;
  TaskMoved moved;
  for (const auto& [task, row] : data.tasks) {
    if (row.order == id && row.place) moved.task = task;
  }
  moved.next_at = place->part == ModePart::unprocessed ? start : std::max(start, place->next_at);
  moved.rounds_done = place->rounds_done;
  moved.callee = {order.numbers.front().region, order.numbers.front().zones};
  moved.part = place->part;
  moved.auto_attempts = place->auto_attempts;
  moved.planned_at = place->planned_at;
  data.record(moved);
  return true;
}

Result<std::int64_t> take_over_orders(OrderBook& book, const Rulebook& rules, Instant start,
                                      memory::MemoryData& data) {
  std::int64_t count = 0;
  std::optional<Error> failed;
  OrderFilter waiting;
  waiting.state = OrderState::ready;
  auto listed = book.list(waiting, {}, [&](const OrderLine& line) {
    auto story = book.story(line.id);
    if (!story) {
      failed = story.error();
      return false;
    }
    count += take_over(story.value(), rules, start, data) ? 1 : 0;
    return true;
  });
  if (failed) return *failed;
  if (!listed) return listed.error();
  return count;
}

// Operators press a button some seconds after a conversation; which one is drawn, each as likely as the
// other.
class SeededButtons {
 public:
  SeededButtons(memory::MemoryData& data, VirtualTime& time, const ZoneSource& zones, std::uint64_t seed)
      : data_(data), time_(time), zones_(zones), random_(seed) {}

  // After each pass: whose result is wanted will press in a while.
  void look() {
    for (const auto& [id, round] : data_.rounds) {
      if (round.step != RoundStep::result_wanted || !seen_.insert({id, round.since}).second) continue;
      time_.schedule(time_.now() + Milliseconds{random_.between(3'000, 40'000)},
                     [this, who = id] { press(who); });
    }
  }

 private:
  void press(OperatorId who) {
    const auto round = data_.rounds.find(who);
    if (round == data_.rounds.end() || round->second.step != RoundStep::result_wanted) return;
    memory::MemoryStore store{data_};
    const auto task = store.task(round->second.task, time_.now());
    if (!task || !task->place) return;
    const Rulebook rules{data_.settings};
    const auto buttons = buttons_of(rules, rules.mode(task->order.project, task->place->mode));
    if (buttons.empty()) return;
    ZoneBook zones;
    for (const auto& number : task->order.numbers) {
      for (const auto& zone : number.zones) {
        if (auto table = zones_.find(zone)) zones.add(std::move(table).value());
      }
    }
    ModeResult result{buttons[random_.below(buttons.size())].name, {}, who, "simulate"};
    if (result.button == "callback") result.at = time_.now() + Minutes{random_.between(5, 240)};
    const auto records = record_result(rules, zones, *task, ResultMoment{round->second}, result, time_.now());
    if (!records) return;
    for (const Record& record : records.value())
      data_.record(record);
  }

  memory::MemoryData& data_;
  VirtualTime& time_;
  const ZoneSource& zones_;
  Random random_;
  std::set<std::pair<OperatorId, Instant>> seen_;
};

}  // namespace

Result<SimulationReport> StorePorts::simulate(const SimulationRequest& request) {
  auto settings = registry().load();
  if (!settings) return settings.error();
  memory::MemoryData data;
  data.set_settings(settings.value());
  const Rulebook rules{settings.value()};
  SimulationReport report;
  auto orders = take_over_orders(order_book(), rules, request.start, data);
  if (!orders) return orders.error();
  report.orders = orders.value();

  VirtualTime time{request.start};
  SimulatedCallbacks callbacks{*this, data, time, request.seed};
  if (auto taken = callbacks.take_over(request.start); !taken) return taken.error();
  if (auto drawn = callbacks.draw(request.missed, request.start, request.length); !drawn)
    return drawn.error();
  memory::MemoryStore store{data};
  SilentSpeech speech;
  PromptDesk prompts{speech, time};
  VirtualProviderOptions people;
  people.seed = request.seed;
  Providers providers{
      [&](const ProviderSettings& row, ProviderEventSink& sink) -> Result<std::unique_ptr<Provider>> {
        return std::unique_ptr<Provider>{std::make_unique<VirtualProvider>(row.id, time, sink, people)};
      },
      time};
  LoopOptions options;
  options.owner = "simulate";
  options.run_for = request.length;
  const auto& operators = data.settings.operators;
  const bool sessions = std::any_of(operators.begin(), operators.end(),
                                    [](const OperatorSettings& one) { return one.in_session; });
  // Nobody changes anything meanwhile but operators who record results, and callers who are lost.
  options.look_for_changes_every =
      sessions || request.missed > 0 ? Milliseconds{1'000} : Milliseconds{3'600'000};
  SeededButtons buttons{data, time, zones_, request.seed};
  const auto after_pass = [&buttons] { buttons.look(); };
  Loop loop{{time, time, store, providers, prompts, zones_, numbers(), {}, {}, after_pass, {}}, options};
  auto run = loop.run();
  if (!run) return run.error();
  report.run = run.value();
  for (const auto& [id, task] : data.tasks)
    report.orders_done += task.phase == TaskPhase::done && !task.callback ? 1 : 0;
  report.callbacks = callbacks.report();
  for (const auto& [id, end] : data.ends) {
    if (end.outcome == Outcome::delivered_operator) report.talk_seconds += end.conversation.count();
  }
  return report;
}

}  // namespace dialctl::cli
