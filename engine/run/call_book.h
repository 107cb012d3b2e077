// Port: attempts, calls and the journal as the commands read and export them (IM-07, CO-01), and the one
// change that a person makes to them: how an unknown call ended. Implementation: adapters/sqlite.
//
// Every read is one snapshot, streamed in ascending order of ids, so that the same data give the same bytes.
// Errors of every call: busy store.locked, and store.* (kind store).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/rulebook.h"
#include "engine/model/attempt.h"
#include "engine/model/record.h"
#include "engine/model/result.h"

namespace dialctl {

struct AttemptFilter {
  std::optional<ProjectId> project;
  std::optional<OrderId> order;
  std::optional<E164> number;
  std::optional<Outcome> outcome;
  std::optional<CallStep> step;  // open attempts only
  std::optional<Instant> since;  // made at or after
  std::optional<Instant> before;
  std::optional<std::int64_t> limit;
  bool newest_first = false;
};

// Texts are good during the visit only.
struct AttemptLine {
  AttemptId id;
  ProjectId project;
  OrderId order;
  std::string_view external_id;
  TemplateId tmpl;
  ProviderId provider;
  std::string_view number;
  std::string_view caller_id;
  int round = 1;
  Instant started;
  std::string_view zone;
  std::string_view zone_origin;
  std::string_view local_time;
  std::string_view gates;
  std::int64_t settings_version = 0;
  std::int64_t blacklist_version = 0;
  std::optional<CallStep> step;  // still open
  std::optional<Instant> ended;
  std::optional<Outcome> outcome;
  std::string_view raw_code;
  std::optional<OperatorId> operator_id;
  Seconds conversation{0};
  std::int64_t cost_micros = 0;
  std::string_view currency;
  // Agent-first: the mode, whose phone was first, the appointment.
  std::optional<CallMode> mode = std::nullopt;
  std::optional<OperatorId> agent = std::nullopt;
  std::optional<Instant> planned_at = std::nullopt;
  std::optional<RuleId> rule = std::nullopt;  // a callback, and the version of its rule
  int rule_version = 0;
};
using VisitAttempt = std::function<bool(const AttemptLine&)>;

// An attempt with what was seen of it: the first instant of each kind of fact.
struct CallLine {
  AttemptLine attempt;
  std::optional<Instant> sent;
  std::optional<Instant> ringing;
  std::optional<Instant> answered;
  std::optional<Instant> message_started;
  std::optional<Instant> waiting;
  std::optional<Instant> operator_answered;
  std::optional<Instant> bridged;
  std::string answered_by;
  std::string keys;  // in the order in which they were pressed
  int offers = 0;
};
using VisitCall = std::function<bool(const CallLine&)>;

struct EventFilter {
  std::int64_t after = 0;  // ids above
  std::optional<Instant> since;
  std::optional<Instant> before;
  std::optional<std::string> kind;     // "import" finds "import" and "import.done"
  std::optional<std::string> subject;  // "order:17"
  std::optional<std::int64_t> limit;
  bool newest_first = false;
};
struct EventLine {
  std::int64_t id = 0;
  Instant at;
  std::string_view kind;
  std::string_view subject;
  std::string_view detail;
  std::string_view who;
};
using VisitEvent = std::function<bool(const EventLine&)>;

// Decisions of predictive pacing (PA-04), oldest first.
struct PaceFilter {
  QueueId queue;
  std::optional<Instant> since;
  std::optional<Instant> before;
  std::optional<std::int64_t> limit;  // the last ones
  bool learnt_only = false;           // those that say what was learnt, so that they can be repeated
};
using VisitPace = std::function<bool(const PaceDecided&)>;

struct AttemptStory {
  AttemptIntent intent;
  std::optional<CallStep> step;  // still open
  std::vector<AttemptFact> facts;
  std::optional<AttemptEnd> end;
};

struct ResolveRequest {
  AttemptId attempt;
  Outcome outcome = Outcome::not_placed;
  std::string who;
  std::string why;
  Instant at;
  bool dry_run = false;
};

class CallBook {
 public:
  virtual ~CallBook() = default;

  virtual Result<void> attempts(const AttemptFilter& filter, const VisitAttempt& visit) = 0;
  virtual Result<void> calls(const AttemptFilter& filter, const VisitCall& visit) = 0;
  virtual Result<void> events(const EventFilter& filter, const VisitEvent& visit) = 0;
  virtual Result<std::int64_t> last_event() = 0;  // 0: none
  virtual Result<void> paces(const PaceFilter& filter, const VisitPace& visit) = 0;
  // Error: attempt.unknown (not_found).
  virtual Result<AttemptStory> story(AttemptId id) = 0;

  // The end that a person has found out of a call in CallStep::unknown; its task goes on as after any attempt
  // of that outcome. `zones` has the zones of the order's numbers and of its project. Errors: attempt.unknown
  // (not_found), attempt.not-unknown (conflict).
  virtual Result<TaskMoved> resolve(const ResolveRequest& request, const Rulebook& rules,
                                    const ZoneBook& zones) = 0;
};

}  // namespace dialctl
