#include "cli/output/sink.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace dialctl::cli {

bool DescriptorSink::write(std::string_view bytes) {
  if (failure_ != 0) return false;
  buffer_ += bytes;
  if (buffer_.size() >= bytes_max) drain();
  return failure_ == 0;
}

void DescriptorSink::drain() {
  std::string_view rest = buffer_;
  while (!rest.empty() && failure_ == 0) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
      started_ = true;
    } else if (written < 0 && errno != EINTR) {
      failure_ = errno;
    }
  }
  buffer_.clear();
}

Result<void> DescriptorSink::flush() {
  if (failure_ == 0) drain();
  if (failure_ == 0) return {};
  if (failure_ == EPIPE) {
    return Error{ErrorKind::store, "output.reader-gone", name_ + ": whoever read it has left", ""};
  }
  return Error{ErrorKind::store, "output.not-written",
               name_ + " cannot be written: " + std::generic_category().message(failure_),
               "check the file or disk that it goes to, then run the command again"};
}

void DescriptorSink::discard() {
  if (!started_) buffer_.clear();
}

}  // namespace dialctl::cli
