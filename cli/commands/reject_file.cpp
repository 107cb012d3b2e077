#include "cli/commands/reject_file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dialctl::cli {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

Error not_written(const std::string& path) {
  return Error{ErrorKind::store, "rejects.not-written",
               fmt::format("{}: {}", path, std::generic_category().message(errno)),
               "check the folder of --rejects; nothing was imported"};
}

}  // namespace

Result<std::unique_ptr<RejectFile>> RejectFile::create(const std::string& path) {
  // A link would let another user choose what is overwritten.
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    return Error{ErrorKind::store, "rejects.not-written", path + ": there is something else than a file",
                 "name another file with --rejects"};
  std::string hidden = path + ".XXXXXX";
  const int descriptor = ::mkostemp(hidden.data(), O_CLOEXEC);  // 0600
  if (descriptor < 0) return not_written(path);
  return std::unique_ptr<RejectFile>(new RejectFile(path, std::move(hidden), descriptor));
}

RejectFile::~RejectFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(hidden_.c_str());
}

Result<void> RejectFile::write(std::string_view text) {
  buffer_ += text;
  return buffer_.size() < kBufferBytes ? Result<void>{} : drain();
}

Result<void> RejectFile::drain() {
  for (std::string_view rest = buffer_; !rest.empty();) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) return failed();
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
  return {};
}

Result<void> RejectFile::keep() {
  if (auto drained = drain(); !drained) return drained;
  if (::fsync(descriptor_) != 0 || ::rename(hidden_.c_str(), path_.c_str()) != 0) return failed();
  ::close(descriptor_);
  descriptor_ = -1;
  return {};
}

Error RejectFile::failed() const {
  return not_written(path_);
}

}  // namespace dialctl::cli
