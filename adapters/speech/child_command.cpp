#include "adapters/speech/child_command.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/speech/descriptor.h"

namespace dialctl::speech {
namespace {

using How = ChildEnd::How;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kErrorsShown = 400;
constexpr std::int64_t kLookEveryMillis = 50;

// What execve needs, made before the fork: afterwards only
// calls that are safe in a signal handler are allowed.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::string& word : words_)
      pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
  }
  char* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

// Ours, without what may hold a secret of dialctl.
Words child_environment() {
  std::vector<std::string> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!text.starts_with("DIALCTL_") && !text.starts_with("CREDENTIALS_DIRECTORY=")) kept.emplace_back(text);
  }
  return Words(std::move(kept));
}

struct ChildFiles {
  Descriptor input;
  Descriptor output;
  Descriptor errors;
  bool ok() const { return input.valid() && output.valid() && errors.valid(); }
};

ChildFiles open_files(const ChildCommand& command) {
  const auto writing = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
  const char* const nothing = "/dev/null";
  return {Descriptor(::open(command.input.empty() ? nothing : command.input.c_str(), O_RDONLY | O_CLOEXEC)),
          Descriptor(command.output.empty() ? ::open(nothing, O_WRONLY | O_CLOEXEC)
                                            : ::open(command.output.c_str(), writing, 0600)),
          Descriptor(::open((command.folder / "errors").c_str(), writing, 0600))};
}

struct Start {
  const char* program;
  const char* folder;
  char* const* words;
  char* const* environment;
  int input;
  int output;
  int errors;
};

[[noreturn]] void become(const Start& start) {
  ::setpgid(0, 0);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int ignored_by_us : {SIGPIPE, SIGXFSZ, SIGHUP, SIGINT, SIGTERM, SIGCHLD})
    ::signal(ignored_by_us, SIG_DFL);
  const rlimit files{kFileBytesEver, kFileBytesEver};
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_FSIZE, &files);
  ::setrlimit(RLIMIT_CORE, &no_core);
  const bool placed = ::dup2(start.input, 0) == 0 && ::dup2(start.output, 1) == 1 &&
                      ::dup2(start.errors, 2) == 2 && ::chdir(start.folder) == 0;
  ::close_range(3, ~0U, 0);
  if (placed) ::execve(start.program, start.words, start.environment);
  const char* const reason = ::strerrordesc_np(errno);
  if (reason != nullptr && ::write(2, reason, std::strlen(reason)) < 0) ::_exit(126);
  ::_exit(127);
}

bool wrote_too_much(const ChildCommand& command) {
  std::error_code gone;
  for (std::filesystem::directory_iterator entry(command.folder, gone), end; !gone && entry != end;
       entry.increment(gone)) {
    std::error_code not_a_file;
    const auto bytes = std::filesystem::file_size(entry->path(), not_a_file);
    if (!not_a_file && bytes > command.file_bytes_max) return true;
  }
  return false;
}

// How the command ended, or why it must; it is still there (at least as a zombie) afterwards.
How await(const Descriptor& process, const ChildCommand& command) {
  const auto deadline = Clock::now() + command.time_out;
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return How::timed_out;
    pollfd watched[] = {{process.get(), POLLIN, 0}, {command.stop_fd, POLLIN, 0}};
    const int ready = ::poll(watched, 2, static_cast<int>(std::min(left, kLookEveryMillis)));
    if (ready < 0 && errno != EINTR) return How::stopped;
    if (wrote_too_much(command)) return How::too_large;
    if (ready <= 0) continue;
    if (watched[0].revents != 0) return How::exited;
    if (watched[1].revents != 0) return How::stopped;
  }
}

std::string first_errors(const std::filesystem::path& folder) {
  std::ifstream file(folder / "errors", std::ios::binary);
  std::string text(kErrorsShown, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.pop_back();
  return text;
}

// By number: glibc 2.36 declares pidfd_open for C alone.
int open_process(pid_t process) {
  return static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
}

ChildEnd not_started(const char* what) {
  return {How::not_started, errno, std::string(what) + ": " + std::strerror(errno)};
}

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const auto runnable = [](const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string::npos) {
    std::error_code ignored;
    return runnable(name) ? std::optional(std::filesystem::absolute(name, ignored)) : std::nullopt;
  }
  const char* const variable = std::getenv("PATH");
  const std::string path = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const auto candidate = std::filesystem::path(path.substr(at, end - at)) / name;
    if (end > at && runnable(candidate)) return candidate;
    at = end + 1;
  }
  return std::nullopt;
}

ChildEnd run_child(const ChildCommand& command) {
  const auto program = command.words.empty() ? std::nullopt : find_program(command.words[0]);
  if (!program) return {How::not_found, ENOENT, "not installed, or not in PATH"};
  const ChildFiles files = open_files(command);
  if (!files.ok()) return not_started("cannot open its files");
  const Words words(command.words);
  const Words environment = child_environment();
  const Start start{program->c_str(),  command.folder.c_str(), words.data(),      environment.data(),
                    files.input.get(), files.output.get(),     files.errors.get()};

  const pid_t child = ::fork();
  if (child < 0) return not_started("cannot fork");
  if (child == 0) become(start);
  ::setpgid(child, child);  // both do it: whoever comes first, the group exists before it is killed
  const Descriptor process(open_process(child));
  How how = process.valid() ? await(process, command) : How::stopped;
  // Not yet reaped, so the number cannot belong to anybody else.
  ::kill(-child, SIGKILL);
  int status = 0;
  pid_t reaped = 0;
  do {
    reaped = ::waitpid(child, &status, 0);
  } while (reaped < 0 && errno == EINTR);
  if (reaped != child) return not_started("its end was not seen");  // somebody else waits for all children
  if (how == How::exited && WIFSIGNALED(status))
    how = WTERMSIG(status) == SIGXFSZ ? How::too_large : How::killed_by_signal;
  const int code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return {how, code, first_errors(command.folder)};
}

}  // namespace dialctl::speech
