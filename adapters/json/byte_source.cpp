#include "adapters/json/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dialctl::text {
namespace {

std::string reason_of(int number) {
  return std::generic_category().message(number);
}

Error unreadable(const std::string& name, const std::string& reason) {
  return {ErrorKind::usage, "input.unreadable", fmt::format("cannot read {}: {}", name, reason),
          "check the path and the permissions, or pass - to read standard input"};
}

class DescriptorBytes final : public ByteSource {
 public:
  DescriptorBytes(int descriptor, bool owned, std::string name)
      : descriptor_(descriptor), owned_(owned), name_(std::move(name)) {}
  ~DescriptorBytes() override {
    if (owned_) ::close(descriptor_);
  }

  Result<std::size_t> read(std::span<char> room) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, room.data(), room.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return unreadable(name_, reason_of(errno));
    }
  }

 private:
  int descriptor_;
  bool owned_;
  std::string name_;
};

class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::string text) : text_(std::move(text)) {}

  Result<std::size_t> read(std::span<char> room) override {
    const std::size_t count = std::min(room.size(), text_.size() - at_);
    std::memcpy(room.data(), text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& path) {
  if (path == "-") {
    return std::unique_ptr<ByteSource>(
        std::make_unique<DescriptorBytes>(STDIN_FILENO, false, "standard input"));
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    return Error{ErrorKind::not_found, "input.not-found", fmt::format("there is no file {}", path),
                 "check the path, or pass - to read standard input"};
  }
  if (descriptor < 0) return unreadable(path, reason_of(errno));
  auto bytes = std::make_unique<DescriptorBytes>(descriptor, true, path);
  struct stat about {};
  // Read would say so too, but only after the caller has begun.
  if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) return unreadable(path, reason_of(EISDIR));
  return std::unique_ptr<ByteSource>(std::move(bytes));
}

std::unique_ptr<ByteSource> bytes_of(std::string text) {
  return std::make_unique<MemoryBytes>(std::move(text));
}

}  // namespace dialctl::text
