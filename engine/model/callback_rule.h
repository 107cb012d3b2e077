// A rule of callbacks (CB-01): which missed calls it takes, who is rung for them, and when and how the
// customer is called. A value with a version: each attempt names the one that it ran under (CB-08).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/recording.h"
#include "engine/model/zone.h"

namespace dialctl {

// Where a call was lost. A rule takes those of any of its places; one without places takes all.
enum class PlaceKind : std::uint8_t {
  number,
  project,
  site,
  scenario,
  queue,
  operator_name,
  group,
  transfer,
  tag
};
struct LossPlace {
  PlaceKind kind = PlaceKind::transfer;
  std::int64_t id = 0;  // of the project, queue, operator or group
  std::string text;     // of the number (E.164), site, scenario or tag
  friend bool operator==(const LossPlace&, const LossPlace&) = default;
};

// CB-03: who is rung first.
enum class TargetKind : std::uint8_t {
  as_project,  // the queue of the project
  queue,
  lost_by,  // the operator, queue or group that lost the call
  operator_name,
  group,
  tried,       // one of those who were being rung, one more for each failed try, up to lines_max
  last_phase,  // those of the last phase; of a transfer who transferred, then who it went to
  scenario     // nobody: a robot template talks to the customer
};
struct CallbackTarget {
  TargetKind kind = TargetKind::as_project;
  std::int64_t id = 0;  // of the queue, operator, group or template
  int lines_max = 3;    // tried: most phones at once
  friend bool operator==(const CallbackTarget&, const CallbackTarget&) = default;
};

// CB-04: what the operator hears before he is connected.
enum class PromptKind : std::uint8_t { standard, none, text, audio, facts };
struct CallbackPrompt {
  PromptKind kind = PromptKind::standard;
  std::string text;  // the words, or the name of the audio file
  friend bool operator==(const CallbackPrompt&, const CallbackPrompt&) = default;
};
inline constexpr std::string_view kStandardPrompt = "Automatic callback.";

// CB-20: whose published behaviour the rule keeps to; it refuses what that system refuses.
enum class RuleProfile : std::uint8_t { none, uis, voximplant };
// CB-08: what an edit does to tasks that are under way.
enum class ApplyEdits : std::uint8_t { next_attempt, loaded_keep };
// CB-13: which contact outside the callbacks ends a task.
enum class CancelOn : std::uint8_t { success, any_dial };
// CB-07: what becomes of a rule's tasks when it is disabled.
enum class DisabledTasks : std::uint8_t { drain, cancel, hold };

struct CallbackRule {
  RuleId id;
  std::string name;
  int version = 1;   // of what follows; a change of several fields is one version
  int position = 0;  // 1 is the first
  bool enabled = true;
  DisabledTasks when_disabled = DisabledTasks::drain;  // meaningful while it is disabled
  RuleProfile profile = RuleProfile::none;
  std::vector<LossPlace> places;
  CallbackTarget target;
  CallbackPrompt prompt;
  std::optional<ScheduleId> applies;  // judged at the time of loss; unset: always
  std::optional<ScheduleId> calls;    // when callbacks are made, beside the project's and the legal hours
  std::vector<Seconds> intervals{Seconds{0}, Minutes{5}, Minutes{15}};  // one per try; never empty
  Seconds shortest_wait{0};                                             // who waited less is ignored
  int at_once_max = 5;
  Seconds ring_limit{30};  // the customer's phone
  std::string caller_id;   // shown when the number that was dialled is not ours; empty: the project's
  std::optional<ProviderId> provider;      // unset: the project's
  std::optional<QueueId> only_when_empty;  // CB-15
  ApplyEdits apply = ApplyEdits::next_attempt;
  CancelOn cancel_on = CancelOn::success;
  ZoneName zone;            // CB-18: where the customer's cannot be told
  RecordingWish recording;  // CB-17
  friend bool operator==(const CallbackRule&, const CallbackRule&) = default;
};

}  // namespace dialctl
