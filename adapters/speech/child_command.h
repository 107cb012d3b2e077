// One run of a foreign command that may fail in any way: hang, leave children behind, write without end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/instant.h"

namespace dialctl::speech {

inline constexpr std::uint64_t kFileBytesEver = 256 * 1024 * 1024;

struct ChildCommand {
  std::vector<std::string> words;  // words[0] is looked up in PATH unless it holds a slash; no shell
  std::filesystem::path folder;    // where it runs; its stderr goes to a file "errors" in there
  std::filesystem::path input;     // stdin; empty = nothing to read
  std::filesystem::path output;    // stdout; empty = thrown away
  Milliseconds time_out{20'000};
  // Of any one file in the folder. Looked at twenty times a second; a file that grows faster ends at
  // kFileBytesEver. Not the kernel's limit alone: that also counts memory files, and sound libraries make
  // shared ones of 64 MiB before the first word.
  std::uint64_t file_bytes_max = 0;
  int stop_fd = -1;  // readable = kill it; -1 = never
};

struct ChildEnd {
  enum class How { exited, killed_by_signal, timed_out, too_large, stopped, not_found, not_started };
  How how = How::not_started;
  int code = 0;        // exit status, signal or errno
  std::string errors;  // the beginning of what it wrote to stderr, or why it was not started
};

// Blocks until the command has ended. Its whole process group is dead then, and no zombie is left.
ChildEnd run_child(const ChildCommand& command);

// Where PATH finds it.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace dialctl::speech
