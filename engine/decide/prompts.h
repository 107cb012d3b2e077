// The sounds of a task are made before anybody is called: a template that cannot be said never rings a phone.
#pragma once

#include <map>

#include "engine/decide/world.h"

namespace dialctl {

// Whether a call with it says anything: its message, or the words to an abandoned caller.
bool has_sounds(const CompiledTemplate& tmpl, const Project& project);
// Asks for them, unless they are being made or at hand.
void request_prompts(Step& step, const DueTask& task, const CompiledTemplate& tmpl);
// For a call that is up without them, after a restart: its message begins when they are at hand.
void await_prompts(Step& step, LiveCall& call);
// At hand and of the current settings: moved out, to be handed to the call. nullopt: not (yet).
std::optional<TaskPrompts> take_prompts(World& world, TaskId task);

// How many tasks of a bucket have their sounds ahead of their calls, and how many will have.
struct PromptStock {
  int ready = 0;
  int preparing = 0;
  int size() const { return ready + preparing; }
};
std::map<BucketId, PromptStock> prompt_stocks(const World& world);

void on_prompts_ready(Step& step, PromptsReady ready);
void on_prompts_failed(Step& step, const PromptsFailed& failed);
// Forgets those whose task went away.
void drop_stale_prompts(Step& step);

}  // namespace dialctl
