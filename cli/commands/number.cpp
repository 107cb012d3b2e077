// number: telephone numbers of our own: caller ids, and numbers that customers dial (CB-16).
#include "cli/commands/nouns.h"
#include "cli/commands/number_words.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> add(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto settings = all.registry().load();
  if (!settings) return settings.error();
  auto project = maybe_project(in, settings.value());
  if (!project) return project.error();
  auto number = number_of(all, settings.value(), project.value(), in.text("number"));
  if (!number) return number.error();
  OwnNumber row{number.value(), project.value(), std::string{in.text("label")}};
  row.lines_max = static_cast<int>(in.integer("lines").value_or(0));
  if (in.given("calls-per-second")) {
    const auto rate = as_milli(in.text("calls-per-second"));
    if (!rate) return not_a_number(in.text("calls-per-second"));
    row.calls_per_second_milli = *rate;
  }
  auto done =
      all.registry().together([&] { return all.registry().put(row, change_of(in, all)); }, ending_of(in));
  if (!done) return done.error();
  in.note(row.number.text() + (in.dry_run() ? " would be ours" : " is ours") + std::string{in.dry_remark()});
  return ExitCode::done;
}

Result<ExitCode> remove(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto settings = all.registry().load();
  if (!settings) return settings.error();
  auto number = number_of(all, settings.value(), std::nullopt, in.text("number"));
  if (!number) return number.error();
  auto done = all.registry().together(
      [&] { return all.registry().remove_own_number(number.value(), change_of(in, all)); }, ending_of(in));
  if (!done) return done.error();
  in.note(number.value().text() + (in.dry_run() ? " would be removed" : " removed") +
          std::string{in.dry_remark()});
  return ExitCode::done;
}

Result<ExitCode> list(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  auto numbers = ports.value()->registry().own_numbers();
  if (!numbers) return numbers.error();
  Rows out = in.rows();
  for (const OwnNumber& one : numbers.value()) {
    if (!out.add({Cell{one.number.text()}, show_reference(one.project, settings.value().projects),
                  Cell{one.label}, Cell{one.lines_max}, Cell{from_milli(one.calls_per_second_milli)}}))
      break;
  }
  return out.finish();
}

Positional which() {
  return {.name = "number", .help = "as people write it, with its country code"};
}

}  // namespace

Noun number_noun() {
  return {.name = "number",
          .summary = "Telephone numbers of our own",
          .commands = {
              {.verb = "add",
               .summary = "Say that a number is ours; one that is known is changed",
               .examples = {{"dialctl number add '+380 44 123 45 67' --project shop --label hotline",
                             "customers dial it for the shop"}},
               .positionals = {which()},
               .flags = {{.name = "project",
                          .help = "whose it is; all",
                          .value_name = "NAME",
                          .value = {.complete = "project-name"}},
                         {.name = "label", .help = "a word for people", .value_name = "TEXT"},
                         {.name = "lines",
                          .help = "most calls at once that show it; 0 is unlimited",
                          .value_name = "COUNT",
                          .value = {.kind = ValueKind::integer, .least = 0, .most = 1'000'000}},
                         {.name = "calls-per-second",
                          .help = "most new calls a second that show it; 0 is unlimited",
                          .value_name = "NUMBER"},
                         reason_flag()},
               .access = Access::write,
               .run = add},
              {.verb = "list",
               .summary = "List them",
               .examples = {{"dialctl number list -o json", "for a program"}},
               .columns =
                   {{.name = "number", .help = "E.164"},
                    {.name = "project", .help = "empty: of all"},
                    {.name = "label", .help = "a word for people"},
                    {.name = "lines", .kind = CellKind::integer, .help = "most calls at once; 0: unlimited"},
                    {.name = "calls_per_second", .help = "most new calls a second; 0: unlimited"}},
               .shape = Shape::list,
               .access = Access::read,
               .run = list},
              {.verb = "remove",
               .summary = "It is not ours any more",
               .examples = {{"dialctl number remove +380441234567", "given back to the carrier"}},
               .positionals = {which()},
               .flags = {reason_flag()},
               .access = Access::write,
               .run = remove}}};
}

}  // namespace dialctl::cli
