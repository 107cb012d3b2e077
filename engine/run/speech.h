// Port: text into sound files that a phone server can play, and the library of given sound files.
//
// Every prompt is a WAV file of 8000 Hz, mono, 16 bits, mode 0600, complete from the moment it has its name.
// Threads: request() and find() return at once and may be called by the deciding thread. The answer of a
// request comes through the listener: before request() returns where no work is needed, else on a thread of
// the port's own. So the listener must only hand it on (post an event), and never call the port.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl {

struct Prompt {
  std::string name;  // file name without folder: "f3a9….wav" for a text, "thanks.wav" of the library
  std::filesystem::path file;  // where it lies
  Milliseconds length{0};      // of the sound
};

struct SpeechText {
  std::string language;    // of the project, as the command understands it: "ru", "en-us"
  std::string text;        // UTF-8, as rendered (engine/decide/template.h)
  std::string voice = {};  // as the command understands it; empty: the language's own
};

using SpeechToken = std::uint64_t;  // the asker's own mark, handed back with the answer

struct SpeechDone {
  SpeechToken token = 0;
  Result<Prompt> prompt;
};
using SpeechListener = std::function<void(SpeechDone)>;

class Speech {
 public:
  virtual ~Speech() = default;

  // Whether any text can be made in this language, found out by making one. Asked by
  // `template check`, `robot start` and `doctor`, before any call. May take the
  // command's time-out on the first asking, so not for the deciding thread; later
  // askings answer from memory when the voice worked. The error says why and what to do:
  //   speech.no-command  not installed or not configured       speech.bad-language  not a language tag
  //   speech.failed      the command refused (its own words)   speech.time-out, speech.too-large,
  //   speech.bad-output  it made no sound file                 speech.store (folder not writable, disk full)
  // A voice that worked once is remembered for the life of the port.
  virtual Result<void> can_speak(const std::string& language) = 0;

  // The prompt, if it was made before. Reads one file header.
  virtual std::optional<Prompt> find(const SpeechText& text) = 0;

  // Makes the prompt, unless it exists; exactly one answer to the listener per request, in any order. Equal
  // texts that are asked for at the same time are made once and answered each. Errors as can_speak, and
  //   speech.bad-voice, speech.no-voice (usage: the command takes none), speech.empty-text, speech.bad-text
  //   (not UTF-8), speech.text-too-long (usage), speech.queue-full (busy: ask again later)
  // A failure is not remembered: the next request tries again. After the port's destruction has begun no
  // answer comes any more; commands that still run are killed.
  virtual void request(SpeechToken token, SpeechText text) = 0;
};

// Port: the audio library's files (RB-12). Names are the admin's: 1 to 64 of a-z
// A-Z 0-9 . _ -, not beginning with a dot or a dash. Who uses a file is for the
// caller to know: remove() asks nobody. Not for the deciding thread, but find().
class AudioFiles {
 public:
  virtual ~AudioFiles() = default;

  // Checks the file and keeps a converted copy. WAV with PCM sound is read by dialctl itself, all else (mp3,
  // ogg, flac ...) by sox. `source` stays as it is.
  //   audio.bad-name, audio.unreadable, audio.bad-format, audio.empty, audio.too-large, audio.too-long
  //   (usage) audio.no-converter (usage: install sox, or give WAV)   audio.exists (conflict, unless replace)
  //   audio.store (store: folder not writable, disk full)
  virtual Result<Prompt> add(const std::string& name, const std::filesystem::path& source, bool replace) = 0;
  // What add() would say of the name and the file, and how long the sound is; nothing is kept.
  virtual Result<Milliseconds> check(const std::string& name, const std::filesystem::path& source) = 0;

  // By name.
  virtual Result<std::vector<Prompt>> list() = 0;
  virtual std::optional<Prompt> find(const std::string& name) = 0;
  virtual Result<void> remove(const std::string& name) = 0;  // audio.not-found (not_found), audio.store
};

}  // namespace dialctl
