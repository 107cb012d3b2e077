// report: what calls came to, added up (RB-10).
#include <map>
#include <tuple>

#include "cli/commands/call_views.h"
#include "cli/commands/nouns.h"
#include "cli/commands/order_words.h"
#include "cli/commands/project_clocks.h"

namespace dialctl::cli {
namespace {

struct Sum {
  std::int64_t calls = 0;
  std::int64_t conversations = 0;
  Seconds conversation{0};
  std::int64_t cost_micros = 0;
};
// Project, day on its clock, template, currency; what is not asked for is left empty.
using Key = std::tuple<ProjectId, std::string, TemplateId, std::string>;

class CostReport {
 public:
  CostReport(Invocation& in, Ports& ports, const dialctl::Settings& settings)
      : settings_(settings), by_(in.given("by") ? in.text("by") : "project"), clocks_(in, ports, settings) {}

  void add(const AttemptLine& line) {
    if (!line.outcome || *line.outcome == Outcome::not_placed) return;
    Key key{{}, "", {}, std::string{line.currency}};
    if (by_ == "project") std::get<0>(key) = line.project;
    if (by_ == "template") std::get<2>(key) = line.tmpl;
    if (by_ == "day") std::get<1>(key) = clocks_.day(line.project, line.started);
    Sum& sum = sums_[std::move(key)];
    sum.calls += 1;
    sum.conversations += line.conversation > Seconds{0} ? 1 : 0;
    sum.conversation += line.conversation;
    sum.cost_micros += line.cost_micros;
  }

  void print(Rows& out) const {
    for (const auto& [key, sum] : sums_) {
      const auto& [project, day, tmpl, currency] = key;
      if (!out.add({project ? Cell{project_name(settings_, project)} : Cell{},
                    day.empty() ? Cell{} : Cell{day}, tmpl ? Cell{template_name(settings_, tmpl)} : Cell{},
                    Cell{sum.calls}, Cell{sum.conversations}, Cell{sum.conversation},
                    Cell{Money{sum.cost_micros, 6}}, Cell{currency}}))
        return;
    }
  }

 private:
  const dialctl::Settings& settings_;
  std::string_view by_;
  ProjectClocks clocks_;
  std::map<Key, Sum> sums_;
};

Result<ExitCode> cost(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto past = ports.registry().load_past();
  if (!past) return past.error();
  auto filter = attempt_filter(in, ports, settings.value());
  if (!filter) return filter.error();
  CostReport report(in, ports, past.value());
  auto read = ports.call_book().attempts(filter.value(), [&](const AttemptLine& line) {
    report.add(line);
    return true;
  });
  if (!read) return read.error();
  Rows out = in.rows();
  report.print(out);
  return out.finish();
}

}  // namespace

Noun report_noun() {
  std::vector<Flag> flags = period_flags();
  flags.insert(flags.begin(),
               {.name = "by",
                .help = "a sum for each; project",
                .value_name = "WHAT",
                .value = {.kind = ValueKind::choice, .choices = {"project", "day", "template"}}});
  return {
      .name = "report",
      .summary = "What calls came to, added up",
      .commands = {
          {.verb = "cost",
           .summary = "What calls cost by the projects' prices",
           .description = "A conversation lasts from the customer's answer to the hang-up, and is rounded "
                          "up for each call to the project's increment. A day is one on the project's "
                          "clock, or of --tz.",
           .examples = {{"dialctl report cost --since -30d", "by project"},
                        {"dialctl report cost --by day --since 2026-11-01 -o csv", "for a spreadsheet"}},
           .flags = std::move(flags),
           .columns = {{.name = "project", .help = "by project"},
                       {.name = "day", .help = "by day"},
                       {.name = "template", .help = "by template"},
                       {.name = "calls", .kind = CellKind::integer, .help = "that were placed"},
                       {.name = "conversations", .kind = CellKind::integer, .help = "that were answered"},
                       {.name = "conversation", .kind = CellKind::seconds, .help = "answer to hang-up"},
                       {.name = "cost", .kind = CellKind::money, .help = "of all conversations"},
                       {.name = "currency", .help = "a sum for each"}},
           .shape = Shape::list,
           .access = Access::read,
           .run = cost}}};
}

}  // namespace dialctl::cli
