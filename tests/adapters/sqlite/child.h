// Work in a process of its own: to be killed, limited, or made powerless without harm to the test.
#pragma once

#include <functional>
#include <sys/types.h>

namespace dialctl::contract {

class Child {
 public:
  // Runs `work` and exits with what it returns; 99 for an exception.
  explicit Child(const std::function<int()>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();         // kills what still runs
  int exit_code();  // waits; 128 + signal where one ended it
  void kill();      // -9, and waits
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  bool running_ = true;
};

// Root passes over all modes: a child that is to meet a read-only file becomes nobody first.
void give_up_root();

}  // namespace dialctl::contract
