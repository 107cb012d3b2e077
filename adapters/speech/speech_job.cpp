#include "adapters/speech/speech_job.h"

#include <algorithm>
#include <memory>
#include <openssl/evp.h>
#include <string_view>

#include "adapters/speech/child_command.h"
#include "adapters/speech/convert.h"
#include "adapters/speech/prompt_store.h"
#include "engine/model/text.h"

namespace dialctl::speech {
namespace {

// Also of a voice: nothing that the command could take for a word of its own.
bool is_tag(std::string_view tag) {
  const auto letter = [](char symbol) {
    return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
           (symbol >= '0' && symbol <= '9');
  };
  return !tag.empty() && tag.size() <= 64 && letter(tag.front()) &&
         std::all_of(tag.begin(), tag.end(), [&](char symbol) {
           return letter(symbol) || symbol == '-' || symbol == '_' || symbol == '+' || symbol == '.' ||
                  symbol == '@';
         });
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string replaced(std::string word, std::string_view mark, const std::string& value) {
  for (std::size_t at = word.find(mark); at != std::string::npos; at = word.find(mark, at + value.size())) {
    word.replace(at, mark.size(), value);
  }
  return word;
}

bool mentions(const std::vector<std::string>& words, std::string_view mark) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.find(mark) != std::string::npos; });
}

struct JobFiles {
  std::filesystem::path text;
  std::filesystem::path out;  // some commands insist on an ending
};

ChildCommand command_for(const CommandSpeechSettings& settings, const SpeechText& text,
                         const WorkFolder& work, const JobFiles& files) {
  ChildCommand command;
  for (const std::string& word : settings.command) {
    const bool is_program = command.words.empty();
    if (is_program) {
      command.words.push_back(word);
      continue;
    }
    const std::string spoken = replaced(replaced(word, "{language}", text.language), "{voice}",
                                        text.voice.empty() ? text.language : text.voice);
    command.words.push_back(
        replaced(replaced(spoken, "{text_file}", files.text.string()), "{out}", files.out.string()));
  }
  if (!mentions(settings.command, "{text_file}")) command.input = files.text;
  if (!mentions(settings.command, "{out}")) command.output = files.out;
  command.folder = work.path();
  command.time_out = settings.time_out;
  command.file_bytes_max = settings.output_bytes_max;
  return command;
}

Error failure(ErrorKind kind, const char* code, std::string message, std::string hint) {
  return {kind, std::string("speech.") + code, std::move(message), std::move(hint)};
}

// The command's end as a refusal; nullopt when it went well.
std::optional<Error> refusal(const ChildEnd& end, const CommandSpeechSettings& settings,
                             const SpeechText& text) {
  const std::string name = settings.command.empty() ? "the speech command" : settings.command[0];
  const std::string try_hint = "try the command by hand; `dialctl template say` shows what it says";
  using How = ChildEnd::How;
  switch (end.how) {
    case How::not_found:
      return failure(ErrorKind::usage, "no-command", "cannot run " + name + ": " + end.errors,
                     "apt install espeak-ng, or configure another speech command");
    case How::not_started:
      return failure(ErrorKind::store, "store", "cannot run " + name + ": " + end.errors,
                     "check the speech cache's folder and the machine's limits");
    case How::timed_out:
      return failure(ErrorKind::refused, "time-out",
                     name + " did not finish within " + std::to_string(settings.time_out.count()) + " ms",
                     try_hint);
    case How::too_large:
      return failure(ErrorKind::refused, "too-large",
                     name + " wrote more than " + std::to_string(settings.output_bytes_max) + " bytes",
                     try_hint);
    case How::stopped:
      return failure(ErrorKind::busy, "stopped", name + " was stopped", "ask again");
    case How::killed_by_signal:
      return failure(ErrorKind::refused, "failed", name + " died of signal " + std::to_string(end.code),
                     try_hint);
    case How::exited:
      break;
  }
  if (end.code == 0) return std::nullopt;
  return failure(ErrorKind::refused, "failed",
                 name + " refused language '" + text.language + "' with exit " + std::to_string(end.code) +
                     ": " + end.errors,
                 "see which voices it has (`espeak-ng --voices`), and the project's language");
}

