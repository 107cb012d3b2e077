// Prompt files in a folder: written beside and renamed, so that a name always means a complete file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/result.h"
#include "engine/run/speech.h"

namespace dialctl::speech {

// Errors of this header: kind store, code "store".

// A folder of its own inside `parent` (which is made, 0700, when absent), removed with all in it at the end.
class WorkFolder {
 public:
  static Result<WorkFolder> make(const std::filesystem::path& parent);
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();

  const std::filesystem::path& path() const { return path_; }
  static bool is_name(std::string_view file_name);  // of such a folder, perhaps left by a crash

 private:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

// A new file, 0600, on the disk when this returns.
Result<void> write_file(const std::filesystem::path& file, std::string_view bytes);

// Puts a complete prompt at parent/name; `work` is a WorkFolder of the same parent.
Result<Prompt> store_prompt(const WorkFolder& work, const std::filesystem::path& parent,
                            const std::string& name, std::string_view wav);

// nullopt: no such file, or not a complete prompt.
std::optional<Prompt> find_prompt(const std::filesystem::path& parent, const std::string& name);

}  // namespace dialctl::speech
