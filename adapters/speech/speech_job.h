// One text made into one prompt: what a worker of CommandSpeech does.
#pragma once

#include <string>

#include "adapters/speech/command_speech.h"
#include "engine/model/result.h"
#include "engine/run/speech.h"

namespace dialctl::speech {

// Whether the request makes sense at all: language tag, text.
Result<void> sound_request(const CommandSpeechSettings& settings, const SpeechText& text);

// "<64 hex digits>.wav": of the command's words, the language and the text.
std::string prompt_name(const CommandSpeechSettings& settings, const SpeechText& text);

// Runs the command and puts the prompt into the cache. Blocks; ends early when stop_fd becomes readable.
Result<Prompt> make_prompt(const CommandSpeechSettings& settings, const SpeechText& text, int stop_fd);

}  // namespace dialctl::speech
