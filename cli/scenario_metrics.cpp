#include "cli/scenario_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dialctl::cli {
namespace {

constexpr std::int64_t kAnswersLeast = 30;
constexpr double kLimit = 0.03;  // worst_z is measured against this, whatever the scenario's own target

std::optional<std::int64_t> ratio(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(static_cast<double>(part) / static_cast<double>(whole) *
                                                static_cast<double>(kMillionths)));
}

Milliseconds within(const std::vector<ScenarioSpan>& spans, Milliseconds from, Milliseconds to) {
  Milliseconds all{0};
  for (const ScenarioSpan& span : spans)
    all += std::max(Milliseconds{0}, std::min(span.end, to) - std::max(span.begin, from));
  return all;
}

struct Answer {
  Milliseconds at;
  bool abandoned;
};
std::vector<Answer> answers_of(const ScenarioLog& log) {
  std::vector<Answer> answers;
  for (const LoggedCall& call : log.calls) {
    if (call.answered) answers.push_back({*call.answered, call.abandoned()});
  }
  std::stable_sort(answers.begin(), answers.end(),
                   [](const Answer& a, const Answer& b) { return a.at < b.at; });
  return answers;
}

struct Window {
  std::int64_t n = 0;
  std::int64_t k = 0;
};
// All windows of that length that count.
std::vector<Window> windows(const std::vector<Answer>& answers, Milliseconds length) {
  std::vector<Window> all;
  Window window;
  std::size_t oldest = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    window.n += 1;
    window.k += answers[i].abandoned ? 1 : 0;
    for (; answers[oldest].at <= answers[i].at - length; ++oldest) {
      window.n -= 1;
      window.k -= answers[oldest].abandoned ? 1 : 0;
    }
    const bool more_then = i + 1 < answers.size() && answers[i + 1].at == answers[i].at;
    if (answers[i].at >= length && window.n >= kAnswersLeast && !more_then) all.push_back(window);
  }
  return all;
}

std::optional<Window> worst(const std::vector<Window>& all) {
  const auto found = std::max_element(all.begin(), all.end(),
                                      [](const Window& a, const Window& b) { return a.k * b.n < b.k * a.n; });
  return found == all.end() ? std::nullopt : std::optional{*found};
}

void look_at_windows(ScenarioMetrics& metrics, const ScenarioLog& log) {
  const std::vector<Answer> answers = answers_of(log);
  const auto halves = windows(answers, Minutes{30});
  const auto hours = windows(answers, Minutes{60});
  if (const auto half = worst(halves)) metrics.worst_30min = ratio(half->k, half->n);
  if (const auto hour = worst(hours)) {
    metrics.worst_60min = ratio(hour->k, hour->n);
    metrics.worst_60min_n = hour->n;
    metrics.worst_60min_k = hour->k;
  }
  for (const auto* all : {&halves, &hours}) {
    for (const Window& one : *all) {
      const auto n = static_cast<double>(one.n);
      const double z = (static_cast<double>(one.k) - kLimit * n) / std::sqrt(kLimit * (1 - kLimit) * n);
      const auto rounded = static_cast<std::int64_t>(std::llround(z * static_cast<double>(kMillionths)));
      metrics.worst_z = std::max(metrics.worst_z.value_or(rounded), rounded);
    }
  }
}

void look_at_waits(ScenarioMetrics& metrics, const ScenarioLog& log) {
  std::vector<Milliseconds> waits;
  for (const LoggedCall& call : log.calls) {
    if (call.connected && call.answered) waits.push_back(*call.connected - *call.answered);
  }
  if (waits.empty()) return;
  std::sort(waits.begin(), waits.end());
  const auto all = std::accumulate(waits.begin(), waits.end(), Milliseconds{0});
  const auto count = static_cast<std::int64_t>(waits.size());
  metrics.wait_mean = (all + Milliseconds{count / 2}) / count;
  metrics.wait_p90 = waits[(waits.size() * 9 + 9) / 10 - 1];
}

}  // namespace

ScenarioMetrics metrics_of(const Scenario& scenario, const ScenarioLog& log) {
  ScenarioMetrics metrics;
  metrics.launches = static_cast<std::int64_t>(log.calls.size());
  for (const LoggedCall& call : log.calls) {
    metrics.live_answers += call.answered ? 1 : 0;
    metrics.abandoned += call.abandoned() ? 1 : 0;
    metrics.connects += call.connected ? 1 : 0;
    if (!call.cancelled) continue;
    metrics.cancels += 1;
    metrics.short_cancels += *call.ended - call.launched < scenario.min_ring_before_cancel ? 1 : 0;
  }
  metrics.logged_in = within(log.logged_in, Milliseconds{0}, *scenario.duration);
  metrics.busy = within(log.busy, Milliseconds{0}, *scenario.duration);
  metrics.utilisation = ratio(metrics.busy.count(), metrics.logged_in.count());
  metrics.abandon_rate = ratio(metrics.abandoned, metrics.live_answers);
  metrics.calls_per_connect = ratio(metrics.launches, metrics.connects);
  look_at_waits(metrics, log);
  look_at_windows(metrics, log);
  return metrics;
}

std::optional<Interval> wilson(std::int64_t hits, std::int64_t all) {
  if (all == 0) return std::nullopt;
  constexpr double kZ = 1.959963984540054;
  const auto n = static_cast<double>(all);
  const double p = static_cast<double>(hits) / n;
  const double middle = p + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const auto share = [&](double x) {
    const double bounded = std::clamp(x / (1 + kZ * kZ / n), 0.0, 1.0);
    return static_cast<std::int64_t>(std::llround(bounded * static_cast<double>(kMillionths)));
  };
  return Interval{share(middle - half), share(middle + half)};
}

std::vector<DayPart> parts_of_day(const Scenario& scenario, const ScenarioLog& log, int count) {
  std::vector<DayPart> parts;
  for (int i = 0; i < count; ++i) {
    const Milliseconds from = *scenario.duration * i / count;
    const Milliseconds until = *scenario.duration * (i + 1) / count;
    DayPart part{until, {}, {}, 0, 0};
    part.utilisation =
        ratio(within(log.busy, from, until).count(), within(log.logged_in, from, until).count());
    std::int64_t abandoned = 0;
    for (const LoggedCall& call : log.calls) {
      if (!call.answered || *call.answered < from || *call.answered >= until) continue;
      part.live_answers += 1;
      abandoned += call.abandoned() ? 1 : 0;
    }
    part.abandon_rate = ratio(abandoned, part.live_answers);
    part.orders_done =
        std::upper_bound(log.orders_done.begin(), log.orders_done.end(), until) - log.orders_done.begin();
    parts.push_back(part);
  }
  return parts;
}

}  // namespace dialctl::cli
