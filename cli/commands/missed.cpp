// missed: inbound calls in which no operator spoke to the caller (IM-08).
#include <algorithm>
#include <fmt/format.h>

#include "cli/commands/missed_intake.h"
#include "cli/commands/missed_views.h"
#include "cli/commands/nouns.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> add(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  MissedBook& book = ports.missed_book();
  Rows out = in.rows(true);
  bool is_known = false;
  bool made_status = false;
  auto done = book.change(
      [&]() -> Result<void> {
        auto intake = MissedIntake::open(in, ports);
        if (!intake) return intake.error();
        auto taken = intake.value()->take(missed_words(in));
        if (!taken) return taken.error();
        is_known = taken.value().told_before;
        made_status = intake.value()->made_status();
        auto names = names_of_the_past(ports);
        if (!names) return names.error();
        MissedFilter filter;
        if (is_known) {
          filter.provider_call = in.text("call");
        } else {
          filter.id = book.newest();
        }
        return book.missed(
            filter, [&](const MissedLine& line) { return out.add(missed_cells(line, names.value())); });
      },
      ending_of(in));
  if (!done) return done.error();
  if (is_known) in.note(fmt::format("call '{}' is known already: nothing was changed", in.text("call")));
  tell_status(in, made_status);
  if (in.dry_run()) in.note("dry run: nothing was changed");
  return out.finish();
}

Result<ExitCode> list(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto names = names_of_the_past(ports);
  if (!names) return names.error();
  auto filter = missed_filter(in, ports, names.value());
  if (!filter) return filter.error();
  Rows out = in.rows();
  auto read = ports.missed_book().missed(
      filter.value(), [&](const MissedLine& line) { return out.add(missed_cells(line, names.value())); });
  if (!read) return read.error();
  return out.finish();
}

std::vector<Flag> add_flags() {
  std::vector<Flag> flags = missed_flags();
  const auto caller =
      std::find_if(flags.begin(), flags.end(), [](const Flag& flag) { return flag.name == "caller"; });
  caller->required = true;
  flags.push_back(print_id_flag());
  return flags;
}

}  // namespace

Noun missed_noun() {
  return {
      .name = "missed",
      .summary = "Missed calls, and what became of each",
      .commands = {
          {.verb = "add",
           .summary = "Take a missed call in, as a provider would tell it",
           .description = "The rules of callbacks judge it as they are now; what became of it is printed. "
                          "A call whose --call is known already changes nothing.",
           .examples = {{"dialctl missed add --caller +380441234567 --project shop --queue sales "
                         "--lost-in hold --waited 40s",
                         "a customer who gave up"},
                        {"dialctl missed add --caller +380441234567 --dialled +380440000009 --call 81c2 "
                         "--tried 'anna,boris;clara'",
                         "from a script of the phone server"}},
           .flags = add_flags(),
           .columns = missed_columns(),
           .shape = Shape::record,
           .access = Access::write,
           .run = add},
          {.verb = "list",
           .summary = "List missed calls, newest first",
           .examples = {{"dialctl missed list --where taking=no-rule --since yesterday",
                         "who was not called back, and why"}},
           .flags = {{.name = "since",
                      .help = "lost from this instant on",
                      .value_name = "WHEN",
                      .value = {.kind = ValueKind::instant}},
                     {.name = "before",
                      .help = "lost before this instant",
                      .value_name = "WHEN",
                      .value = {.kind = ValueKind::instant}}},
           .columns = missed_columns(),
           .shape = Shape::list,
           .access = Access::read,
           .listing = Listing::by_command,
           .where = missed_where(),
           .sort_keys = {"lost_at"},
           .run = list}}};
}

}  // namespace dialctl::cli
