// limit: how often one number may be called, and within which hours at all (RT-02, SC-02).
#include "cli/commands/nouns.h"
#include "cli/declared/field.h"
#include "cli/declared/noun.h"
#include "engine/decide/legal_hours.h"
#include "engine/decide/limit_presets.h"
#include "engine/decide/schedule_text.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

template <class Work>
Result<ExitCode> change(Invocation& in, std::string_view done_word, Work work) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto done = all.registry().together([&]() -> Result<void> { return work(all); }, ending_of(in));
  if (!done) return done.error();
  in.note("region '" + std::string{in.text("region")} + "': " + std::string{done_word});
  return ExitCode::done;
}

NumberLimits preset_for(std::string_view region, Instant now) {
  const auto& preset = limit_preset_of(region, std::chrono::floor<std::chrono::days>(now));
  NumberLimits row{std::string{region}, preset.attempts_24h_max, preset.attempts_7d_max, preset.gap_min, ""};
  row.source = "24 h: " + std::string{preset.attempts_24h_source} +
               "; 7 d: " + std::string{preset.attempts_7d_source} +
               "; gap: " + std::string{preset.gap_source};
  return row;
}

Result<ExitCode> set(Invocation& in) {
  return change(in, "limits set", [&](Ports& all) -> Result<void> {
    auto settings = all.registry().load();
    if (!settings) return settings.error();
    NumberLimits row{std::string{in.text("region")}, 0, 0, Seconds{0}, "set by hand"};
    for (const auto& known : settings.value().number_limits) {
      if (known.region == row.region) row = known;
    }
    if (in.flag("preset")) row = preset_for(in.text("region"), in.now());
    if (const auto most = in.integer("attempts-24h")) row.attempts_per_24h = static_cast<int>(*most);
    if (const auto most = in.integer("attempts-7d")) row.attempts_per_7d = static_cast<int>(*most);
    if (const auto gap = in.duration("gap")) row.shortest_gap = std::chrono::ceil<Seconds>(*gap);
    return all.registry().put(row, change_of(in, all));
  });
}

Result<ExitCode> hours(Invocation& in) {
  auto parsed = parse_schedule(in.text("hours"));
  if (!parsed) return parsed.error();
  return change(in, "calling hours set", [&](Ports& all) {
    return all.registry().put(LegalWindow{std::string{in.text("region")}, std::string{in.text("hours")},
                                          std::string{in.text("reason")}},
                              change_of(in, all));
  });
}

Result<ExitCode> remove(Invocation& in) {
  return change(in, "back to what is built in", [&](Ports& all) -> Result<void> {
    auto settings = all.registry().load();
    if (!settings) return settings.error();
    bool found = false;
    const std::string region{in.text("region")};
    for (const auto& row : settings.value().number_limits) {
      if (row.region != region) continue;
      found = true;
      if (auto removed = all.registry().remove_number_limits(region, change_of(in, all)); !removed)
        return removed;
    }
    for (const auto& row : settings.value().legal_windows) {
      if (row.region != region) continue;
      found = true;
      if (auto removed = all.registry().remove_legal_window(region, change_of(in, all)); !removed)
        return removed;
    }
    if (found) return {};
    return Error{ErrorKind::not_found, "limit.not-set", "nothing is set for region '" + region + "'",
                 "dialctl limit list"};
  });
}

void add_row(Rows& out, std::string_view region, std::string_view origin, const NumberLimits& limits,
             std::string_view window, std::string_view source) {
  out.add({Cell{region}, Cell{origin}, Cell{limits.attempts_per_24h}, Cell{limits.attempts_per_7d},
           Cell{limits.shortest_gap}, Cell{window}, Cell{source}});
}

Result<ExitCode> list(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  Rows out = in.rows();
  for (const auto& row : settings.value().number_limits)
    add_row(out, row.region, "set", row, "", row.source);
  for (const auto& row : settings.value().legal_windows) {
    add_row(out, row.region, "set", {}, row.schedule_text, row.reason);
  }
  for (const auto& row : dialctl::legal_hours())
    add_row(out, row.region, "built-in", {}, row.hours, row.source);
  for (const auto& row : limit_presets()) {
    const NumberLimits preset = preset_for(row.region, in.now());
    add_row(out, row.region, "preset", preset, "", preset.source);
  }
  return out.finish();
}

Positional region() {
  return {.name = "region", .help = "two letters of the number's country, or * for all"};
}

}  // namespace

Noun limit_noun() {
  const Value count{.kind = ValueKind::integer, .least = 0, .most = 64};
  return {
      .name = "limit",
      .summary = "How often one number may be called, and within which hours at all",
      .commands = {
          {.verb = "list",
           .summary = "What is set, what is built in, and the presets that can be taken over",
           .examples = {{"dialctl limit list --columns region,hours,source", "where the hours come from"}},
           .columns =
               {{.name = "region", .help = "of the number; * is all others"},
                {.name = "origin", .help = "set, built-in, or preset: only an offer"},
                {.name = "attempts_24h",
                 .kind = CellKind::integer,
                 .help = "in any 24 hours; 0 is unlimited"},
                {.name = "attempts_7d", .kind = CellKind::integer, .help = "in any 7 days; 0 is unlimited"},
                {.name = "gap", .kind = CellKind::seconds, .help = "from one call to the next"},
                {.name = "hours", .help = "on the customer's clock"},
                {.name = "source", .help = "where the figures come from", .wide = true}},
           .shape = Shape::list,
           .access = Access::read,
           .run = list},
          {.verb = "set",
           .summary = "Limit the calls to one number, over all projects",
           .examples = {{"dialctl limit set '*' --attempts-24h 3 --gap 15m", "everywhere"},
                        {"dialctl limit set US --preset",
                         "take over the preset; limit list --columns source tells whence"}},
           .positionals = {region()},
           .flags = {{.name = "attempts-24h",
                      .help = "most in any 24 hours; 0 is unlimited",
                      .value_name = "COUNT",
                      .value = count},
                     {.name = "attempts-7d",
                      .help = "most in any 7 days; 0 is unlimited",
                      .value_name = "COUNT",
                      .value = count},
                     {.name = "gap",
                      .help = "shortest time between two",
                      .value_name = "LENGTH",
                      .value = {.kind = ValueKind::duration}},
                     {.name = "preset", .help = "begin with the preset of the region"},
                     reason_flag()},
           .access = Access::write,
           .run = set},
          {.verb = "hours",
           .summary = "Set the hours outside of which nobody is called; built in are 09:00-21:00",
           .examples = {{"dialctl limit hours DE --hours 'mon-sat 09:00-20:00' --reason 'our own rule'",
                         "narrower"}},
           .positionals = {region()},
           .flags = {{.name = "hours",
                      .help = "as in schedule add, on the customer's clock",
                      .value_name = "TEXT",
                      .required = true},
                     {.name = "reason",
                      .help = "why; kept in the journal",
                      .value_name = "TEXT",
                      .required = true}},
           .access = Access::write,
           .run = hours},
          {.verb = "remove",
           .summary = "Back to what is built in",
           .examples = {{"dialctl limit remove DE", "neither limits nor hours of its own"}},
           .positionals = {region()},
           .flags = {reason_flag()},
           .access = Access::write,
           .run = remove}}};
}

}  // namespace dialctl::cli
