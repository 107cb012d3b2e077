#include "adapters/os/file_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dialctl::os {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

class HeldLock : public OwnerLock {
 public:
  explicit HeldLock(Descriptor file) : file_(std::move(file)) {}
  ~HeldLock() override {
    // Whoever reads the file after us must not take us for the owner. That it fails is of no harm.
    [[maybe_unused]] const int emptied = ::ftruncate(file_.number(), 0);
  }

 private:
  Descriptor file_;
};

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "?";
  return name.data();
}

std::string read_owner(int file) {
  std::array<char, 512> text{};
  const ssize_t length = ::pread(file, text.data(), text.size(), 0);
  if (length <= 0) return "another process";
  return std::string(text.data(), static_cast<std::size_t>(length));
}

Error failed(const std::string& path) {
  return {ErrorKind::store, "lock.failed",
          fmt::format("{}: the lock cannot be taken: {}", path, std::strerror(errno)),
          "check the owner and the mode of the file and of its folder"};
}

// The owner may have put a new file in place between our open and our lock.
bool still_there(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

Result<std::unique_ptr<OwnerLock>> FileLocks::take(const std::string& database, const std::string& what,
                                                   Instant now) {
  const std::string path = database + ".lock";
  // O_CLOEXEC: a child that outlives us would go on holding the lock.
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.number() < 0) return failed(path);
  while (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return failed(path);
    return Error{ErrorKind::busy, "lock.held",
                 fmt::format("{}: the database is in use by {}", database, read_owner(file.number())),
                 "one loop per database: wait for it, or stop it"};
  }
  if (!still_there(file.number(), path)) {
    errno = ESTALE;
    return failed(path);
  }
  const std::string owner =
      fmt::format("`dialctl {}`, process {} on {}, since {}", what, ::getpid(), host_name(), to_iso(now));
  if (::ftruncate(file.number(), 0) != 0 ||
      ::pwrite(file.number(), owner.data(), owner.size(), 0) != static_cast<ssize_t>(owner.size())) {
    return failed(path);
  }
  return std::unique_ptr<OwnerLock>(std::make_unique<HeldLock>(std::move(file)));
}

}  // namespace dialctl::os
