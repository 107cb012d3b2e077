// event: the journal, what happened and why.
#include <chrono>
#include <thread>

#include "cli/commands/call_views.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"

namespace dialctl::cli {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};

EventFilter event_filter(const Invocation& in) {
  EventFilter filter;
  filter.since = in.instant("since");
  for (const Condition& condition : in.listing().where) {
    if (condition.key == "kind") filter.kind = condition.value;
    if (condition.key == "subject") filter.subject = condition.value;
  }
  filter.limit = in.listing().limit;
  return filter;
}

Result<ExitCode> list(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  EventFilter filter = event_filter(in);
  filter.before = in.instant("before");
  filter.newest_first = in.listing().sort && in.listing().sort->descending;
  Rows out = in.rows();
  CellRow cells;
  auto read = ports.value()->call_book().events(filter, [&](const EventLine& line) {
    fill_event(cells, line);
    return out.add(cells);
  });
  if (!read) return read.error();
  return out.finish();
}

// Ends when its reader leaves, with a signal, or after --limit events.
Result<ExitCode> follow(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  CallBook& book = ports.value()->call_book();
  EventFilter filter = event_filter(in);
  if (!filter.since) {
    auto last = book.last_event();
    if (!last) return last.error();
    filter.after = last.value();
  }
  Rows out = in.rows();
  CellRow cells;
  std::int64_t left = filter.limit.value_or(-1);
  for (bool more = true; more && left != 0;) {
    filter.limit = left;
    auto read = book.events(filter, [&](const EventLine& line) {
      filter.after = line.id;
      if (left > 0) --left;
      fill_event(cells, line);
      more = out.add(cells);
      return more;
    });
    if (!read) return read.error();
    if (auto flushed = out.flush(); !flushed) return flushed.error();
    if (more && left != 0) std::this_thread::sleep_for(kLookEvery);
  }
  return out.finish();
}

std::vector<WhereKey> keys() {
  return {{.name = "kind", .help = "this kind, or all that begin with it: import finds import.done"},
          {.name = "subject", .help = "about this: order:17"}};
}

}  // namespace

Noun event_noun() {
  const Flag since{.name = "since",
                   .help = "from this instant on",
                   .value_name = "WHEN",
                   .value = {.kind = ValueKind::instant}};
  return {.name = "event",
          .summary = "The journal: what happened and why",
          .commands = {
              {.verb = "list",
               .summary = "List events, oldest first",
               .examples = {{"dialctl event list --since -1h --where kind=operator", "who went on break"}},
               .flags = {since,
                         {.name = "before",
                          .help = "before this instant",
                          .value_name = "WHEN",
                          .value = {.kind = ValueKind::instant}}},
               .columns = event_columns(),
               .shape = Shape::list,
               .access = Access::read,
               .listing = Listing::by_command,
               .where = keys(),
               .sort_keys = {"event"},
               .run = list},
              {.verb = "follow",
               .summary = "Print events as they happen",
               .examples = {{"dialctl event follow -o ndjson | jq -r .detail", "for another program"}},
               .flags = {since},
               .columns = event_columns(),
               .shape = Shape::list,
               .access = Access::read,
               .listing = Listing::by_command,
               .where = keys(),
               .sort_keys = {"event"},
               .run = follow}}};
}

}  // namespace dialctl::cli
