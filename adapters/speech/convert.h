// Any sound file to the bytes of a prompt.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "adapters/speech/prompt_store.h"
#include "engine/model/instant.h"
#include "engine/model/result.h"

namespace dialctl::speech {

struct ConvertLimits {
  std::uint64_t source_bytes_max = 0;
  Milliseconds length_max{0};
  Milliseconds time_out{60'000};  // of sox
  int stop_fd = -1;               // readable = give up
};

// PCM WAV is read here; all else goes through sox, whose output is read here. Error codes, without a prefix:
//   unreadable, bad-format, empty, too-large, too-long, no-converter (usage)   time-out, store (store)
Result<std::string> converted(const std::filesystem::path& source, const WorkFolder& work,
                              const ConvertLimits& limits);

}  // namespace dialctl::speech
