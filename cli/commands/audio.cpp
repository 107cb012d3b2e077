// audio: the library of given sound files, for {{audio = "name"}} in templates and replies (RB-12).
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>

#include "cli/commands/nouns.h"
#include "cli/declared/noun.h"
#include "engine/run/speech.h"

namespace dialctl::cli {
namespace {

Error no_such_file(std::string_view name) {
  return Error{ErrorKind::not_found, "audio.not-found", fmt::format("the audio library has no '{}'", name),
               "dialctl audio list shows what there is"};
}

// The row comes with the file: a call never finds the one without the other's name.
Result<void> enter_in_library(Ports& all, const Prompt& prompt, std::string_view name, const Change& change) {
  auto settings = all.registry().load();
  if (!settings) return settings.error();
  AudioFile row{{}, std::string{name}, prompt.name, prompt.length};
  if (const auto* known = find_named(settings.value().audio, name)) row.id = known->id;
  auto put = all.registry().put(row, change);
  if (!put) return put.error();
  return {};
}

Result<ExitCode> add(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto settings = all.registry().load();
  if (!settings) return settings.error();
  const std::string name{in.text("name")};
  if (find_named(settings.value().audio, name) != nullptr && !in.flag("replace"))
    return Error{ErrorKind::conflict, "audio.exists", fmt::format("the audio library has '{}' already", name),
                 "take another name, or replace it with --replace"};
  if (in.dry_run()) {
    auto length = all.audio().check(name, std::string{in.text("file")});
    if (!length) return length.error();
    in.note(fmt::format("'{}' would be added{}", name, in.dry_remark()));
    return ExitCode::done;
  }
  // A file without its row, left by a crash, is nobody's: it is replaced.
  auto prompt = all.audio().add(name, std::string{in.text("file")}, true);
  if (!prompt) return prompt.error();
  auto entered = all.registry().together(
      [&] { return enter_in_library(all, prompt.value(), name, change_of(in, all)); }, Ending::keep);
  if (!entered) return entered.error();
  in.note(
      fmt::format("'{}' added, {:.1f} s", name, static_cast<double>(prompt.value().length.count()) / 1000));
  return ExitCode::done;
}

Result<ExitCode> list(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  Rows out = in.rows();
  for (const AudioFile& row : settings.value().audio) {
    const bool there = ports.value()->audio().find(row.name).has_value();
    if (!out.add({Cell{row.name}, Cell{row.length}, Cell{row.file}, Cell{there}})) break;
  }
  return out.finish();
}

// As it lies in the library, for a player or a file: 8 kHz, mono, 16 bits.
Result<ExitCode> play(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  const auto prompt = ports.value()->audio().find(std::string{in.text("name")});
  if (!prompt) return no_such_file(in.text("name"));
  if (in.streams().out_terminal)
    return Error{ErrorKind::usage, "audio.terminal", "a terminal cannot play sound",
                 fmt::format("dialctl audio play {} | aplay, or > FILE.wav", in.text("name"))};
  std::ifstream file(prompt->file, std::ios::binary);
  std::array<char, 64 * 1024> piece{};
  while (file.read(piece.data(), piece.size()) || file.gcount() > 0)
    in.print({piece.data(), static_cast<std::size_t>(file.gcount())});
  if (file.bad() || !file.eof())
    return Error{ErrorKind::store, "audio.store", "cannot read " + prompt->file.string(),
                 "add it again: dialctl audio add --replace"};
  return ExitCode::done;
}

Result<ExitCode> remove(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  const std::string name{in.text("name")};
  auto gone = all.registry().together(
      [&]() -> Result<void> {
        auto settings = all.registry().load();
        if (!settings) return settings.error();
        const auto* row = find_named(settings.value().audio, name);
        if (row == nullptr) return no_such_file(name);
        return all.registry().remove(row->id, change_of(in, all));
      },
      ending_of(in));
  if (!gone) return gone.error();
  if (in.dry_run()) {
    in.note(fmt::format("'{}' would be removed{}", name, in.dry_remark()));
    return ExitCode::done;
  }
  // The row is gone, so nothing plays the file any more; one that is missing already is as wanted.
  if (auto removed = all.audio().remove(name); !removed && removed.error().kind != ErrorKind::not_found)
    return removed.error();
  in.note(fmt::format("'{}' removed", name));
  return ExitCode::done;
}

Result<std::vector<std::string>> names(Invocation& in, std::string_view prefix) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  std::vector<std::string> found;
  for (const AudioFile& row : settings.value().audio) {
    if (row.name.starts_with(prefix)) found.push_back(row.name);
  }
  return found;
}

Positional which() {
  return {.name = "name", .help = "its name", .value = {.complete = "audio-name"}};
}

}  // namespace

Noun audio_noun() {
  return {
      .name = "audio",
      .summary = "Sound files for templates",
      .commands =
          {{.verb = "add",
            .summary = "Check a sound file and keep a converted copy",
            .description = "WAV with PCM sound is read as it is, all other formats by sox. What is kept has "
                           "8 kHz, one channel and 16 bits, as telephones have.",
            .examples = {{"dialctl audio add thanks thanks.mp3",
                          "then {{audio = \"thanks\"}} in a template"}},
            .positionals = {{.name = "name", .help = "1 to 64 of a-z A-Z 0-9 . _ -"},
                            {.name = "file", .help = "the sound", .value = {.kind = ValueKind::path}}},
            .flags = {{.name = "replace", .help = "take the place of the one of that name"}, reason_flag()},
            .access = Access::write,
            .run = add},
           {.verb = "list",
            .summary = "List them",
            .examples = {{"dialctl audio list -o json", "for a program"}},
            .columns = {{.name = "name", .help = "as templates name it"},
                        {.name = "length", .kind = CellKind::seconds, .help = "of the sound"},
                        {.name = "file", .help = "in the audio folder", .wide = true},
                        {.name = "there", .kind = CellKind::boolean, .help = "whether the file is there"}},
            .shape = Shape::list,
            .access = Access::read,
            .run = list},
           {.verb = "play",
            .summary = "Write the sound to stdout, for a player or a file",
            .examples = {{"dialctl audio play thanks | aplay", "on this machine's loudspeaker"},
                         {"dialctl audio play thanks > thanks.wav", "to a file"}},
            .positionals = {which()},
            .shape = Shape::text,
            .access = Access::read,
            .run = play},
           {.verb = "remove",
            .summary = "Remove one; refused while a template uses it, which is named",
            .examples = {{"dialctl audio remove thanks", "its name is free again"}},
            .positionals = {which()},
            .flags = {reason_flag()},
            .access = Access::write,
            .run = remove}},
      .completers = {{"audio-name", names}}};
}

}  // namespace dialctl::cli
