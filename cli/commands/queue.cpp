// queue: how waiting customers and operators meet.
#include "cli/commands/nouns.h"
#include "cli/commands/rule_users.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using S = dialctl::Settings;

struct Queues {
  using Row = QueueSettings;
  static constexpr std::string_view kNoun = "queue";
  static const std::vector<Row>& rows(const S& settings) { return settings.queues; }
  static const std::vector<Field<Row>>& fields();
};

const std::vector<Field<QueueSettings>>& Queues::fields() {
  using Q = QueueSettings;
  static const std::vector<Field<Q>> all{
      choice_field<&Q::strategy>(
          "strategy", "who is rung next",
          {"ring-all", "longest-idle-agent", "round-robin", "top-down", "agent-with-least-talk-time",
           "agent-with-fewest-calls", "sequentially-by-agent-order", "random"},
          Shown::always),
      yes_field<&Q::sticky_last_tried>("sticky-last-tried",
                                       "first to the operator who was tried last in vain"),
      choice_field<&Q::counters_since>(
          "counters-since", "talk time and calls count since login or the local day", {"login", "day"}),
      text_field<&Q::hold_music>("hold-music", "CLASS",
                                 "music class of the phone server; empty: its default"),
      length_field<&Q::operator_ring_timeout>("operator-ring-timeout", "how long an operator's phone rings",
                                              Shown::always),
      length_field<&Q::wrap_up>("wrap-up", "pause after each conversation; # on an open line ends it",
                                Shown::always),
      length_field<&Q::longest_wait>("longest-wait", "a customer on hold is let go after this",
                                     Shown::always),
      text_field<&Q::position_announcement>("position-announcement", "TEXT",
                                            "said on hold, with {{position}}"),
      choice_field<&Q::pacing>("pacing", "how far ahead calls are launched",
                               {"progressive", "ratio", "predictive"}, Shown::always),
      decimal_field<&Q::ratio_milli>("ratio", "calls per free operator, for pacing ratio"),
      percent_field<&Q::abandon_limit_basis_points>(
          "abandon-limit",
          "most of those who answer, in percent, that may find nobody, for pacing predictive"),
      count_field<&Q::lines_max>("lines", "most calls at once; 0 is unlimited"),
      decimal_field<&Q::calls_per_second_milli>("calls-per-second",
                                                "most new calls a second; 0 is unlimited"),
      count_field<&Q::misses_until_break>("misses-until-break",
                                          "offers missed in a row until a break; 0 is never"),
      length_field<&Q::busy_delay>("busy-delay", "left alone after busy"),
      length_field<&Q::reject_delay>("reject-delay", "left alone after a rejection"),
      length_field<&Q::unreachable_delay>("unreachable-delay", "left alone when his phone cannot be reached"),
      length_field<&Q::no_answer_delay>("no-answer-delay", "left alone after no answer"),
      yes_field<&Q::paused>("paused", "no new calls while yes", Shown::always),
  };
  return all;
}

Result<ExitCode> set_paused(Invocation& in, bool paused) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto settings = all.registry().load();
        if (!settings) return settings.error();
        const auto* known = find_named(settings.value().queues, in.text("name"));
        if (known == nullptr) return no_such("queue", in.text("name"));
        QueueSettings row = *known;
        row.paused = paused;
        auto put = all.registry().put(row, change_of(in, all));
        if (!put) return put.error();
        return {};
      },
      ending_of(in));
  if (!done) return done.error();
  in.note("queue '" + std::string{in.text("name")} + (paused ? "' paused" : "' resumed"));
  return ExitCode::done;
}
Result<ExitCode> pause(Invocation& in) {
  return set_paused(in, true);
}
Result<ExitCode> resume(Invocation& in) {
  return set_paused(in, false);
}

Command pausing(std::string_view verb, std::string_view summary, Example example, Handler run) {
  return {.verb = verb,
          .summary = summary,
          .examples = {example},
          .positionals = {{.name = "name", .help = "its name", .value = {.complete = "queue-name"}}},
          .flags = {reason_flag()},
          .access = Access::write,
          .run = run};
}

}  // namespace

Noun queue_noun() {
  Noun noun{
      .name = "queue",
      .summary = "Where customers wait and operators take them",
      .commands = declared_commands<Queues>(
          "Add a queue",
          {{"dialctl queue add sales --strategy longest-idle-agent --longest-wait 2m", "the usual one"}},
          "queue-name"),
      .completers = {{"queue-name", names_of<Queues>}}};
  remove_beside_rules<Queues>(noun);
  noun.commands.push_back(pausing("pause", "No new calls for it; live ones go on",
                                  {"dialctl queue pause sales --reason 'meeting'", "within a second"},
                                  pause));
  noun.commands.push_back(
      pausing("resume", "Calls again", {"dialctl queue resume sales", "within a second"}, resume));
  return noun;
}

}  // namespace dialctl::cli
