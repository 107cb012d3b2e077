#include "engine/decide/callback_prompt.h"

#include <algorithm>

#include "engine/decide/agent_round.h"

namespace dialctl {
namespace {

constexpr PlaybackNumber kPrompt{1};
// The customer is dialled without the words when they take longer than this.
constexpr Seconds kVoiceWait{10};
constexpr Seconds kPromptMost{60};

LiveRound* round_of(World& world, AttemptId leg) {
  const auto found = std::find_if(world.rounds.begin(), world.rounds.end(), [&](const auto& row) {
    return row.second.rule && row.second.state.leg.number == leg &&
           row.second.state.step == RoundStep::dialling;
  });
  return found == world.rounds.end() ? nullptr : &found->second;
}

// The caller's number digit by digit, whom he had called, and where he was lost.
std::string facts_of(const Rulebook& rules, const DueTask& task) {
  const MissedCall& call = task.callback->missed;
  std::string words = "Callback to ";
  for (const char digit : call.caller.text())
    words += std::string{digit} + " ";
  const Project* project = rules.project(task.order.project);
  const QueueSettings* queue = call.queue ? rules.queue(*call.queue) : nullptr;
  if (project != nullptr)
    words += ", " + (project->spoken_name.empty() ? project->name : project->spoken_name);
  if (queue != nullptr) words += ", " + queue->name;
  if (!call.site.empty()) words += ", " + call.site;
  return words + ".";
}

std::optional<Say> words_of(const Rulebook& rules, const CallbackRule& rule, const DueTask& task) {
  switch (rule.prompt.kind) {
    case PromptKind::standard:
      return SayText{std::string{kStandardPrompt}};
    case PromptKind::none:
      return std::nullopt;
    case PromptKind::text:
      return SayText{rule.prompt.text};
    case PromptKind::audio:
      return SayAudio{rule.prompt.text};
    case PromptKind::facts:
      return SayText{facts_of(rules, task)};
  }
  return std::nullopt;
}

void dial_now(Step& step, LiveRound& round) {
  round.answered_at = step.now;
  round.dial_at = step.now + kAfterCommit;
}

}  // namespace

void begin_prompt(Step& step, LiveRound& round, const CallbackRule& rule, const DueTask& task) {
  const auto words = words_of(*step.world.rules, rule, task);
  if (!words) {
    dial_now(step, round);
    return;
  }
  const Project* project = step.world.rules->project(task.order.project);
  round.answered_at = round.dial_at.emplace(step.now + kVoiceWait);
  step.out.effects.push_back(
      PrepareAnnouncement{round.state.leg.number, project != nullptr ? project->language : "en", {*words}});
}

void on_callback_prompt_ready(Step& step, AttemptId leg, std::vector<Media> media) {
  LiveRound* round = round_of(step.world, leg);
  if (round == nullptr || round->state.attempt) return;
  if (media.empty()) {  // no voice: he is told nothing, and the customer is called all the same
    dial_now(step, *round);
    return;
  }
  round->answered_at = round->dial_at.emplace(step.now + kPromptMost);
  step.command(round->provider, Play{round->state.leg, kPrompt, std::move(media)});
}

void on_callback_prompt_ended(Step& step, const LegId& leg) {
  LiveRound* round = round_of(step.world, leg.number);
  if (round != nullptr && round->state.leg == leg && !round->state.attempt) dial_now(step, *round);
}

}  // namespace dialctl
