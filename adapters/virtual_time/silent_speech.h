// Speech without sound: every text is at hand at once. For simulations, where nobody listens.
#pragma once

#include <functional>
#include <string>

#include "engine/run/speech.h"

namespace dialctl {

class SilentSpeech final : public Speech {
 public:
  Result<void> can_speak(const std::string& /*language*/) override { return {}; }
  std::optional<Prompt> find(const SpeechText& text) override {
    return Prompt{
        std::to_string(std::hash<std::string>{}(text.language + "\n" + text.text)) + ".wav", {}, kLength};
  }
  void request(SpeechToken /*token*/, SpeechText /*text*/) override {}  // find() never fails

 private:
  static constexpr Milliseconds kLength{4000};
};

}  // namespace dialctl
