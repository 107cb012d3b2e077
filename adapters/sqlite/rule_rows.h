// Rules of callbacks in and out of their two tables: what is not versioned, and every version of what is.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "adapters/sqlite/settings_rows.h"

namespace dialctl::sqlite {

std::string places_text(const std::vector<LossPlace>& places);  // [{"kind":"queue","id":3}]
std::vector<LossPlace> parse_places(const std::string& text);
std::string intervals_text(const std::vector<Seconds>& intervals);  // "0,300,900"
std::vector<Seconds> parse_intervals(const std::string& text);

// Of a version; its rule's id, name, position and switch are in callback_rule.
template <>
struct Stored<CallbackRule> {
  static constexpr const char* kTable = "callback_rule_version";
  static constexpr const char* kNoun = "rule";
  static constexpr std::array kColumns{"profile",
                                       "places",
                                       "target_kind",
                                       "target_id",
                                       "target_lines_max",
                                       "prompt_kind",
                                       "prompt_text",
                                       "applies_id",
                                       "calls_id",
                                       "intervals_seconds",
                                       "shortest_wait_seconds",
                                       "at_once_max",
                                       "ring_limit_seconds",
                                       "caller_id",
                                       "provider_id",
                                       "only_when_empty_id",
                                       "apply",
                                       "cancel_on",
                                       "zone",
                                       "record",
                                       "keep_seconds",
                                       "notice_kind",
                                       "notice_text",
                                       "notice_language",
                                       "notice_voice",
                                       "no_notice_reason"};
  static auto values(const CallbackRule& row) {
    return std::tuple{row.profile,
                      places_text(row.places),
                      row.target.kind,
                      row.target.id,
                      row.target.lines_max,
                      row.prompt.kind,
                      row.prompt.text,
                      row.applies,
                      row.calls,
                      intervals_text(row.intervals),
                      row.shortest_wait,
                      row.at_once_max,
                      row.ring_limit,
                      row.caller_id,
                      row.provider,
                      row.only_when_empty,
                      row.apply,
                      row.cancel_on,
                      row.zone,
                      row.recording.on,
                      row.recording.keep_for,
                      row.recording.notice.kind,
                      row.recording.notice.text,
                      row.recording.notice.language,
                      row.recording.notice.voice,
                      row.recording.no_notice_reason};
  }
  static void read(Rows& rows, CallbackRule& row);  // the columns above
};

// In the version that holds, ascending by position. Those that were removed come last.
std::vector<CallbackRule> read_rules(Connection& connection, Removed removed = Removed::left_out);
// Older versions of rules that are there, under which tries of callbacks are planned.
std::vector<CallbackRule> read_rule_versions(Connection& connection);
std::optional<CallbackRule> read_rule(Connection& connection, RuleId id);

// With row.version as its first one.
RuleId insert_rule(Connection& connection, const CallbackRule& row);
// Name, position and switch.
void update_rule(Connection& connection, const CallbackRule& row);
// row.version, which holds from now on.
void add_rule_version(Connection& connection, const CallbackRule& row, Instant at, const std::string& who);

// CB-08: tries of callbacks that wait for the hours of this rule, or for these hours, are due again, to be
// judged anew.
void judge_hours_anew(Connection& connection, RuleId rule);
void judge_hours_anew(Connection& connection, ScheduleId calls);

CallbackSwitches read_switches(Connection& connection);

}  // namespace dialctl::sqlite
