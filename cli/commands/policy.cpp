// policy: when an order is tried again, and how often (RT-01).
#include "cli/commands/nouns.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct Policies {
  using Row = RetryPolicy;
  static constexpr std::string_view kNoun = "policy";
  static const std::vector<Row>& rows(const All& settings) { return settings.policies; }
  static const std::vector<Field<Row>>& fields();
};

constexpr Seconds kShortest{1};
constexpr Seconds kLongest{400 * 86400};

Result<Seconds> interval(std::string_view text) {
  const auto parsed = parse_duration(text);
  const bool good = parsed && *parsed >= kShortest && *parsed <= kLongest;
  if (good) return std::chrono::ceil<Seconds>(*parsed);
  return Error{ErrorKind::usage, "policy.bad-interval",
               "'" + std::string{text} + "' is not an interval of 1s to 400d",
               "write it like 20m, several as 5m,20m,2h"};
}

template <class Take>
Result<void> each_part(std::string_view text, Take take) {
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (auto taken = take(text.substr(0, comma)); !taken) return taken;
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return {};
}

std::string short_text(Seconds length) {
  const auto seconds = length.count();
  if (seconds % 86400 == 0) return std::to_string(seconds / 86400) + "d";
  if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + "h";
  if (seconds % 60 == 0) return std::to_string(seconds / 60) + "m";
  return std::to_string(seconds) + "s";
}

Result<void> set_intervals(RetryPolicy& row, std::string_view text, const All&) {
  std::vector<Seconds> intervals;
  auto read = each_part(text, [&](std::string_view part) -> Result<void> {
    auto one = interval(part);
    if (!one) return one.error();
    intervals.push_back(one.value());
    return {};
  });
  if (!read) return read;
  if (intervals.empty()) return interval("").error();
  row.intervals = std::move(intervals);
  return {};
}

Cell show_intervals(const RetryPolicy& row, const All&) {
  std::string text;
  for (const Seconds one : row.intervals)
    text += (text.empty() ? "" : ",") + short_text(one);
  return Cell{std::move(text)};
}

// RT-01: what is over needs no interval, a bad number is never tried again, trouble is not counted.
bool has_interval(Outcome outcome) {
  return uses_up_attempt(outcome) && !is_success(outcome) && outcome != Outcome::bad_number &&
         outcome != Outcome::unknown;
}

Result<void> set_by_outcome(RetryPolicy& row, std::string_view text, const All&) {
  row.interval_by_outcome.clear();
  return each_part(text, [&](std::string_view part) -> Result<void> {
    const auto equals = part.find('=');
    const auto outcome = parse_outcome(part.substr(0, equals));
    if (equals == std::string_view::npos || !outcome || !has_interval(*outcome)) {
      return Error{
          ErrorKind::usage, "policy.bad-outcome", "'" + std::string{part} + "' is not OUTCOME=INTERVAL",
          "outcomes are busy, no-answer, rejected, failed, machine, no-input, bad-input, hung-up, abandoned, "
          "connection-not-established, ended-unseen"};
    }
    auto one = interval(part.substr(equals + 1));
    if (!one) return one.error();
    row.interval_by_outcome[*outcome] = one.value();
    return {};
  });
}

Cell show_by_outcome(const RetryPolicy& row, const All&) {
  std::string text;
  for (const auto& [outcome, length] : row.interval_by_outcome) {
    text += (text.empty() ? "" : ",") + std::string{to_text(outcome)} + "=" + short_text(length);
  }
  return Cell{std::move(text)};
}

const std::vector<Field<RetryPolicy>>& Policies::fields() {
  using P = RetryPolicy;
  static const std::vector<Field<P>> all{
      {"intervals",
       "LENGTH,...",
       "after the first round, the second, ...; the last one repeats",
       {},
       CellKind::text,
       false,
       set_intervals,
       show_intervals},
      count_field<&P::attempts_max>("attempts", "most rounds", 1, Shown::always),
      {"by-outcome",
       "OUTCOME=LENGTH,...",
       "other intervals after some outcomes, e.g. busy=5m",
       {},
       CellKind::text,
       true,
       set_by_outcome,
       show_by_outcome},
      choice_field<&P::anchor>("anchor", "intervals count from the attempt's end or start",
                               {"attempt-end", "attempt-start"}),
      choice_field<&P::delay_clock>("delay-clock", "intervals count always, or only while open",
                                    {"wall", "open-hours"}),
      reference_field<&P::when_used_up, &All::statuses>(
          "when-used-up", "the order's status after the last round", "order-status-name"),
  };
  return all;
}

}  // namespace

Noun policy_noun() {
  return {.name = "policy",
          .summary = "When and how often customers are called again",
          .commands = declared_commands<Policies>(
              "Add a retry policy",
              {{"dialctl policy add patient --intervals 20m,1h,1d --attempts 6 --by-outcome busy=5m",
                "busy lines sooner, the others later and later"}},
              "policy-name"),
          .completers = {{"policy-name", names_of<Policies>}}};
}

}  // namespace dialctl::cli
