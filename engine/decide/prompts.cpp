#include "engine/decide/prompts.h"

#include "engine/decide/call_end.h"
#include "engine/decide/call_message.h"
#include "engine/decide/robot_call.h"

namespace dialctl {
namespace {

constexpr Minutes kPromptsLife{10};

std::optional<std::vector<Media>> without_speech(const Rulebook& rules, const std::vector<Say>& say) {
  std::vector<Media> media;
  for (const Say& one : say) {
    const auto* audio = std::get_if<SayAudio>(&one);
    if (audio == nullptr) return std::nullopt;
    const auto* file = find_named(rules.settings().audio, audio->name);
    if (file == nullptr) return std::nullopt;
    media.push_back({Media::Kind::prompt, file->file});
  }
  return media;
}

std::vector<Say> abandoned_words(const Project& project) {
  if (project.spoken_name.empty() && project.callback_number.empty()) return {};
  return {SayText{project.spoken_name + ". " + project.callback_number}};
}

bool has_position(const KeyBinding& binding) {
  if (!binding.reply) return false;
  const auto* spoken = std::get_if<SpokenText>(&*binding.reply);
  if (spoken == nullptr) return false;
  for (const TextPart& part : spoken->parts) {
    if (std::holds_alternative<PositionTag>(part)) return true;
  }
  return false;
}

LiveCall* awaiting(World& world, const TaskPrompts& prompts) {
  if (!prompts.awaited_by) return nullptr;
  const auto call = world.calls.find(*prompts.awaited_by);
  return call != world.calls.end() && call->second.awaits_prompts ? &call->second : nullptr;
}

// The call is up and has heard nothing yet.
void begin_with_prompts(Step& step, LiveCall& call) {
  auto prompts = step.world.prompts.extract(call.task.id);
  call.message = std::move(prompts.mapped().message);
  call.replies = std::move(prompts.mapped().replies);
  if (call.message.empty()) {
    hang_up_as(step, call, Outcome::agent_error, HangUpReason::done);
  } else {
    start_message(step, call);
  }
}

}  // namespace

bool has_sounds(const CompiledTemplate& tmpl, const Project& project) {
  if (tmpl.parsed.has_anything_to_say()) return true;
  return tmpl.need == OperatorNeed::at_answer && !abandoned_words(project).empty();
}

void request_prompts(Step& step, const DueTask& task, const CompiledTemplate& tmpl) {
  World& world = step.world;
  if (world.prompts.contains(task.id)) return;
  const Project* project = world.rules->project(task.order.project);
  if (project == nullptr) return;
  const OrderFields fields = fields_of(task.order);
  PreparePrompts wanted{task.id, project->language, render_message(tmpl.parsed, fields), {}};
  for (const KeyBinding& binding : tmpl.parsed.keys) {
    if (has_position(binding)) continue;  // made when his place is known
    auto say = render_reply(binding, fields, std::nullopt);
    if (!say.empty()) wanted.replies[binding.key.symbol()] = std::move(say);
  }
  if (tmpl.need == OperatorNeed::at_answer) {
    auto words = abandoned_words(*project);
    if (!words.empty()) wanted.replies[kAbandonedWords] = std::move(words);
  }

  TaskPrompts& prompts = world.prompts[task.id];
  prompts.bucket = task.bucket;
  prompts.settings_version = world.rules->settings().version;
  prompts.asked_at = step.now;
  if (auto message = without_speech(*world.rules, wanted.message); message && wanted.replies.empty()) {
    prompts.ready = true;
    prompts.message = std::move(*message);
    return;
  }
  step.out.effects.push_back(std::move(wanted));
}

void await_prompts(Step& step, LiveCall& call) {
  call.awaits_prompts = true;
  request_prompts(step, call.task, *call.tmpl);
  const auto asked = step.world.prompts.find(call.task.id);
  if (asked == step.world.prompts.end()) return;  // its project was removed
  asked->second.awaited_by = call.intent.id;
  if (asked->second.ready) begin_with_prompts(step, call);
}

std::optional<TaskPrompts> take_prompts(World& world, TaskId task) {
  const auto found = world.prompts.find(task);
  if (found == world.prompts.end() || !found->second.ready) return std::nullopt;
  TaskPrompts prompts = std::move(found->second);
  world.prompts.erase(found);
  if (prompts.settings_version != world.rules->settings().version) return std::nullopt;
  return prompts;
}

std::map<BucketId, PromptStock> prompt_stocks(const World& world) {
  std::map<BucketId, PromptStock> stocks;
  for (const auto& [task, prompts] : world.prompts) {
    if (prompts.awaited_by) continue;
    PromptStock& stock = stocks[prompts.bucket];
    (prompts.ready ? stock.ready : stock.preparing) += 1;
  }
  return stocks;
}

void on_prompts_ready(Step& step, PromptsReady ready) {
  const auto found = step.world.prompts.find(ready.task);
  if (found == step.world.prompts.end()) return;
  found->second.ready = true;
  found->second.message = std::move(ready.message);
  found->second.replies = std::move(ready.replies);
  if (LiveCall* call = awaiting(step.world, found->second)) begin_with_prompts(step, *call);
}

void on_prompts_failed(Step& step, const PromptsFailed& failed) {
  step.journal("prompt.failed", "task:" + std::to_string(failed.task.value), failed.reason);
  const auto found = step.world.prompts.find(failed.task);
  LiveCall* call = found != step.world.prompts.end() ? awaiting(step.world, found->second) : nullptr;
  if (found != step.world.prompts.end()) step.world.prompts.erase(found);
  if (call != nullptr) {
    call->raw_code = failed.reason;
    hang_up_as(step, *call, Outcome::agent_error, HangUpReason::done);
    return;
  }
  // The task is put off, so that a voice that fails does not hold up those that can be said.
  step.world.failed_prompts[failed.task] = step.now;
}

void drop_stale_prompts(Step& step) {
  std::erase_if(step.world.prompts,
                [&](const auto& row) { return row.second.asked_at + kPromptsLife < step.now; });
  std::erase_if(step.world.failed_prompts,
                [&](const auto& row) { return row.second + kPromptsLife < step.now; });
}

}  // namespace dialctl
