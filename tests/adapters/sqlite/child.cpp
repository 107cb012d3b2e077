#include "tests/adapters/sqlite/child.h"

#include <csignal>
#include <exception>
#include <sys/wait.h>
#include <unistd.h>

namespace dialctl::contract {

Child::Child(const std::function<int()>& work) : pid_(::fork()) {
  if (pid_ != 0) return;
  int code = 99;
  try {
    code = work();
  } catch (...) {
  }
  ::_exit(code);
}

Child::~Child() {
  if (running_) kill();
}

int Child::exit_code() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  running_ = false;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Child::kill() {
  ::kill(pid_, SIGKILL);
  exit_code();
}

void give_up_root() {
  if (::geteuid() != 0) return;
  if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(98);
}

}  // namespace dialctl::contract
