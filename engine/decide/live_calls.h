// Robot calls from their intent to their end, and how many lines they take.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/decide/decision.h"
#include "engine/decide/distribution.h"
#include "engine/decide/key_dialogue.h"
#include "engine/decide/ring_round.h"
#include "engine/model/recording.h"

namespace dialctl {

enum class TimerKind : std::uint8_t {
  window_closes,  // not ringing yet: cancelled (SC-02)
  event_overdue,  // nothing was heard for too long: ask the provider
  settle,         // unknown: ask again, until the settle window is over
  key_wait,       // RB-06
  longest_wait,   // QU-08
  abandon,        // PA-02: 2.000 s after the greeting
  notice,         // CB-17: its sound is not at hand
};
inline constexpr std::size_t kTimerKinds = static_cast<std::size_t>(TimerKind::notice) + 1;

// What the customer of a call that is to be recorded is told first.
enum class NoticeStep : std::uint8_t {
  not_asked,
  making,
  ready,  // its sounds are at hand
  playing,
  done,   // heard to its end, or the rule has none and says why
  failed  // nothing is recorded
};

// One robot call from its intent to its end.
struct LiveCall {
  LiveCall(AttemptIntent made, DueTask from) : intent(std::move(made)), task(std::move(from)) {}

  AttemptIntent intent;
  DueTask task;  // as it was when the intent was made; order.status follows a key press
  std::shared_ptr<const Rulebook> rules;
  std::optional<QueueId> queue;  // of its project by these rules
  std::shared_ptr<const CompiledTemplate> tmpl;
  CallStep step = CallStep::intent;
  bool need_over = false;  // he wanted an operator, and what came of that is known (PA-02)
  bool let_go = false;     // while it rang: nobody could have taken it
  bool adopted = false;    // taken over from an earlier run, not yet seen at the provider
  bool placing = false;    // this process has sent Place and waits for its answer

  std::vector<Media> message;
  std::map<char, std::vector<Media>> replies;
  std::optional<KeyDialogue> dialogue;
  PlaybackNumber playback = 0;  // the last one started
  bool playing = false;
  Instant play_began;
  bool to_machine = false;      // RB-11: the message is left, nobody is asked for a key
  bool awaits_prompts = false;  // answered before its sounds were at hand again
  bool announcing = false;      // the playback is the caller's position or a reply, hold music comes after it
  bool hold_music = false;

  RecordingWish recording;                    // of its rule
  NoticeStep notice = NoticeStep::not_asked;  // its sounds are `message`

  std::optional<Instant> answered_at;
  std::optional<Instant> waiting_since;   // set while in line
  std::optional<Instant> first_waited;    // his place in line and his longest wait count from here
  std::optional<Instant> greeting_ended;  // PA-02: of an autoPredictive call
  std::optional<Outcome> ending_as;
  std::string raw_code;
  HangUpReason hung_up_for = HangUpReason::done;
  Instant unknown_since;
  bool settled_absent = false;

  CallerCursor cursor;
  std::optional<RingRound> round;
  std::map<OperatorId, LegId> offer_legs;
  int offers = 0;
  std::optional<OperatorId> operator_id;  // who answered
  std::optional<LegId> operator_leg;

  std::array<std::optional<Instant>, kTimerKinds> timers;

  // The rules that it keeps to its end, whatever changes meanwhile.
  void keep_rules(std::shared_ptr<const Rulebook> kept) {
    rules = std::move(kept);
    const Project* project = rules->project(intent.project);
    queue = project != nullptr ? project->queue : std::nullopt;
  }
  LegId customer_leg() const { return {LegKind::customer, intent.id, 0}; }
  // AD-02: the operator's phone was first. His leg is held from number to number of the round.
  bool by_agent() const { return intent.agent.has_value(); }
  bool needs_operator() const { return tmpl && tmpl->need != OperatorNeed::never; }
};

// The calls that are live, by their attempt. How many lines each provider, project and queue uses, and who is
// being called, is counted as calls come and go: the gates ask for it once per order that is judged.
class LiveCalls {
 public:
  using Calls = std::map<AttemptId, LiveCall>;

  Calls::iterator begin() { return calls_.begin(); }
  Calls::iterator end() { return calls_.end(); }
  Calls::const_iterator begin() const { return calls_.begin(); }
  Calls::const_iterator end() const { return calls_.end(); }
  Calls::iterator find(AttemptId id) { return calls_.find(id); }
  Calls::const_iterator find(AttemptId id) const { return calls_.find(id); }
  LiveCall& at(AttemptId id) { return calls_.at(id); }
  bool contains(AttemptId id) const { return calls_.contains(id); }
  bool empty() const { return calls_.empty(); }

  // With its rules: what it takes is given back when it goes.
  LiveCall& add(LiveCall call);
  void add(Calls::node_type node);
  Calls::node_type extract(Calls::iterator call);
  void erase(Calls::iterator call) { extract(call); }

  int lines() const { return static_cast<int>(calls_.size()); }
  int lines(ProviderId provider) const { return count_in(by_provider_, provider); }
  int lines(ProjectId project) const { return count_in(by_project_, project); }
  int lines(QueueId queue) const { return count_in(by_queue_, queue); }
  int lines(const std::string& caller_id) const { return count_in(by_caller_id_, caller_id); }
  bool has(OrderId order) const { return count_in(by_order_, order) > 0; }
  bool has(const E164& number) const { return count_in(by_number_, number) > 0; }

 private:
  template <class Key>
  static int count_in(const std::map<Key, int>& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  }
  void count(const LiveCall& call, int by);

  Calls calls_;
  std::map<ProviderId, int> by_provider_;
  std::map<ProjectId, int> by_project_;
  std::map<QueueId, int> by_queue_;
  std::map<std::string, int> by_caller_id_;
  std::map<OrderId, int> by_order_;  // these two forget what has gone: orders and numbers come by the million
  std::map<E164, int> by_number_;
};

}  // namespace dialctl