// What the command wrote is not the caller's file, so the converter's words about files would mislead.
Error bad_output(const Error& why, const CommandSpeechSettings& settings) {
  if (why.code == "store" || why.code == "no-converter" || why.code == "time-out" ||
      why.code == "too-large") {
    return {why.kind, "speech." + why.code, why.message, why.hint};
  }
  return failure(ErrorKind::refused, "bad-output",
                 settings.command[0] + " made no usable sound: " + why.message,
                 "it must write a sound file to {out}, or to stdout when {out} is not among its words");
}

}  // namespace

Result<void> sound_request(const CommandSpeechSettings& settings, const SpeechText& text) {
  if (!text.voice.empty() && !is_tag(text.voice))
    return failure(ErrorKind::usage, "bad-voice", "'" + text.voice + "' is not a voice",
                   "use one that the speech command has, such as ru+f3");
  if (!text.voice.empty() && !mentions(settings.command, "{voice}"))
    return failure(ErrorKind::usage, "no-voice", "the speech command takes no voice",
                   "put {voice} among the words of speech.command, or name no voice");
  if (!is_tag(text.language)) {
    return failure(ErrorKind::usage, "bad-language", "'" + text.language + "' is not a language tag",
                   "use one such as ru, uk or en-us");
  }
  if (!is_utf8(text.text) || text.text.find('\0') != std::string::npos) {
    return failure(ErrorKind::usage, "bad-text", "the text is not UTF-8", "check the fields of the order");
  }
  if (is_blank(text.text))
    return failure(ErrorKind::usage, "empty-text", "there is nothing to say", "check the template");
  if (text.text.size() > settings.text_bytes_max) {
    return failure(
        ErrorKind::usage, "text-too-long", "the text has " + std::to_string(text.text.size()) + " bytes",
        "at most " + std::to_string(settings.text_bytes_max) + " are said: check the fields of the order");
  }
  return {};
}

namespace {

// Asked of the library once: each asking goes through all that it offers.
const EVP_MD* sha256() {
  static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> method(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                 EVP_MD_free);
  DIALCTL_INVARIANT(method != nullptr);
  return method.get();
}

}  // namespace

std::string prompt_name(const CommandSpeechSettings& settings, const SpeechText& text) {
  std::string hashed;
  const auto add = [&](std::string_view part) {
    hashed.append(std::to_string(part.size())).append(":").append(part).append(",");
  };
  for (const std::string& word : settings.command)
    add(word);
  add(text.language);
  add(text.text);
  if (!text.voice.empty()) add(text.voice);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned bytes = 0;
  DIALCTL_INVARIANT(EVP_Digest(hashed.data(), hashed.size(), digest, &bytes, sha256(), nullptr) == 1);
  std::string name;
  for (unsigned i = 0; i < bytes; ++i) {
    name += "0123456789abcdef"[digest[i] >> 4U];
    name += "0123456789abcdef"[digest[i] & 15U];
  }
  return name + ".wav";
}

Result<Prompt> make_prompt(const CommandSpeechSettings& settings, const SpeechText& text, int stop_fd) {
  const auto work = WorkFolder::make(settings.cache_folder);
  if (!work) return bad_output(work.error(), settings);
  const JobFiles files{work.value().path() / "text.txt", work.value().path() / "out.wav"};
  if (auto written = write_file(files.text, text.text + "\n"); !written)
    return bad_output(written.error(), settings);

  ChildCommand command = command_for(settings, text, work.value(), files);
  command.stop_fd = stop_fd;
  if (auto refused = refusal(run_child(command), settings, text)) return *refused;

  // Without the ending, sox goes by the content.
  const auto sound = work.value().path() / "sound";
  std::error_code no_output;
  std::filesystem::rename(files.out, sound, no_output);
  const Milliseconds an_hour{3'600'000};
  const auto wav =
      converted(sound, work.value(), {settings.output_bytes_max, an_hour, settings.time_out, stop_fd});
  if (!wav) return bad_output(wav.error(), settings);
  auto prompt = store_prompt(work.value(), settings.cache_folder, prompt_name(settings, text), wav.value());
  if (!prompt) return bad_output(prompt.error(), settings);
  return prompt;
}

}  // namespace dialctl::speech
