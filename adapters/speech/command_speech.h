// Speech by a command of the admin's choice, with a cache of what it said (port: engine/run/speech.h).
//
// The command is a list of words, run without a shell. In each word {text_file}, {out}, {language} and
// {voice} are replaced; the voice is the language where none is named. Nothing that came with an order is
// ever part of a word. Without {text_file} the text comes on stdin, without {out} the sound is what the
// command writes to stdout. It may write any sound that AudioFiles::add takes. It runs in a folder of its
// own, in a process group of its own that is killed when the time is up or the command has
// ended; its environment is ours without the names that begin with DIALCTL_.
//
// Cache: one file per (command, language, text, voice), named by the SHA-256 of
// these, written beside and renamed. Several processes may share the folder.
// A file that is used gets a new modification time, for forget_unused.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/run/speech.h"

namespace dialctl::speech {

struct CommandSpeechSettings {
  std::vector<std::string> command = {"espeak-ng", "-v", "{voice}", "-f", "{text_file}", "-w", "{out}"};
  std::filesystem::path cache_folder;  // made (0700) when absent
  Milliseconds time_out{20'000};       // of one run of the command
  std::size_t output_bytes_max = 32 * 1024 * 1024;
  std::size_t text_bytes_max = 8 * 1024;
  unsigned workers = 2;          // commands at once, 1..16
  std::size_t queue_max = 1000;  // requests that wait for a worker
};

class CommandSpeech final : public Speech {
 public:
  CommandSpeech(CommandSpeechSettings settings, SpeechListener listener);
  ~CommandSpeech() override;
  CommandSpeech(const CommandSpeech&) = delete;
  CommandSpeech& operator=(const CommandSpeech&) = delete;

  Result<void> can_speak(const std::string& language) override;
  std::optional<Prompt> find(const SpeechText& text) override;
  void request(SpeechToken token, SpeechText text) override;

  // Removes prompts that nobody has used since then, and
  // leftovers of crashed runs. The count of removed files.
  Result<int> forget_unused(Instant since);

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace dialctl::speech
