#include "cli/completion.h"

namespace dialctl::cli {

std::optional<Shell> parse_shell(std::string_view name) {
  if (name == "bash") return Shell::bash;
  if (name == "zsh") return Shell::zsh;
  if (name == "fish") return Shell::fish;
  return std::nullopt;
}

std::string completion_script(Shell shell, const CommandTable& table) {
  const std::vector<Noun> nouns = table.visible_nouns();
  switch (shell) {
    case Shell::bash:
      return bash_completion(nouns);
    case Shell::zsh:
      return zsh_completion(nouns);
    case Shell::fish:
      return fish_completion(nouns);
  }
  return {};
}

}  // namespace dialctl::cli
