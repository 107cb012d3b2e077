// The loop on virtual time: memory instead of the database, drawn people instead of a phone server.
#include "adapters/memory/memory_data.h"
#include "adapters/memory/memory_store.h"
#include "adapters/virtual_time/silent_speech.h"
#include "adapters/virtual_time/virtual_provider.h"
#include "adapters/virtual_time/virtual_time.h"
#include "cli/simulation_report.h"
#include "cli/wiring.h"
#include "engine/decide/enter_status.h"
#include "engine/run/loop.h"
#include "engine/run/order_book.h"

namespace dialctl::cli {
namespace {

// Orders whose robot calls wait are taken over as if they had just entered their status.
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
    const TaskLine& task = story.value().tasks.back();
    Order order = story.value().order;
    StatusEntered entry{
        {}, order.status, start, "simulate", "", {}, start_of(rules, order, task.tmpl, start)};
    entry.start->next_at = std::max(start, task.next_at);
    data.add_order(std::move(order), std::move(entry));
    ++count;
    return true;
  });
  if (failed) return *failed;
  if (!listed) return listed.error();
  return count;
}

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
  options.look_for_changes_every = Milliseconds{3'600'000};
  Loop loop{{time, time, store, providers, prompts, zones_, {}, {}, {}, {}}, options};
  auto run = loop.run();
  if (!run) return run.error();
  report.run = run.value();
  for (const auto& [id, task] : data.tasks)
    report.orders_done += task.phase == TaskPhase::done ? 1 : 0;
  for (const auto& [id, end] : data.ends) {
    if (end.outcome == Outcome::delivered_operator) report.talk_seconds += end.conversation.count();
  }
  return report;
}

}  // namespace dialctl::cli
