#include "engine/decide/inbound.h"

#include <algorithm>

#include "engine/decide/callback_round.h"

namespace dialctl {
namespace {

// The store shows it in the next pass: two calls of one caller may come in together.
bool is_taken_in_this_pass(const Step& step, const MissedCall& call) {
  return std::any_of(step.out.records.begin(), step.out.records.end(), [&](const Record& record) {
    const auto* taken = std::get_if<MissedTaken>(&record);
    return taken != nullptr && taken->start && taken->call.caller == call.caller &&
           taken->call.project == call.project;
  });
}

}  // namespace

void ask_who_called(Step& step, ProviderId provider, Instant at, const InboundAnswered& fact) {
  step.out.loads.push_back(WantCaller{provider, fact.call, at, std::nullopt});
}

void ask_who_called(Step& step, ProviderId provider, Instant at, const InboundLost& fact) {
  step.out.loads.push_back(WantCaller{provider, fact.call, at, fact.waited});
}

void on_missed_heard(Step& step, MissedHeard heard) {
  const World& world = step.world;
  for (const std::string& word : heard.passed_over)
    step.journal("missed.word-unknown", "call:" + heard.call.provider_call, word);
  heard.known.has_open_task = heard.known.has_open_task || is_taken_in_this_pass(step, heard.call);
  MissedJudged judged = judge_missed(*world.rules, world.zones, heard, step.now);
  if (judged.told_before) return;
  if (judged.record.start) step.world.buckets_noted = true;
  step.record(std::move(judged.record));
}

void on_caller_answered(Step& step, const CallerAnswered& answered) {
  note_contact(step, answered.caller, true, "call:" + answered.call);
}

void on_caller_unreadable(Step& step, const CallerUnreadable& one) {
  step.journal("missed.unreadable", "call:" + one.call, one.why);
}

}  // namespace dialctl
