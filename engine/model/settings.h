// What admins declare, as one immutable snapshot. Small (thousands of rows at most), loaded whole when its
// version changes. Texts (schedules, templates) are compiled by engine/decide/rulebook.h.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/callback_rule.h"
#include "engine/model/ids.h"
#include "engine/model/instant.h"
#include "engine/model/outcome.h"
#include "engine/model/phone_number.h"
#include "engine/model/schedule.h"
#include "engine/model/zone.h"

namespace dialctl {

// QU-04, semantics of FreeSWITCH mod_callcenter.
enum class Strategy : std::uint8_t {
  ring_all,
  longest_idle_agent,
  round_robin,
  top_down,
  agent_with_least_talk_time,
  agent_with_fewest_calls,
  sequentially_by_agent_order,
  random,
};
// PA-01: progressive = one call per free operator.
enum class PacingMode : std::uint8_t { progressive, ratio, predictive };
enum class CountersSince : std::uint8_t { login, day };
// QU-09.
enum class LegMode : std::uint8_t { ring, open };
// QU-03: chosen by the person.
enum class OperatorStatus : std::uint8_t { offline, ready, on_break };
enum class TemplateKind : std::uint8_t { message, predictive };
// RB-11.
enum class MachinePolicy : std::uint8_t { hang_up, leave_message, treat_as_answered };
// RT-01.
enum class RetryAnchor : std::uint8_t { attempt_end, attempt_start };
// CM-01: where operators' dial sessions take their orders from.
enum class CallMode : std::uint8_t { new_order, reconfirm, before_buyout, random_1, random_2 };
inline constexpr std::array kCallModes{CallMode::new_order, CallMode::reconfirm, CallMode::before_buyout,
                                       CallMode::random_1, CallMode::random_2};
// AD-01: `automatic` hands out in dial sessions only, `manual` only by hand, `optional` both.
enum class DialWay : std::uint8_t { manual, automatic, optional };
// Whom a mode's order may be handed to. pool: anybody. owner_first: its owner, and after a time, where one is
// set, anybody; one without an owner anybody. assigned_only: its owner, while its status means open.
enum class HandOut : std::uint8_t { pool, owner_first, assigned_only };
// AD-03: what becomes of a planned callback whose dialling could not begin within five minutes of its time.
enum class MissedAppointment : std::uint8_t { keep, next_opening, close };
// CM-04: what a button does to the order.
enum class ButtonAction : std::uint8_t { to_status, put_off, call_back };

struct ProviderSettings {
  ProviderId id;
  std::string name;
  std::string kind = "asterisk";
  std::map<std::string, std::string> options;  // kind's own: url, user, app, formats, customer_endpoint, ...
  std::string secret_from;                     // "file:/path", "env:NAME", "credential:NAME", "command:..."
  int lines_max = 100;                         // calls at once; 0 = unlimited
  int calls_per_second_milli = 10'000;         // 2500 = 2.5 a second; 0 = unlimited
  Seconds settle_window{120};  // how long an unknown call is looked for before a person must decide
  std::optional<Seconds> redial_after_absent;  // settles `unknown` by itself; off by default
  bool enabled = true;
};

struct Price {
  std::int64_t micros_per_minute = 0;  // of one currency unit: 1.8 RUB = 1'800'000
  std::string currency;
  Seconds increment{60};
};

struct Project {
  ProjectId id;
  std::string name;
  std::string region;  // ISO 3166 alpha-2, for numbers without a country code
  ZoneName zone;
  std::optional<QueueId> queue;
  std::optional<ProviderId> provider;  // unset: the only one there is
  std::optional<ScheduleId> schedule;
  std::optional<PolicyId> policy;
  AmbiguousZone ambiguous_zone = AmbiguousZone::all;
  std::string caller_id;
  std::string language = "en";  // of text-to-speech
  std::string spoken_name;      // PA-05: said to abandoned callers, with callback_number
  std::string callback_number;
  std::string card_url;      // QU-07: "https://crm/orders/{{order_id}}"
  std::string connect_hook;  // QU-07: command or http(s) URL; empty = none
  Price price;
  std::map<ProviderId, std::int64_t> price_by_provider;  // micros per minute, where another one holds
  int lines_max = 0;
  int calls_per_second_milli = 0;
  bool paused = false;
};

struct OrderStatusSettings {
  StatusId id;
  std::string name;
  StatusMeaning meaning = StatusMeaning::open;
  std::optional<TemplateId> robot_template;  // ST-02
  std::optional<Minutes> timeout;            // ST-03, at least 1
  std::optional<StatusId> timeout_to;
  std::optional<CallMode> mode = std::nullopt;  // ST-04: the one that its orders are in; unset: none
};

struct Button {
  std::string name;  // one of basic_buttons() (engine/decide/buttons.h), or an extra one of the admin's
  bool shown = true;
  ButtonAction action = ButtonAction::put_off;
  std::optional<StatusId> status;  // to_status
  Minutes put_off{0};
  friend bool operator==(const Button&, const Button&) = default;
};

// CM-03, CM-04, AD-01 to AD-06: a call mode of a project. Without a row of its own it has these defaults.
struct ModeSettings {
  ProjectId project;
  CallMode mode = CallMode::new_order;
  bool high_priority = false;  // its new leads come before other projects' orders
  Minutes standard{0};         // older in the mode than this is overdue; 0 = nothing is
  Minutes put_off_no_answer{60};
  Minutes put_off_busy{15};
  Minutes put_off_hang_up{120};
  int attempts_max = 5;  // rounds; 0 = unlimited
  std::optional<StatusId> when_used_up;
  DialWay dial_way = DialWay::optional;
  HandOut hand_out = HandOut::owner_first;
  Minutes owner_only{0};    // owner_first: how long; 0 = for good
  bool keep_owner = false;  // who is handed an order without an owner becomes its owner
  bool fetch = false;       // AD-05
  int fetch_max = 10;       // in one fetch
  int own_max = 50;         // unprocessed orders of one operator, at which he fetches no more
  Minutes early{0};         // of a planned callback, before its time
  MissedAppointment missed = MissedAppointment::keep;
  Seconds ring_limit{30};       // the customer's phone
  Seconds result_limit{120};    // for recording a result after a conversation
  Minutes lease{15};            // of an order that was handed out without dialling
  std::vector<Button> buttons;  // what differs from basic_buttons(), and up to two extra ones
  friend bool operator==(const ModeSettings&, const ModeSettings&) = default;
};

// CM-05: one cell of the matrix of operators and modes.
struct ModeCell {
  ProjectId project;
  CallMode mode = CallMode::new_order;
  friend constexpr auto operator<=>(const ModeCell&, const ModeCell&) = default;
};

// AD-07: the keys by which orders in line are ranked; an order's place is decided by the first that fits it.
enum class LineKey : std::uint8_t { callback, overdue, high_priority, fresh, retry };
enum class NewOrderSort : std::uint8_t { fewest_first, oldest_first };
struct LineRules {
  std::vector<LineKey> keys{LineKey::callback, LineKey::overdue, LineKey::high_priority, LineKey::fresh,
                            LineKey::retry};
  NewOrderSort new_order = NewOrderSort::fewest_first;
  friend bool operator==(const LineRules&, const LineRules&) = default;
};

struct QueueSettings {
  QueueId id;
  std::string name;
  Strategy strategy = Strategy::longest_idle_agent;
  bool sticky_last_tried = false;
  CountersSince counters_since = CountersSince::login;
  std::string hold_music;  // class on the phone server; empty = default
  Seconds operator_ring_timeout{20};
  Seconds wrap_up{10};
  Seconds longest_wait{120};
  std::string position_announcement;  // text with {{position}}; empty = none
  PacingMode pacing = PacingMode::progressive;
  int ratio_milli = 1000;                // ratio: calls per free operator, 1500 = 1.5
  int abandon_limit_basis_points = 300;  // 3.00 %
  int lines_max = 0;
  int calls_per_second_milli = 0;
  int misses_until_break = 3;  // QU-05
  Seconds busy_delay{60};
  Seconds reject_delay{60};
  Seconds unreachable_delay{30};
  Seconds no_answer_delay{10};
  bool paused = false;
};

struct OperatorSettings {
  OperatorId id;
  std::string name;
  std::string endpoint;
  std::optional<QueueId> queue;
  int position = 1;
  LegMode leg = LegMode::ring;
  OperatorStatus status = OperatorStatus::offline;
  std::string status_reason;  // why on break, when the engine put him there
  Instant status_since;
  bool in_session = false;       // CM-07: agent-first calls for him
  std::vector<ModeCell> access;  // CM-05: ascending
};

struct Group {
  GroupId id;
  std::string name;
  std::vector<OperatorId> members;
};

struct TemplateSettings {
  TemplateId id;
  std::string name;
  TemplateKind kind = TemplateKind::message;
  std::string text;
  Seconds key_wait{7};  // RB-06
  int repeats_max = 2;
  MachinePolicy machine = MachinePolicy::hang_up;
  bool detect_machine = false;
  Seconds ring_limit{30};
  std::optional<PolicyId> policy;  // wins over the project's
};

struct ScheduleSettings {
  ScheduleId id;
  std::string name;
  std::string text;                // engine/decide/schedule_text.h parses it
  std::string clock = "customer";  // "customer", "project" or a zone's name
};

// RT-01. Defaults: 20 minutes, 5 rounds.
struct RetryPolicy {
  PolicyId id;
  std::string name;
  std::vector<Seconds> intervals{Minutes{20}};  // the last one repeats; never empty
  int attempts_max = 5;
  std::map<Outcome, Seconds> interval_by_outcome;
  RetryAnchor anchor = RetryAnchor::attempt_end;
  DelayClock delay_clock = DelayClock::wall;
  std::optional<StatusId> when_used_up;
};

struct AudioFile {
  AudioId id;
  std::string name;
  std::string file;  // in the audio folder
  Milliseconds length{0};
};

// RT-02 as an admin overrides it for a region ("*" = all); else engine/decide/limit_presets.h.
struct NumberLimits {
  std::string region;
  int attempts_per_24h = 0;  // 0 = unlimited
  int attempts_per_7d = 0;
  Seconds shortest_gap{0};
  std::string source;
};

// SC-02: the legal window as an admin overrides it for a region; journalled with its reason.
struct LegalWindow {
  std::string region;
  std::string schedule_text;
  std::string reason;
};

// A number of ours: caller id, or a number that customers dial (CB-16).
struct OwnNumber {
  E164 number;
  std::optional<ProjectId> project;  // unset: of all
  std::string label;
  int lines_max = 0;  // RT-03: calls at once that show it; 0 = unlimited
  int calls_per_second_milli = 0;
};

// RT-03: of calls that show this number of ours, over all projects.
struct CallerIdLimits {
  std::string number;  // E.164
  int lines_max = 0;   // 0 = unlimited
  int calls_per_second_milli = 0;
};

// CB-11, CB-12: over all rules.
struct CallbackSwitches {
  bool paused = false;  // no missed call is taken, no callback is made; tasks wait
  bool frozen = false;  // the rules were turned off; each is enabled by hand after unfreezing
  int lines_max = 15;   // callbacks at once; 0 = unlimited
  friend bool operator==(const CallbackSwitches&, const CallbackSwitches&) = default;
};

struct Settings {
  std::int64_t version = 0;
  std::vector<ProviderSettings> providers;  // every vector: ascending by id
  std::vector<Project> projects;
  std::vector<OrderStatusSettings> statuses;
  std::vector<QueueSettings> queues;
  std::vector<OperatorSettings> operators;
  std::vector<Group> groups;
  std::vector<TemplateSettings> templates;
  std::vector<ScheduleSettings> schedules;
  std::vector<RetryPolicy> policies;
  std::vector<AudioFile> audio;
  std::vector<NumberLimits> number_limits;
  std::vector<LegalWindow> legal_windows;
  std::vector<CallerIdLimits> caller_ids;  // ascending by number; those with limits
  std::vector<OwnNumber> own_numbers;      // ascending by number
  std::vector<ModeSettings> modes;         // ascending by project, mode; those that were set
  LineRules line;
  std::vector<CallbackRule> rules;  // ascending by position
  // Older versions of these, under which tries of callbacks are planned (CB-08).
  std::vector<CallbackRule> rule_versions;
  CallbackSwitches callbacks;
  int lines_max = 0;  // of the whole installation
  int calls_per_second_milli = 0;
};

// nullptr where there is none.
template <class Row, class Key>
const Row* find(const std::vector<Row>& rows, Key id) {
  for (const Row& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}
template <class Row>
const Row* find_named(const std::vector<Row>& rows, std::string_view name) {
  for (const Row& row : rows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace dialctl
