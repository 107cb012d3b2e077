#include "adapters/os/file_lock.h"

#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace dialctl;

namespace {

constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "dialctl-lock-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string database() const { return (path / "db").string(); }
  std::filesystem::path path;
};

// A process that takes the lock, says so, and waits to be killed.
struct Owner {
  explicit Owner(const std::string& database) {
    std::array<int, 2> said{};
    REQUIRE(::pipe(said.data()) == 0);
    pid = ::fork();
    if (pid == 0) {
      os::FileLocks locks;
      const auto lock = locks.take(database, "run", kNow);
      const char answer = lock ? 'y' : 'n';
      [[maybe_unused]] const auto written = ::write(said[1], &answer, 1);
      for (;;)
        ::pause();
    }
    char answer = '?';
    REQUIRE(::read(said[0], &answer, 1) == 1);
    CHECK(answer == 'y');
    ::close(said[0]);
    ::close(said[1]);
  }
  void kill() {
    if (pid < 0) return;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    pid = -1;
  }
  ~Owner() { kill(); }
  pid_t pid = -1;
};

}  // namespace

TEST_CASE("fault 6 a second loop is told who the first one is") {
  Folder folder;
  Owner owner(folder.database());
  os::FileLocks locks;
  const auto second = locks.take(folder.database(), "run", kNow);
  REQUIRE(!second);
  CHECK(second.error().kind == ErrorKind::busy);
  CHECK(second.error().message.find("process " + std::to_string(owner.pid)) != std::string::npos);
  CHECK(second.error().message.find("dialctl run") != std::string::npos);
  CHECK(second.error().message.find("2026-11-21T00:00:00Z") != std::string::npos);
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  CHECK(second.error().message.find(host.data()) != std::string::npos);
}

TEST_CASE("fault 1 a loop that is killed is no owner any more") {
  Folder folder;
  for (int round = 0; round < 20; ++round) {
    Owner owner(folder.database());
    owner.kill();
    os::FileLocks locks;
    CHECK(locks.take(folder.database(), "run", kNow).ok());
  }
}

TEST_CASE("fault 6 a child that outlives the owner does not hold the lock") {
  Folder folder;
  os::FileLocks locks;
  auto lock = locks.take(folder.database(), "run", kNow);
  REQUIRE(lock.ok());
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl("/bin/sleep", "sleep", "30", nullptr);
    ::_exit(1);
  }
  const std::string program = "/proc/" + std::to_string(child) + "/exe";
  while (std::filesystem::read_symlink(program).filename() != "sleep")
    ::usleep(1000);
  std::move(lock).value().reset();
  CHECK(locks.take(folder.database(), "run", kNow).ok());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

TEST_CASE("fault 6 of many that start at once exactly one owns the database") {
  Folder folder;
  for (int round = 0; round < 25; ++round) {
    std::array<int, 2> gate{};
    REQUIRE(::pipe(gate.data()) == 0);
    std::vector<pid_t> children;
    for (int each = 0; each < 6; ++each) {
      const pid_t child = ::fork();
      if (child == 0) {
        ::close(gate[1]);
        char go = 0;
        [[maybe_unused]] const auto got = ::read(gate[0], &go, 1);  // until the gate is closed
        os::FileLocks locks;
        const auto lock = locks.take(folder.database(), "run", kNow);
        ::usleep(60'000);
        ::_exit(lock ? 0 : 5);
      }
      children.push_back(child);
    }
    ::close(gate[0]);
    ::close(gate[1]);
    int owners = 0;
    for (const pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) ++owners;
    }
    CHECK(owners == 1);
  }
}

TEST_CASE("fault 57 the lock's file is private, and stays") {
  Folder folder;
  os::FileLocks locks;
  (void)locks.take(folder.database(), "run", kNow);
  struct stat status {};
  REQUIRE(::stat((folder.database() + ".lock").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(status.st_size == 0);
}

TEST_CASE("fault 52 a lock that is a symbolic link is not followed") {
  Folder folder;
  std::filesystem::create_symlink("/etc/hostname", folder.database() + ".lock");
  os::FileLocks locks;
  const auto lock = locks.take(folder.database(), "run", kNow);
  REQUIRE(!lock);
  CHECK(lock.error().kind == ErrorKind::store);
}
