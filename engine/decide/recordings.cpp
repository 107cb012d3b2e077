#include "engine/decide/recordings.h"

#include <algorithm>

#include "engine/decide/agent_round.h"
#include "engine/decide/call_end.h"
#include "engine/decide/call_notice.h"

namespace dialctl {
namespace {

constexpr int kPerLoad = 500;
constexpr Seconds kWordOfEnd{5};  // of a recording whose call is over
constexpr Seconds kAskAgain{15};
constexpr Minutes kTryAgain{1};
constexpr Minutes kFetchMost{15};  // longer than a provider takes to answer, whatever it has to send

std::string attempt_word(AttemptId id) {
  return "attempt:" + to_text(id);
}

LiveRecording* find_live(World& world, const LegId& customer) {
  const auto found = world.recordings.find(customer.number);
  return found == world.recordings.end() ? nullptr : &found->second;
}

bool is_up(const World& world, ProviderId id) {
  const auto live = world.providers.find(id);
  return live != world.providers.end() && live->second.condition == ProviderCondition::up;
}

bool is_time_over(const Recording& row, Instant now) {
  return row.state != RecordingState::recording && row.keep_until && *row.keep_until <= now;
}

// A period counts from the end; who wants it gone before has said so already.
void end_at(Recording& row, Instant at) {
  row.ended = at;
  const Instant until = at + row.keep_for;
  row.keep_until = row.keep_until ? std::min(*row.keep_until, until) : until;
}

void fail(Step& step, Recording& row, const std::string& why) {
  row.state = RecordingState::failed;
  row.reason = why;
  if (!row.ended) end_at(row, step.now);
  step.record(row);
  step.record(FactSeen{{row.attempt, step.now, AttemptFactKind::not_recorded, why}});
  step.journal("recording.failed", attempt_word(row.attempt), why);
}

void note_gone(Step& step, Recording& row) {
  if (row.is_over() && row.state != RecordingState::failed) row.state = RecordingState::deleted;
  step.record(row);
}

void tell_deleted(Step& step, const Recording& row, const char* copy) {
  step.journal("recording.deleted", attempt_word(row.attempt), copy);
}

// Nobody can be asked any more.
void without_provider(Step& step, Recording& row) {
  if (row.state == RecordingState::recording || row.state == RecordingState::ended)
    fail(step, row, "the provider was removed");
  if (!is_time_over(row, step.now) || row.their_gone_at) return;
  row.their_gone_at = step.now;
  note_gone(step, row);
  tell_deleted(step, row, "the provider was removed with its copy");
}

void delete_both(Step& step, LiveRecording& one) {
  Recording& row = one.row;
  one.next_at = step.now + kTryAgain;
  if (step.world.clock_held) return;
  if (!row.own_gone_at) step.out.effects.push_back(RemoveOwnCopy{row.attempt});
  if (!row.their_gone_at && is_up(step.world, row.provider))
    step.command(row.provider, DeleteRecording{{LegKind::customer, row.attempt, 0}});
}

void act(Step& step, LiveRecording& one) {
  Recording& row = one.row;
  const LegId leg{LegKind::customer, row.attempt, 0};
  one.asked = false;
  if (find(step.world.rules->settings().providers, row.provider) == nullptr) without_provider(step, row);
  if (is_time_over(row, step.now)) {
    delete_both(step, one);
    return;
  }
  one.next_at = kNever;  // until it is up again
  if (!is_up(step.world, row.provider)) return;
  if (row.state == RecordingState::ended) {
    one.next_at = step.now + kFetchMost;
    one.asked = true;
    step.command(row.provider, FetchRecording{leg});
  } else if (row.state == RecordingState::recording) {
    if (!step.world.calls.contains(row.attempt)) one.next_at = step.now + kAskAgain;
    step.command(row.provider, FindRecording{leg});
  }
}

// What is left of it is a matter of time, which the store keeps.
bool is_settled(const World& world, const LiveRecording& one, Instant now) {
  const bool open = one.row.state == RecordingState::recording || one.row.state == RecordingState::ended;
  return one.row.is_over() || (!open && !is_time_over(one.row, now) && !world.clock_held);
}

void forget_settled(Step& step) {
  World& world = step.world;
  for (auto at = world.recordings.begin(); at != world.recordings.end();) {
    const LiveRecording& one = at->second;
    if (!is_settled(world, one, step.now)) {
      ++at;
      continue;
    }
    world.recordings_over.insert(one.row.attempt);  // what a load shows of it is older
    if (!one.row.is_over()) world.next_recordings = std::min(world.next_recordings, *one.row.keep_until);
    at = world.recordings.erase(at);
  }
}

}  // namespace

void begin_recording(Step& step, const LiveCall& call) {
  if (!call.recording.on) return;
  if (call.notice == NoticeStep::not_asked) see_fact(step, call, AttemptFactKind::not_recorded, kNotKnown);
  if (call.notice != NoticeStep::done) return;
  Recording row;
  row.attempt = call.intent.id;
  row.provider = call.intent.provider;
  row.notice = names_of(call.message);
  if (row.notice.empty()) row.no_notice_reason = call.recording.no_notice_reason;
  row.began = step.now;
  row.keep_for = call.recording.keep_for;
  step.record(row);
  step.command(row.provider, StartRecording{call.customer_leg()});
  step.world.recordings[row.attempt] = {std::move(row), kNever};
}

void on_recording(Step& step, const RecordingStarted& fact) {
  LiveRecording* one = find_live(step.world, fact.customer);
  if (one == nullptr || !one->row.name.empty()) return;
  one->row.name = fact.name;
  step.record(one->row);
  step.record(FactSeen{{one->row.attempt, step.now, AttemptFactKind::recording, fact.name}});
}

void on_recording(Step& step, const RecordingEnded& fact) {
  LiveRecording* one = find_live(step.world, fact.customer);
  if (one == nullptr || one->row.state != RecordingState::recording) return;
  Recording& row = one->row;
  row.state = RecordingState::ended;
  row.file.length = fact.length;
  // Heard late, after a gap, it ended when its length says so.
  end_at(row, fact.length > Milliseconds{0} ? std::min(step.now, row.began + fact.length) : step.now);
  step.record(row);
  one->next_at = step.now;
}

void on_recording(Step& step, const RecordingFailed& fact) {
  LiveRecording* one = find_live(step.world, fact.customer);
  if (one != nullptr && one->row.state == RecordingState::recording) fail(step, one->row, fact.raw_code);
}

void on_recording(Step& step, const RecordingFetched& fact) {
  LiveRecording* one = find_live(step.world, fact.customer);
  if (one == nullptr || one->row.state != RecordingState::ended) return;
  one->asked = false;
  one->row.state = RecordingState::fetched;
  one->row.file = fact.file;
  step.record(one->row);
  one->next_at = step.now;
}

void on_recording(Step& step, const RecordingNotFetched& fact) {
  LiveRecording* one = find_live(step.world, fact.customer);
  if (one == nullptr || one->row.state != RecordingState::ended) return;
  one->asked = false;
  one->next_at = step.now + kTryAgain;
  if (fact.lost) {
    fail(step, one->row, "the provider has lost it: " + fact.raw_code);
  } else {
    step.journal("recording.not-fetched", attempt_word(one->row.attempt), fact.raw_code);
  }
}

void on_recording(Step& step, const RecordingDeleted& fact) {
  LiveRecording* one = find_live(step.world, fact.customer);
  if (one == nullptr || one->row.their_gone_at) return;
  one->row.their_gone_at = step.now;
  note_gone(step, one->row);
  tell_deleted(step, one->row, "the provider's copy");
}

void on_recording(Step& step, const RecordingNotDeleted& fact) {
  if (find_live(step.world, fact.customer) != nullptr)
    step.journal("recording.not-deleted", attempt_word(fact.customer.number),
                 "the provider's copy: " + fact.raw_code);
}

void on_own_copy_removed(Step& step, const OwnCopyRemoved& removed) {
  const auto found = step.world.recordings.find(removed.attempt);
  if (found == step.world.recordings.end() || found->second.row.own_gone_at) return;
  if (!removed.failed.empty()) {
    step.journal("recording.not-deleted", attempt_word(removed.attempt), "own copy: " + removed.failed);
    return;
  }
  Recording& row = found->second.row;
  row.own_gone_at = step.now;
  note_gone(step, row);
  if (!row.file.name.empty()) tell_deleted(step, row, "own copy");  // else it was never fetched
}

void resume_recordings(Step& step, ProviderId provider) {
  for (auto& [id, one] : step.world.recordings) {
    if (one.row.provider == provider) one.next_at = step.now;
  }
}

void on_recordings_seen(Step& step, RecordingsSeen seen) {
  World& world = step.world;
  world.next_recordings = std::min(world.next_recordings, seen.next_after.value_or(kNever));
  for (Recording& row : seen.recordings) {
    if (world.recordings_over.contains(row.attempt)) {
      world.next_recordings = std::min(world.next_recordings, step.now + kAfterCommit);
      continue;
    }
    const auto known = world.recordings.find(row.attempt);
    if (known == world.recordings.end()) {
      const AttemptId id = row.attempt;
      world.recordings[id] = {std::move(row), step.now};
      continue;
    }
    // Ours is newer, but for what commands say: until when.
    LiveRecording& one = known->second;
    if (!row.keep_until || (one.row.keep_until && *one.row.keep_until <= *row.keep_until)) continue;
    one.row.keep_until = row.keep_until;
    // What is being fetched comes first: its file would be nobody's.
    if (is_time_over(one.row, step.now) && !one.asked) one.next_at = step.now;
  }
}

void serve_recordings(Step& step) {
  World& world = step.world;
  if (world.next_recordings <= step.now) {
    world.next_recordings = kNever;
    step.out.loads.push_back(WantRecordings{kPerLoad});
  }
  for (auto& [id, one] : world.recordings) {
    const bool awaited = one.row.state == RecordingState::recording && !world.calls.contains(id);
    if (awaited && one.next_at == kNever && is_up(world, one.row.provider))
      one.next_at = step.now + kWordOfEnd;
    if (one.next_at <= step.now) act(step, one);
  }
  forget_settled(step);
}

Instant next_recording(const World& world) {
  Instant next = world.next_recordings;
  for (const auto& [id, one] : world.recordings)
    next = std::min(next, one.next_at);
  return next;
}

bool recordings_under_way(const World& world) {
  return std::any_of(world.recordings.begin(), world.recordings.end(), [&](const auto& row) {
    const LiveRecording& one = row.second;
    return is_up(world, one.row.provider) && (one.asked || one.row.state == RecordingState::recording);
  });
}

}  // namespace dialctl
