#include "engine/decide/launch.h"

#include <algorithm>

#include "engine/decide/call_end.h"
#include "engine/decide/callback_round.h"
#include "engine/decide/prompts.h"
#include "engine/decide/retry.h"

namespace dialctl {
namespace {

constexpr Seconds kLifeBeyondRing{3600};
// Longer than a provider works on the request; then it is asked what has become of the call.
constexpr Seconds kAnswerToPlace{120};
constexpr Minutes kPutOffWithoutVoice{10};

bool is_of_the_moment(Gate gate) {
  return gate == Gate::provider_up || gate == Gate::lines || gate == Gate::call_rate ||
         gate == Gate::operators;
}

bool only_the_moment(const Verdict& verdict) {
  return std::all_of(verdict.gates.begin(), verdict.gates.end(),
                     [](const GateVerdict& gate) { return gate.pass || is_of_the_moment(gate.gate); });
}

// As `moment`, with nothing against the call: to ask when the lasting gates open.
DispatchMoment free_moment() {
  return {true, 0, 0, kFirstInstant, 1};
}

void move_task(Step& step, const DueTask& task, TaskMoved moved) {
  note_task_ready(step.world, task, moved);
  step.record(std::move(moved));
}

Launched put_off(Step& step, const DueTask& task, const NumberChoice& choice) {
  const auto* blocker = choice.verdict.first_blocker();
  const std::string reason{blocker != nullptr ? to_text(blocker->gate) : "number-usable"};
  if (choice.opens_at) {
    auto moved =
        deferred(*step.world.rules, step.world.zones, task, std::max(*choice.opens_at, step.now), reason);
    moved.next_at = std::max(moved.next_at, step.now + Milliseconds{1});
    move_task(step, task, std::move(moved));
    return Launched::moved;
  }
  const bool used_up = blocker != nullptr && blocker->gate == Gate::attempts_left;
  if (task.number_index > 0 || used_up) {  // what is left of the round can never be called: it is over
    auto after = round_without_call(*step.world.rules, step.world.zones, task, step.now);
    move_task(step, task, after.moved);
    if (after.enters_status) enter(step, task.order, *after.enters_status, "robot", "attempts used up");
    return Launched::moved;
  }
  auto moved = deferred(*step.world.rules, step.world.zones, task, step.now, reason);
  moved.phase = TaskPhase::blocked;
  step.record(std::move(moved));
  return Launched::moved;
}

AttemptIntent intent_for(Step& step, const DueTask& task, const Project& project,
                         const NumberChoice& choice) {
  const World& world = step.world;
  const OrderNumber& number = task.numbers[static_cast<std::size_t>(choice.index)].number;
  const CallbackRule* rule = rule_of(*world.rules, task);
  Route route = route_of(*world.rules, project, task);
  DIALCTL_INVARIANT(route.provider != nullptr);  // the gate provider-up has let it through
  AttemptIntent intent{step.world.attempt_ids.next(step.now),
                       task.id,
                       task.order.id,
                       project.id,
                       task.tmpl,
                       route.provider->id,
                       number.number,
                       std::move(route.caller_id),
                       task.rounds_done + 1,
                       step.now,
                       {},
                       number.origin,
                       {},
                       gates_text(choice.verdict),
                       world.rules->settings().version,
                       world.blacklist_version};
  if (task.callback) {
    intent.rule = task.callback->rule;
    intent.rule_version = rule != nullptr ? rule->version : task.callback->version;
  }
  for (const auto& zone : number.zones)
    intent.zone += (intent.zone.empty() ? "" : ",") + zone;
  if (const ZoneTable* zone = number.zones.empty() ? nullptr : world.zones.find(number.zones.front())) {
    intent.local_time = to_iso(to_local(step.now, *zone));
  }
  return intent;
}

void take_rates(Step& step, const Project& project, ProviderId provider, const std::string& caller_id,
                OperatorNeed need) {
  World& world = step.world;
  world.rate.take(step.now);
  world.providers[provider].rate.take(step.now);
  world.project_rates[project.id].take(step.now);
  world.caller_id_rates[caller_id].take(step.now);
  if (need != OperatorNeed::never && project.queue) world.queues[*project.queue].rate.take(step.now);
}

}  // namespace

LiveCall& call_now(Step& step, DueTask& task, const Project& project, const NumberChoice& choice,
                   std::shared_ptr<const CompiledTemplate> tmpl, Moments& moments,
                   std::optional<OperatorId> agent) {
  const bool begins_round = task.number_index <= std::max(0, usable_number(task, 0));
  task.number_index = choice.index;
  if (choice.index == 0 || task.round_began == Instant{}) task.round_began = step.now;
  AttemptIntent intent = intent_for(step, task, project, choice);
  intent.agent = agent;
  if (task.place) {
    intent.mode = task.place->mode;
    if (begins_round) intent.planned_at = task.place->planned_at;
  }
  take_rates(step, project, intent.provider, intent.caller_id, tmpl->need);
  LiveCall made{intent, task};
  made.task.phase = TaskPhase::live;
  made.keep_rules(step.world.rules);
  made.tmpl = std::move(tmpl);
  made.placing = true;
  LiveCall& call = step.world.calls.add(std::move(made));
  moments.note_call(call);
  watch_window(step, call);
  set_timer(step.world, call, TimerKind::event_overdue, step.now + kAnswerToPlace);
  step.command(
      intent.provider,
      Place{call.customer_leg(), intent.number.text(), intent.caller_id, call.tmpl->settings.ring_limit,
            call.tmpl->settings.ring_limit + kLifeBeyondRing, call.tmpl->settings.detect_machine});
  if (!intent.rule) note_contact(step, intent.number, false, "attempt:" + to_text(intent.id));
  step.record(IntentMade{std::move(intent)});
  return call;
}

NumberChoice choose_number(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                           const DispatchMoment& moment, Instant now) {
  NumberChoice choice;
  bool judged = false;
  for (int index = std::max(0, task.number_index); index < static_cast<int>(task.numbers.size()); ++index) {
    Verdict verdict = eligibility(rules, zones, task, index, moment, now);
    if (verdict.pass() || only_the_moment(verdict)) return {index, verdict, std::nullopt};
    const auto opens = next_callable(rules, zones, task, index, free_moment(), now);
    if (opens && (!choice.opens_at || *opens < *choice.opens_at)) choice.opens_at = opens;
    if (!judged) choice.verdict = verdict;
    judged = true;
  }
  if (!judged) choice.verdict = eligibility(rules, zones, task, -1, moment, now);
  return choice;
}

void note_open_attempts(const World& world, DueTask& task) {
  const bool order_is_called = world.calls.has(task.order.id);
  for (NumberFacts& facts : task.numbers) {
    if (order_is_called || world.calls.has(facts.number.number)) facts.open_attempt = true;
  }
  for (const auto& [id, call] : world.unknown) {
    for (NumberFacts& facts : task.numbers) {
      const bool same_order = call.intent.order == task.order.id;
      if (same_order || facts.number.number == call.intent.number) facts.open_attempt = true;
    }
  }
}

void watch_window(Step& step, LiveCall& call) {
  const Project* project = step.world.rules->project(call.intent.project);
  const auto dialled =
      std::find_if(call.task.numbers.begin(), call.task.numbers.end(),
                   [&](const NumberFacts& facts) { return facts.number.number == call.intent.number; });
  if (project == nullptr || dialled == call.task.numbers.end()) return;
  const auto hours = hours_that_hold(*step.world.rules, step.world.zones, *project,
                                     {dialled->number.region, dialled->number.zones}, step.now,
                                     rule_of(*step.world.rules, call.task));
  const bool open = hours.zone_known && is_open(hours.all, step.now);
  const auto closes = open ? closing(hours.all, step.now) : std::optional{step.now};
  if (closes) set_timer(step.world, call, TimerKind::window_closes, *closes);
}

Launched launch(Step& step, DueTask& task, Moments& moments) {
  World& world = step.world;
  const Project* project = world.rules->project(task.order.project);
  const auto tmpl = world.rules->tmpl(task.tmpl);
  const OperatorNeed need = tmpl ? tmpl->need : OperatorNeed::never;
  const auto moment = project != nullptr ? moments.of(*project, route_of(*world.rules, *project, task), need)
                                         : DispatchMoment{};
  const NumberChoice choice = choose_number(*world.rules, world.zones, task, moment, step.now);
  if (choice.index < 0) return put_off(step, task, choice);
  DIALCTL_INVARIANT(project != nullptr && tmpl != nullptr);

  if (world.failed_prompts.contains(task.id)) {
    auto moved = deferred(*world.rules, world.zones, task, step.now + kPutOffWithoutVoice, "template-usable");
    move_task(step, task, std::move(moved));
    world.failed_prompts.erase(task.id);
    return Launched::moved;
  }
  TaskPrompts prompts;
  if (has_sounds(*tmpl, *project)) {
    const auto at_hand = world.prompts.find(task.id);
    if (at_hand == world.prompts.end()) request_prompts(step, task, *tmpl);
    if (!choice.verdict.pass()) return Launched::waits;
    auto taken = take_prompts(world, task.id);
    if (!taken) return Launched::waits;
    prompts = std::move(*taken);
  }
  if (!choice.verdict.pass()) return Launched::waits;
  LiveCall& call = call_now(step, task, *project, choice, tmpl, moments);
  call.message = std::move(prompts.message);
  call.replies = std::move(prompts.replies);
  return Launched::called;
}

}  // namespace dialctl
