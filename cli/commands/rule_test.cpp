#include "cli/commands/rule_test.h"

#include <fmt/format.h>
#include <set>

#include "cli/commands/missed_words.h"
#include "cli/commands/row_intake.h"
#include "engine/decide/callback_rules.h"

namespace dialctl::cli {
namespace {

constexpr std::size_t kRefusalsTold = 20;

struct Verdict {
  std::string caller;
  std::string rule;
  Taking what = Taking::no_rule;
  std::uint64_t line = 0;
  Instant lost_at;
};

// Judges missed calls as they would be on an empty day: nothing paused, nobody listed, no callback open.
class RuleTest {
 public:
  RuleTest(Invocation& in, Ports& ports, const dialctl::Settings& settings)
      : in_(in), ports_(ports), rules_(settings), reader_(ports, settings, in.now(), in.zone()) {
    for (const ScheduleSettings& schedule : settings.schedules)
      know(schedule.clock);
    for (const Project& project : settings.projects)
      know(project.zone);
    for (const CallbackRule& rule : settings.rules)
      know(rule.zone);
  }

  Result<void> judge(const MissedWords& words) {
    auto call = reader_.read(words);
    if (!call) return call.error();
    LossFacts facts{&call.value(), ports_.numbers().zones_of(call.value().caller), nullptr};
    if (call.value().operator_id) facts.owner = find(rules_.settings().operators, *call.value().operator_id);
    for (const ZoneName& zone : facts.zones)
      know(zone);
    const Taken taken = take(rules_, zones_, facts, OpenWorld{});
    verdicts_.push_back({call.value().caller.text(), taken.rule != nullptr ? taken.rule->name : "",
                         taken.what, words.line, call.value().lost_at});
    return {};
  }

  // A row that is refused is told and passed over.
  Result<void> judge_file(RowSource& source) {
    Progress progress = in_.progress("testing", std::nullopt);
    Row row;
    for (std::int64_t done = 0;; progress.at(++done)) {
      auto more = source.next(row);
      if (!more) return more.error();
      if (!more.value()) return {};
      if (row.problem) {
        refuse(*row.problem);
      } else if (auto judged = judge(missed_words(row, source.columns())); !judged) {
        refuse(judged.error());
      }
    }
  }

  Result<ExitCode> tell() {
    Rows out = in_.rows();
    for (const Verdict& verdict : verdicts_) {
      const Cell line = verdict.line == 0 ? Cell{} : Cell{verdict.line};
      if (!out.add({Cell{verdict.caller}, Cell{verdict.rule}, Cell{to_text(verdict.what)},
                    Cell{verdict.lost_at}, line}))
        break;
    }
    if (refused_ > kRefusalsTold)
      in_.note(fmt::format("{} more rows were refused", refused_ - kRefusalsTold));
    if (refused_ == 0) return out.finish();
    return out.finish(verdicts_.empty() ? ExitCode::usage : ExitCode::partly);
  }

 private:
  void know(const ZoneName& name) {
    if (name.empty() || !seen_.insert(name).second) return;
    if (auto table = ports_.zones().find(name)) zones_.add(std::move(table).value());
  }
  void refuse(const Error& error) {
    if (++refused_ <= kRefusalsTold) in_.complain(error);
  }

  Invocation& in_;
  Ports& ports_;
  Rulebook rules_;
  MissedReader reader_;
  ZoneBook zones_;
  std::set<ZoneName> seen_;
  std::vector<Verdict> verdicts_;
  std::size_t refused_ = 0;
};

void tell_shadowed(Invocation& in, const dialctl::Settings& settings) {
  for (const Shadowed& one : shadowed(settings.rules)) {
    const auto* rule = find(settings.rules, one.rule);
    const auto* by = find(settings.rules, one.by);
    if (rule == nullptr || by == nullptr) continue;
    in.note(fmt::format("rule '{}' can never take a call: '{}' above it takes all of them", rule->name,
                        by->name));
  }
}

void tell_passed_over(Invocation& in, const RowSource& source) {
  const auto others = columns_passed_over(source.columns());
  if (!others.empty()) in.note(fmt::format("columns that were not read: {}", fmt::join(others, ", ")));
}

Result<void> judge_all(Invocation& in, Ports& ports, RuleTest& test) {
  if (!in.given("file")) return test.judge(missed_words(in));
  auto source = ports.row_files().open(row_file_of(in));
  if (!source) return source.error();
  if (auto judged = test.judge_file(*source.value()); !judged) return judged;
  tell_passed_over(in, *source.value());
  return {};
}

// A file, or the flags of one call.
Result<void> check_one_way(const Invocation& in) {
  for (const Flag& flag : missed_flags()) {
    if (in.given("file") && in.given(flag.name))
      return Error{ErrorKind::usage, "rule.test-what", fmt::format("--{} beside a file", flag.name),
                   "give a file of missed calls, or the flags of one"};
  }
  if (in.given("file") || in.given("caller")) return {};
  return Error{ErrorKind::usage, "rule.test-what", "neither a file nor a caller is given",
               "dialctl rule test FILE, or dialctl rule test --caller NUMBER"};
}

Result<ExitCode> test(Invocation& in) {
  if (auto right = check_one_way(in); !right) return right.error();
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  RuleTest work(in, ports, settings.value());
  if (auto judged = judge_all(in, ports, work); !judged) return judged.error();
  tell_shadowed(in, settings.value());
  return work.tell();
}

}  // namespace

Command rule_test_command() {
  Command command{
      .verb = "test",
      .summary = "Which rule would take a missed call, or each of a file",
      .description =
          "Columns of a file: caller, dialled, project, queue, operator, group, site, scenario, tags, "
          "lost_in, "
          "waited, lost_at, call, phases; those that are missing are not told. A row that cannot be read is "
          "told on stderr "
          "and "
          "passed over; the exit code is 3 then. Nothing is kept. Open callbacks and the blacklist are not "
          "looked at. Rules that can never take a call are told on stderr.",
      .examples = {{"dialctl rule test --caller +380441234567 --queue sales --waited 20s", "one call"},
                   {"dialctl rule test missed.csv --where taking=no-rule",
                    "those that nobody would call back"}},
      .positionals = {{.name = "file",
                       .help = "CSV, JSON or JSON lines; - is standard input",
                       .value = {.kind = ValueKind::path},
                       .required = false}},
      .flags = missed_flags(),
      .columns = {{.name = "caller", .help = "E.164"},
                  {.name = "rule", .help = "the first that takes it; empty: none does"},
                  {.name = "taking",
                   .help = "task, or why no callback is made: no-rule, short-wait, no-project"},
                  {.name = "lost_at", .kind = CellKind::instant, .help = "when", .wide = true},
                  {.name = "line", .kind = CellKind::integer, .help = "of the file", .wide = true}},
      .shape = Shape::list,
      .access = Access::read,
      .where = {{.name = "rule", .help = "this one"}, {.name = "taking", .help = "this answer"}},
      .run = test};
  command.flags.push_back({.name = "format",
                           .help = "without it: by the name's end, else csv",
                           .value_name = "FORMAT",
                           .value = {.kind = ValueKind::choice, .choices = {"csv", "json", "ndjson"}}});
  return command;
}

}  // namespace dialctl::cli
