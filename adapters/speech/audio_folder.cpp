#include "adapters/speech/audio_folder.h"

#include <algorithm>

#include "adapters/speech/convert.h"
#include "adapters/speech/prompt_store.h"
#include "adapters/speech/wav.h"

namespace dialctl::speech {
namespace {

constexpr std::string_view kEnding = ".wav";

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '.' || name.front() == '-') return false;
  return std::all_of(name.begin(), name.end(), [](char symbol) {
    return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
           (symbol >= '0' && symbol <= '9') || symbol == '.' || symbol == '_' || symbol == '-';
  });
}

std::string file_name(const std::string& name) {
  return name + std::string(kEnding);
}

Error audio_error(const Error& error) {
  return {error.kind, "audio." + error.code, error.message, error.hint};
}

}  // namespace

Result<std::string> AudioFolder::convert(const std::string& name, const std::filesystem::path& source,
                                         const WorkFolder& work) const {
  if (!is_name(name)) {
    return Error{ErrorKind::usage, "audio.bad-name", "'" + name + "' cannot be the name of an audio file",
                 "use 1 to 64 of a-z A-Z 0-9 . _ -, not beginning with a dot or a dash"};
  }
  auto wav = converted(source, work,
                       {settings_.source_bytes_max, settings_.length_max, settings_.converter_time_out, -1});
  if (!wav) return audio_error(wav.error());
  return wav;
}

Result<Prompt> AudioFolder::add(const std::string& name, const std::filesystem::path& source, bool replace) {
  if (!replace && find(name)) {
    return Error{ErrorKind::conflict, "audio.exists", "the audio library has '" + name + "' already",
                 "take another name, or replace it with --replace"};
  }
  const auto work = WorkFolder::make(settings_.folder);
  if (!work) return audio_error(work.error());
  const auto wav = convert(name, source, work.value());
  if (!wav) return wav.error();
  auto prompt = store_prompt(work.value(), settings_.folder, file_name(name), wav.value());
  if (!prompt) return audio_error(prompt.error());
  return prompt;
}

Result<Milliseconds> AudioFolder::check(const std::string& name, const std::filesystem::path& source) {
  const auto work = WorkFolder::make(settings_.folder);
  if (!work) return audio_error(work.error());
  const auto wav = convert(name, source, work.value());
  if (!wav) return wav.error();
  const auto length =
      prompt_length(std::string_view{wav.value()}.substr(0, kPromptHeaderBytes), wav.value().size());
  DIALCTL_INVARIANT(length.has_value());
  return *length;
}

Result<std::vector<Prompt>> AudioFolder::list() {
  std::vector<Prompt> prompts;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(settings_.folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string file = entry->path().filename().string();
    if (!file.ends_with(kEnding)) continue;
    if (auto prompt = find(file.substr(0, file.size() - kEnding.size())))
      prompts.push_back(std::move(*prompt));
  }
  if (failed && failed != std::errc::no_such_file_or_directory) {
    return Error{ErrorKind::store, "audio.store",
                 "cannot read " + settings_.folder.string() + ": " + failed.message(),
                 "check the folder's owner and mode"};
  }
  std::sort(prompts.begin(), prompts.end(), [](const Prompt& a, const Prompt& b) { return a.name < b.name; });
  return prompts;
}

std::optional<Prompt> AudioFolder::find(const std::string& name) {
  if (!is_name(name)) return std::nullopt;
  return find_prompt(settings_.folder, file_name(name));
}

Result<void> AudioFolder::remove(const std::string& name) {
  std::error_code failed;
  const bool removed = is_name(name) && std::filesystem::remove(settings_.folder / file_name(name), failed);
  if (failed) {
    return Error{ErrorKind::store, "audio.store", "cannot remove '" + name + "': " + failed.message(),
                 "check the folder's owner and mode"};
  }
  if (removed) return {};
  return Error{ErrorKind::not_found, "audio.not-found", "the audio library has no '" + name + "'",
               "dialctl audio list shows what there is"};
}

}  // namespace dialctl::speech
