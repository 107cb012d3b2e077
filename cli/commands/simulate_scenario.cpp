#include "cli/commands/simulate_scenario.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "cli/scenario_metrics.h"
#include "cli/scenario_report.h"
#include "engine/model/settings_text.h"

namespace dialctl::cli {
namespace {

constexpr int kPlotParts = 24;
constexpr int kPlotWidth = 40;

std::optional<Money> decimal(std::optional<std::int64_t> millionths) {
  return millionths ? std::optional{Money{*millionths, 6}} : std::nullopt;
}

struct Measure {
  const char* name;
  CellKind kind;
  Cell value;
};

// The measures that every format has, in their order.
std::vector<Measure> measures(const ScenarioOutcome& outcome, const ScenarioMetrics& metrics, bool timing) {
  using enum CellKind;
  std::optional<Money> each;
  if (timing && outcome.decisions > 0) each = Money{outcome.wall.count() / outcome.decisions, 3};
  return {
      {"scenario", text, outcome.scenario.name},
      {"policy", text, to_text(outcome.scenario.project.pacing)},
      {"seed", integer, outcome.seed},
      {"utilisation", money, decimal(metrics.utilisation)},
      {"abandon_rate", money, decimal(metrics.abandon_rate)},
      {"live_answers", integer, metrics.live_answers},
      {"abandoned", integer, metrics.abandoned},
      {"connects", integer, metrics.connects},
      {"launches", integer, metrics.launches},
      {"calls_per_connect", money, decimal(metrics.calls_per_connect)},
      {"wait_mean_s", seconds, metrics.wait_mean},
      {"wait_p90_s", seconds, metrics.wait_p90},
      {"worst_30min", money, decimal(metrics.worst_30min)},
      {"worst_60min", money, decimal(metrics.worst_60min)},
      {"worst_60min_n", integer, metrics.worst_60min_n},
      {"worst_60min_k", integer, metrics.worst_60min_k},
      {"worst_z", money, decimal(metrics.worst_z)},
      {"cancels", integer, metrics.cancels},
      {"short_cancels", integer, metrics.short_cancels},
      {"logged_in_s", seconds, metrics.logged_in},
      {"busy_s", seconds, metrics.busy},
      {"us_per_decision", money, each},
      {"decisions", integer, outcome.decisions},
  };
}

std::string percent(std::optional<std::int64_t> millionths) {
  if (!millionths) return "-";
  const std::int64_t hundredths = (*millionths + 50) / 100;
  return fmt::format("{}.{:02} %", hundredths / 100, hundredths % 100);
}

std::string clock_of(const Scenario& scenario, Milliseconds since) {
  const auto minutes = scenario.start_clock + std::chrono::floor<Minutes>(since);
  return fmt::format("{:02}:{:02}", minutes.count() / 60 % 24, minutes.count() % 60);
}

// The cells of a table are of one kind there: text.
void add_text(Rows& out, const std::string& name, const std::string& value) {
  out.add({Cell{name}, Cell{value}});
}

std::string bar(std::int64_t part, std::int64_t whole, const char* mark) {
  std::string drawn;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(kPlotWidth, part * kPlotWidth / whole); ++i)
    drawn += mark;
  return drawn;
}

void plot(Invocation& in, const ScenarioOutcome& outcome) {
  const Scenario& scenario = outcome.scenario;
  // The right end of the abandonment is twice what is allowed, but at least 10 %.
  const std::int64_t most = std::max<std::int64_t>(100'000, 2 * scenario.target_abandon_millionths);
  std::string text =
      fmt::format("\n{:5}  {:<{}}  {:<{}}  orders done\n", "until", "utilisation, to 100 %", kPlotWidth + 9,
                  fmt::format("abandonment, to {}", percent(most)), kPlotWidth + 9);
  for (const DayPart& part : parts_of_day(scenario, outcome.log, kPlotParts)) {
    const auto row = [](const std::string& drawn, const std::string& said) {
      return fmt::format("{:<{}}{:>9}", drawn, kPlotWidth, said);
    };
    text += fmt::format("{:5}  {}  {}  {}\n", clock_of(scenario, part.until),
                        row(bar(part.utilisation.value_or(0), kMillionths, "#"), percent(part.utilisation)),
                        row(bar(part.abandon_rate.value_or(0), most, "!"), percent(part.abandon_rate)),
                        part.orders_done);
  }
  in.print(text);
}

void show_table(Invocation& in, const ScenarioOutcome& outcome, const ScenarioMetrics& metrics,
                const std::vector<Measure>& all) {
  RowOptions options = in.row_options();
  options.columns.clear();
  Rows out{{{.name = "name"}, {.name = "value"}}, options, *in.streams().out};
  for (const Measure& one : all) {
    std::string value;
    append_plain(value, one.value);
    add_text(out, one.name, one.value.is_null() ? "-" : value);
  }
  if (const auto range = wilson(metrics.abandoned, metrics.live_answers))
    add_text(out, "abandon_rate_95", percent(range->low) + " to " + percent(range->high));
  add_text(out, "orders", std::to_string(outcome.orders));
  add_text(out, "orders_done", std::to_string(outcome.log.orders_done.size()));
  (void)out.finish();
  plot(in, outcome);
}

// One row a scenario: an object in JSON.
class DataRows {
 public:
  explicit DataRows(Invocation& in) : in_(in) {}

  void add(const std::vector<Measure>& all) {
    std::vector<Cell> cells;
    for (const Measure& one : all)
      cells.push_back(one.value.owned());
    rows_.push_back(std::move(cells));
    if (!columns_.empty()) return;
    for (const Measure& one : all)
      columns_.push_back({.name = one.name, .kind = one.kind});
  }
  Result<ExitCode> finish() {
    RowOptions options = in_.row_options();
    options.columns.clear();
    options.shape = rows_.size() == 1 ? Shape::record : Shape::list;
    Rows out{columns_, options, *in_.streams().out};
    for (const auto& cells : rows_)
      out.add(cells);
    return out.finish();
  }

 private:
  Invocation& in_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

Result<void> check_flags(const Invocation& in) {
  for (const char* other : {"from", "for", "missed"}) {
    if (!in.given(other)) continue;
    return Error{ErrorKind::usage, "simulate.flags", fmt::format("--{} does not go with --scenario", other),
                 "the file says when the day begins, how long it is and who calls: leave the flag out"};
  }
  for (const char* other : {"columns", "sort", "limit"}) {
    if (!in.given(other)) continue;
    return Error{ErrorKind::usage, "simulate.flags", fmt::format("--{} does not go with --scenario", other),
                 "with -o json, each scenario is an object with all measures"};
  }
  return {};
}

}  // namespace

Result<ExitCode> simulate_scenario(Invocation& in) {
  if (auto fits = check_flags(in); !fits) return fits.error();
  ScenarioRequest request;
  request.file = in.text("scenario");
  request.seed = static_cast<std::uint64_t>(in.integer("seed").value_or(1));
  const bool timing = in.flag("timing");
  const Format format = in.row_options().format;
  const bool table = format == Format::table;
  DataRows rows{in};
  const Working working = in.working("simulating");
  const auto done = in.wiring().live_through(request, [&](const ScenarioOutcome& outcome) {
    const ScenarioMetrics metrics = metrics_of(outcome.scenario, outcome.log);
    const auto all = measures(outcome, metrics, timing);
    if (table) {
      show_table(in, outcome, metrics, all);
    } else {
      rows.add(all);
    }
  });
  if (!done) return done.error();
  return table ? Result<ExitCode>{ExitCode::done} : rows.finish();
}

}  // namespace dialctl::cli
