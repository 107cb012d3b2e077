// How each kind of settings row is stored: its table, its columns, and the row as a value of these columns.
// Reading, inserting, updating and comparing are all made from this one list (settings_rows.h).
#pragma once

#include <array>
#include <tuple>

#include "adapters/sqlite/statement.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/model/settings.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {

template <class Row>
struct Stored;
//   kTable     the table; kNoun: what people call it
//   kColumns   without id, in the order of values() and read()
//   values()   a tuple of what Statement can bind
//   read()     id, then the columns

template <>
struct Stored<ProviderSettings> {
  static constexpr const char* kTable = "provider";
  static constexpr const char* kNoun = "provider";
  static constexpr std::array kColumns{"name",
                                       "kind",
                                       "options",
                                       "secret_from",
                                       "lines_max",
                                       "calls_per_second_milli",
                                       "settle_window_seconds",
                                       "redial_after_absent_seconds",
                                       "enabled"};
  static auto values(const ProviderSettings& row) {
    return std::tuple{row.name,
                      row.kind,
                      map_text(row.options),
                      row.secret_from,
                      row.lines_max,
                      row.calls_per_second_milli,
                      row.settle_window,
                      row.redial_after_absent,
                      row.enabled};
  }
  static ProviderSettings read(Rows& rows);
};

template <>
struct Stored<Project> {
  static constexpr const char* kTable = "project";
  static constexpr const char* kNoun = "project";
  static constexpr std::array kColumns{"name",
                                       "region",
                                       "zone",
                                       "queue_id",
                                       "provider_id",
                                       "schedule_id",
                                       "policy_id",
                                       "ambiguous_zone",
                                       "caller_id",
                                       "language",
                                       "spoken_name",
                                       "callback_number",
                                       "card_url",
                                       "connect_hook",
                                       "price_micros_per_minute",
                                       "price_currency",
                                       "price_increment_seconds",
                                       "price_by_provider",
                                       "lines_max",
                                       "calls_per_second_milli",
                                       "paused"};
  static auto values(const Project& row) {
    return std::tuple{row.name,
                      row.region,
                      row.zone,
                      row.queue,
                      row.provider,
                      row.schedule,
                      row.policy,
                      row.ambiguous_zone,
                      row.caller_id,
                      row.language,
                      row.spoken_name,
                      row.callback_number,
                      row.card_url,
                      row.connect_hook,
                      row.price.micros_per_minute,
                      row.price.currency,
                      row.price.increment,
                      prices_text(row.price_by_provider),
                      row.lines_max,
                      row.calls_per_second_milli,
                      row.paused};
  }
  static Project read(Rows& rows);
};

template <>
struct Stored<OrderStatusSettings> {
  static constexpr const char* kTable = "order_status";
  static constexpr const char* kNoun = "order-status";
  static constexpr std::array kColumns{"name",       "meaning", "robot_template_id", "timeout_minutes",
                                       "timeout_to", "mode"};
  static auto values(const OrderStatusSettings& row) {
    return std::tuple{row.name, row.meaning, row.robot_template, row.timeout, row.timeout_to, row.mode};
  }
  static OrderStatusSettings read(Rows& rows);
};

template <>
struct Stored<QueueSettings> {
  static constexpr const char* kTable = "queue";
  static constexpr const char* kNoun = "queue";
  static constexpr std::array kColumns{"name",
                                       "strategy",
                                       "sticky_last_tried",
                                       "counters_since",
                                       "hold_music",
                                       "operator_ring_timeout_seconds",
                                       "wrap_up_seconds",
                                       "longest_wait_seconds",
                                       "position_announcement",
                                       "pacing",
                                       "ratio_milli",
                                       "abandon_limit_basis_points",
                                       "lines_max",
                                       "calls_per_second_milli",
                                       "misses_until_break",
                                       "busy_delay_seconds",
                                       "reject_delay_seconds",
                                       "unreachable_delay_seconds",
                                       "no_answer_delay_seconds",
                                       "paused"};
  static auto values(const QueueSettings& row) {
    return std::tuple{row.name,
                      row.strategy,
                      row.sticky_last_tried,
                      row.counters_since,
                      row.hold_music,
                      row.operator_ring_timeout,
                      row.wrap_up,
                      row.longest_wait,
                      row.position_announcement,
                      row.pacing,
                      row.ratio_milli,
                      row.abandon_limit_basis_points,
                      row.lines_max,
                      row.calls_per_second_milli,
                      row.misses_until_break,
                      row.busy_delay,
                      row.reject_delay,
                      row.unreachable_delay,
                      row.no_answer_delay,
                      row.paused};
  }
  static QueueSettings read(Rows& rows);
};

// Without his access to modes, which has a table of its own.
template <>
struct Stored<OperatorSettings> {
  static constexpr const char* kTable = "operator";
  static constexpr const char* kNoun = "operator";
  static constexpr std::array kColumns{"name",   "endpoint",      "queue_id",     "position",  "leg",
                                       "status", "status_reason", "status_since", "in_session"};
  static auto values(const OperatorSettings& row) {
    return std::tuple{row.name,   row.endpoint,      row.queue,        row.position,  row.leg,
                      row.status, row.status_reason, row.status_since, row.in_session};
  }
  static OperatorSettings read(Rows& rows);
};

// Without its members, which have a table of their own.
template <>
struct Stored<Group> {
  static constexpr const char* kTable = "operator_group";
  static constexpr const char* kNoun = "group";
  static constexpr std::array kColumns{"name"};
  static auto values(const Group& row) { return std::tuple{row.name}; }
  static Group read(Rows& rows);
};

template <>
struct Stored<TemplateSettings> {
  static constexpr const char* kTable = "template";
  static constexpr const char* kNoun = "template";
  static constexpr std::array kColumns{"name",        "kind",    "text",           "key_wait_seconds",
                                       "repeats_max", "machine", "detect_machine", "ring_limit_seconds",
                                       "policy_id"};
  static auto values(const TemplateSettings& row) {
    return std::tuple{row.name,    row.kind,           row.text,       row.key_wait, row.repeats_max,
                      row.machine, row.detect_machine, row.ring_limit, row.policy};
  }
  static TemplateSettings read(Rows& rows);
};

template <>
struct Stored<ScheduleSettings> {
  static constexpr const char* kTable = "schedule";
  static constexpr const char* kNoun = "schedule";
  static constexpr std::array kColumns{"name", "text", "clock"};
  static auto values(const ScheduleSettings& row) { return std::tuple{row.name, row.text, row.clock}; }
  static ScheduleSettings read(Rows& rows);
};

template <>
struct Stored<RetryPolicy> {
  static constexpr const char* kTable = "policy";
  static constexpr const char* kNoun = "policy";
  static constexpr std::array kColumns{
      "name",   "intervals_seconds", "attempts_max", "interval_by_outcome_seconds",
      "anchor", "delay_clock",       "when_used_up"};
  static auto values(const RetryPolicy& row) {
    return std::tuple{row.name,         seconds_text(row.intervals),
                      row.attempts_max, seconds_text(row.interval_by_outcome),
                      row.anchor,       row.delay_clock,
                      row.when_used_up};
  }
  static RetryPolicy read(Rows& rows);
};

template <>
struct Stored<AudioFile> {
  static constexpr const char* kTable = "audio";
  static constexpr const char* kNoun = "audio";
  static constexpr std::array kColumns{"name", "file", "length_millis"};
  static auto values(const AudioFile& row) { return std::tuple{row.name, row.file, row.length}; }
  static AudioFile read(Rows& rows);
};

}  // namespace dialctl::sqlite
