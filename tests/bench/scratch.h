// A new folder for the files of one benchmark, removed with it. What stands beside it in `parent` is left
// alone.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace dialctl {

class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& parent) : path_(parent + "/dialctl-bench-XXXXXX") {
    std::filesystem::create_directories(parent);
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make a folder in " + parent);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace dialctl
