// completion SHELL, and the hidden question that the scripts ask back: __complete KIND PREFIX.
#include "cli/completion.h"

#include <algorithm>

#include "cli/commands/nouns.h"
#include "cli/invocation.h"

namespace dialctl::cli {

namespace {

Result<ExitCode> completion(Invocation& in) {
  in.print(completion_script(*parse_shell(in.text("shell")), in.table()));
  return ExitCode::done;
}

const NounEntry* entry_of(const CommandTable& table, std::string_view kind) {
  for (const NounEntry& entry : table.entries()) {
    const auto& kinds = entry.completer_kinds;
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return &entry;
  }
  return nullptr;
}

// A shell that completes has no place for errors: what cannot be told is not offered.
Result<ExitCode> complete(Invocation& in) {
  const NounEntry* entry = entry_of(in.table(), in.text("kind"));
  if (entry == nullptr) return ExitCode::done;
  const Noun noun = entry->make();
  for (const Completer& completer : noun.completers) {
    if (completer.kind != in.text("kind")) continue;
    const auto candidates = completer.candidates(in, in.text("prefix"));
    if (!candidates) return ExitCode::done;
    for (const std::string& candidate : candidates.value()) {
      if (candidate.find('\n') == std::string::npos) in.print(candidate + '\n');
    }
  }
  return ExitCode::done;
}

}  // namespace

Noun completion_noun() {
  return {
      .name = "completion",
      .summary = "Completion of commands for a shell",
      .commands =
          {{.summary = "Print the completion script of a shell",
            .examples = {{"dialctl completion bash > /etc/bash_completion.d/dialctl", "for every bash user"},
                         {"dialctl completion zsh > ~/.zfunc/_dialctl", "for zsh, with ~/.zfunc in fpath"},
                         {"dialctl completion fish > ~/.config/fish/completions/dialctl.fish", "for fish"}},
            .positionals = {{.name = "shell",
                             .help = "which shell",
                             .value = {ValueKind::choice, {"bash", "zsh", "fish"}}}},
            .shape = Shape::text,
            .loads_settings = false,
            .run = completion}},
  };
}

Noun complete_noun() {
  return {
      .name = "__complete",
      .summary = "What the completion scripts ask",
      .commands = {{.summary = "List the values of a kind",
                    .positionals = {{.name = "kind", .help = "kind of value"},
                                    {.name = "prefix", .help = "what they start with", .required = false}},
                    .shape = Shape::text,
                    .access = Access::read,
                    .hidden = true,
                    .run = complete}},
  };
}

}  // namespace dialctl::cli
