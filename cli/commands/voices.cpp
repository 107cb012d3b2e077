#include "cli/commands/voices.h"

#include <algorithm>
#include <set>

namespace dialctl::cli {

bool speaks(const ParsedTemplate& parsed) {
  const auto is_text = [](const Segment& segment) { return std::holds_alternative<SpokenText>(segment); };
  return std::any_of(parsed.message.begin(), parsed.message.end(), is_text) ||
         std::any_of(parsed.keys.begin(), parsed.keys.end(),
                     [&](const KeyBinding& binding) { return binding.reply && is_text(*binding.reply); });
}

std::vector<std::pair<std::string, Error>> missing_voices(Ports& ports, const dialctl::Settings& settings,
                                                          const ParsedTemplate& parsed) {
  std::vector<std::pair<std::string, Error>> missing;
  if (!speaks(parsed)) return missing;
  std::set<std::string> languages;
  for (const auto& project : settings.projects)
    languages.insert(project.language);
  for (const std::string& language : languages) {
    auto speech = ports.speech();
    auto heard = speech ? speech.value()->can_speak(language) : Result<void>{speech.error()};
    if (!heard) missing.emplace_back(language, heard.error());
  }
  return missing;
}

}  // namespace dialctl::cli
