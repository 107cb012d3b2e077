// The audio library as a folder of WAV files (port AudioFiles: engine/run/speech.h).
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/speech.h"

namespace dialctl::speech {

class WorkFolder;

struct AudioFolderSettings {
  std::filesystem::path folder;  // made (0700) when absent
  std::size_t source_bytes_max = 100 * 1024 * 1024;
  Milliseconds length_max{10 * 60'000};
  Milliseconds converter_time_out{60'000};
};

class AudioFolder final : public AudioFiles {
 public:
  explicit AudioFolder(AudioFolderSettings settings) : settings_(std::move(settings)) {}

  Result<Prompt> add(const std::string& name, const std::filesystem::path& source, bool replace) override;
  Result<Milliseconds> check(const std::string& name, const std::filesystem::path& source) override;
  Result<std::vector<Prompt>> list() override;
  std::optional<Prompt> find(const std::string& name) override;
  Result<void> remove(const std::string& name) override;

 private:
  // The bytes of the prompt, made in `work`.
  Result<std::string> convert(const std::string& name, const std::filesystem::path& source,
                              const WorkFolder& work) const;

  AudioFolderSettings settings_;
};

}  // namespace dialctl::speech
