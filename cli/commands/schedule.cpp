// schedule: when calling is open (SC-01 to SC-06).
#include "engine/decide/schedule.h"

#include "cli/commands/nouns.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"
#include "engine/decide/schedule_text.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct Schedules {
  using Row = ScheduleSettings;
  static constexpr std::string_view kNoun = "schedule";
  static const std::vector<Row>& rows(const All& settings) { return settings.schedules; }
  static const std::vector<Field<Row>>& fields();
  static Result<void> check(const Row& row, const All& settings, Ports& ports);
};

const std::vector<Field<ScheduleSettings>>& Schedules::fields() {
  using R = ScheduleSettings;
  static const std::vector<Field<R>> all{
      text_field<&R::text>("hours", "TEXT", "e.g. mon-fri 09:00-21:00, sat 10:00-16:00, 2026-12-31 closed",
                           Shown::always),
      text_field<&R::clock>("clock", "CLOCK", "whose clock: customer, project, or a zone's name",
                            Shown::always),
  };
  return all;
}

Result<void> Schedules::check(const Row& row, const All&, Ports& ports) {
  if (row.text.empty()) {
    return Error{ErrorKind::usage, "schedule.empty", "a schedule needs hours",
                 "add --hours 'mon-fri 09:00-21:00'"};
  }
  if (auto parsed = parse_schedule(row.text); !parsed) return parsed.error();
  auto clock = parse_clock(row.clock);
  if (!clock) return clock.error();
  if (clock.value().kind != ClockKind::fixed) return {};
  if (auto zone = ports.zones().find(clock.value().fixed_zone); !zone) return zone.error();
  return {};
}

struct Reading {
  OpenHours hours;
  std::shared_ptr<const ZoneTable> zone;
};

// The schedule on the clock that --in names; schedules of a fixed zone need none.
Result<Reading> reading_of(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const auto* row = find_named(settings.value().schedules, in.text("name"));
  if (row == nullptr) return no_such("schedule", in.text("name"));
  auto parsed = parse_schedule(row->text);
  if (!parsed) return parsed.error();
  auto clock = parse_clock(row->clock);
  if (!clock) return clock.error();
  const bool fixed = clock.value().kind == ClockKind::fixed;
  if (!fixed && !in.given("in")) {
    return Error{ErrorKind::usage, "schedule.no-zone",
                 "schedule '" + row->name + "' is read on the " + row->clock + "'s clock",
                 "add --in Europe/Kyiv"};
  }
  auto zone = ports.value()->zones().find(fixed ? clock.value().fixed_zone : std::string{in.text("in")});
  if (!zone) return zone.error();
  return Reading{OpenHours{parsed.value()}, zone.value()};
}

Result<ExitCode> next(Invocation& in) {
  auto reading = reading_of(in);
  if (!reading) return reading.error();
  const auto& [hours, zone] = reading.value();
  Rows out = in.rows();
  Instant from = in.now();
  for (std::int64_t left = in.integer("count").value_or(5); left > 0; --left) {
    const auto opens = next_opening(hours, *zone, from);
    if (!opens) break;
    const Instant closes = closing(hours, *zone, *opens).value_or(kFirstRefusedInstant);
    if (!out.add(
            {Cell{*opens}, Cell{closes}, Cell{local_iso(*zone, *opens)}, Cell{local_iso(*zone, closes)}}))
      break;
    from = closes;
  }
  return out.finish();
}

Result<ExitCode> test(Invocation& in) {
  auto reading = reading_of(in);
  if (!reading) return reading.error();
  const auto& [hours, zone] = reading.value();
  const Instant at = in.instant("at").value_or(in.now());
  const bool open = is_open(hours, *zone, at);
  Rows out = in.rows();
  const auto opens = open ? std::optional{at} : next_opening(hours, *zone, at);
  out.add({Cell{at}, Cell{local_iso(*zone, at)}, Cell{open},
           Cell{open ? closing(hours, *zone, at) : std::nullopt}, Cell{opens}});
  return out.finish(open ? ExitCode::done : ExitCode::refused);
}

Positional which() {
  return {.name = "name", .help = "its name", .value = {.complete = "schedule-name"}};
}
Flag in_zone() {
  return {.name = "in", .help = "the zone to read it in", .value_name = "ZONE"};
}

}  // namespace

Noun schedule_noun() {
  Noun noun{.name = "schedule",
            .summary = "When calling is open",
            .commands = declared_commands<Schedules>(
                "Add a schedule",
                {{"dialctl schedule add office --hours 'mon-fri 09:00-18:00, 2026-12-31 closed'",
                  "read on each customer's own clock"}},
                "schedule-name"),
            .completers = {{"schedule-name", names_of<Schedules>}}};
  noun.commands.push_back(
      {.verb = "next",
       .summary = "The next openings",
       .examples = {{"dialctl schedule next office --in Asia/Omsk --count 3", "for a customer in Omsk"}},
       .positionals = {which()},
       .flags = {{.name = "count",
                  .help = "how many",
                  .value_name = "COUNT",
                  .value = {.kind = ValueKind::integer, .least = 1, .most = 1000}},
                 in_zone()},
       .columns = {{.name = "opens", .kind = CellKind::instant, .help = "UTC"},
                   {.name = "closes", .kind = CellKind::instant, .help = "UTC"},
                   {.name = "opens_there", .help = "on the clock of the zone"},
                   {.name = "closes_there", .help = "on the clock of the zone"}},
       .shape = Shape::list,
       .access = Access::read,
       .run = next});
  noun.commands.push_back(
      {.verb = "test",
       .summary = "Whether it is open at an instant; exit 7 when closed",
       .examples = {{"dialctl schedule test office --in Europe/Kyiv --at 2026-12-31T10:00:00Z",
                     "on New Year's Eve"}},
       .positionals = {which()},
       .flags = {{.name = "at",
                  .help = "the instant; now",
                  .value_name = "TIME",
                  .value = {.kind = ValueKind::instant}},
                 in_zone()},
       .columns = {{.name = "at", .kind = CellKind::instant, .help = "UTC"},
                   {.name = "there", .help = "on the clock of the zone"},
                   {.name = "open", .kind = CellKind::boolean, .help = "whether it is open"},
                   {.name = "closes", .kind = CellKind::instant, .help = "the end of this window"},
                   {.name = "opens", .kind = CellKind::instant, .help = "at, or the next opening"}},
       .shape = Shape::record,
       .access = Access::read,
       .run = test});
  return noun;
}

}  // namespace dialctl::cli
