// explain: why an order is called now, or is not (RN-07). The same judgement as the loop's.
#include "cli/commands/nouns.h"
#include "cli/declared/field.h"
#include "cli/invocation.h"
#include "engine/decide/launch.h"
#include "engine/decide/moments.h"
#include "engine/decide/ranking.h"
#include "engine/model/settings_text.h"
#include "engine/run/order_book.h"
#include "engine/run/seen_world.h"

namespace dialctl::cli {
namespace {

Cell when(Gate gate, const GateVerdict& verdict) {
  if (verdict.pass && verdict.limit == 0) return Cell{};
  if (gate == Gate::retry_due || gate == Gate::call_rate || gate == Gate::abandoned_lock) return Cell{};
  return Cell{verdict.measured};
}

NestedRows gates_of(const Verdict& verdict) {
  NestedRows rows;
  rows.columns = {{.name = "gate", .help = "which"},
                  {.name = "pass", .kind = CellKind::boolean, .help = "whether it lets the call through"},
                  {.name = "measured", .kind = CellKind::integer, .help = "the number behind it"},
                  {.name = "limit", .kind = CellKind::integer, .help = "what it is held against"},
                  {.name = "opens_at", .kind = CellKind::instant, .help = "when it opens by time alone"}};
  for (const GateVerdict& gate : verdict.gates) {
    const Cell measured = when(gate.gate, gate);
    rows.rows.push_back({Cell{std::string{to_text(gate.gate)}}, Cell{gate.pass}, measured,
                         measured.is_null() || gate.limit == 0 ? Cell{} : Cell{gate.limit},
                         Cell{gate.opens_at}});
  }
  return rows;
}

Result<DueTask> newest_task(Invocation& in, Ports& ports, Instant at) {
  auto id = ports.order_book().resolve(in.text("order"));
  if (!id) return id.error();
  auto story = ports.order_book().story(id.value());
  if (!story) return story.error();
  if (story.value().tasks.empty()) {
    return Error{ErrorKind::not_found, "order.no-task", "no calls were started for this order",
                 "dialctl robot start, or a status with a template or a call mode"};
  }
  auto task = ports.store().task(story.value().tasks.back().id, at);
  DIALCTL_INVARIANT(task.has_value());
  return std::move(*task);
}

// By the ranking of order line and of the loop.
Cell line_key(const Rulebook& rules, const DueTask& task, Instant now) {
  if (!task.place) return {};
  Bucket bucket;
  bucket.id = task.bucket;
  bucket.project = task.order.project;
  bucket.priority = task.order.priority;
  bucket.line = ModeLine{task.place->mode, task.place->part, task.order.owner};
  const InLine in_line{task.id,
                       task.order.id,
                       task.bucket,
                       task.next_at,
                       task.place->entered,
                       task.place->auto_attempts,
                       task.place->place_key,
                       task.place->planned_at};
  const auto key = Ranking(rules, now).key_of(bucket, in_line);
  return key ? Cell{to_text(*key)} : Cell{};
}

Result<ExitCode> explain(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  ports.store().begin_pass();
  const Instant now = in.instant("at").value_or(in.now());
  auto task = newest_task(in, ports, now);
  if (!task) return task.error();
  DueTask& due = task.value();
  const auto rulebook = std::make_shared<const Rulebook>(ports.store().load_settings());
  const Rulebook& rules = *rulebook;
  ZoneBook zones;
  const auto know = [&](const ZoneName& name) {
    if (auto table = ports.zones().find(name)) zones.add(std::move(table).value());
  };
  const Project* project = rules.project(due.order.project);
  if (project != nullptr) know(project->zone);
  for (const auto& schedule : rules.settings().schedules)
    know(schedule.clock);
  for (const auto& facts : due.numbers) {
    for (const auto& zone : facts.number.zones)
      know(zone);
  }
  const auto tmpl = rules.tmpl(due.tmpl);
  const auto need = tmpl ? tmpl->need : OperatorNeed::never;
  const World world = seen_world(ports.store(), rulebook, now);
  note_open_attempts(world, due);
  Moments moments(world, now);
  const auto moment =
      project != nullptr ? moments.of(*project, route_of(rules, *project, due), need) : DispatchMoment{};
  const NumberChoice choice = choose_number(rules, zones, due, moment, now);
  const auto* blocker = choice.verdict.first_blocker();
  const auto index =
      static_cast<std::size_t>(std::max(0, choice.index >= 0 ? choice.index : due.number_index));
  Rows out = in.rows(true);
  out.add({Cell{due.order.id.value}, Cell{due.order.external_id}, Cell{blocker == nullptr},
           blocker != nullptr ? Cell{to_text(blocker->gate)} : Cell{},
           blocker == nullptr ? Cell{now} : Cell{choice.opens_at},
           index < due.numbers.size() ? Cell{due.numbers[index].number.number.text()} : Cell{},
           due.place ? Cell{to_text(due.place->mode)} : Cell{},
           due.place ? Cell{to_text(due.place->part)} : Cell{}, line_key(rules, due, now),
           Cell{gates_of(choice.verdict)}});
  ports.store().roll_back();
  return out.finish();
}

}  // namespace

Noun explain_noun() {
  return {
      .name = "explain",
      .summary = "Why an order is called now, or is not",
      .commands = {
          {.summary = "Every gate with pass or fail and the number behind it",
           .examples = {{"dialctl explain shop/1042", "the order 1042 of project shop"},
                        {"dialctl explain shop/1042 --at 2026-12-31T20:00:00Z", "and at another time"},
                        {"dialctl explain shop/1042 --json | jq -r '.gates[]|select(.pass|not).gate'",
                         "only what is in the way"}},
           .positionals = {{.name = "order", .help = "its id, or PROJECT/EXTERNAL-ID"}},
           .flags = {{.name = "at",
                      .help = "judge this instant; now",
                      .value_name = "TIME",
                      .value = {.kind = ValueKind::instant}}},
           .columns =
               {{.name = "order", .kind = CellKind::integer, .help = "its id"},
                {.name = "external_id", .help = "the shop's own"},
                {.name = "callable", .kind = CellKind::boolean, .help = "whether it would be called"},
                {.name = "first_blocker", .help = "the first gate that refuses"},
                {.name = "callable_at", .kind = CellKind::instant, .help = "when; empty: not by time alone"},
                {.name = "number", .help = "that would be dialled"},
                {.name = "mode", .help = "the call mode in whose line it stands"},
                {.name = "part", .help = "unprocessed, no-answer or planned-callback"},
                {.name = "key", .help = "the ranking's key that decides its place; empty: not due"},
                {.name = "gates", .kind = CellKind::rows, .help = "each of them"}},
           .shape = Shape::record,
           .access = Access::plan,
           .run = explain}}};
}

}  // namespace dialctl::cli
