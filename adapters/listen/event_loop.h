// One thread's event loop: what servers, sockets and timers of this folder run on. Nothing here needs locks,
// since every callback is called by the thread that is in run().
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "engine/model/instant.h"

namespace boost::asio {
class io_context;
}

namespace dialctl::listen {

using SteadyTime = std::chrono::steady_clock::time_point;
using Task = std::function<void()>;

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void run();                                 // returns after stop()
  void run_for(Milliseconds length);          // for tests and for loops that have other things to do
  void stop();                                // from any thread
  void post(Task task);                       // from any thread: the loop's thread calls it soon
  void after(Milliseconds delay, Task task);  // from the loop's thread, or while nobody runs it

  boost::asio::io_context& context() { return *context_; }

 private:
  std::unique_ptr<boost::asio::io_context> context_;
};

// One timer that can be set again and again; the last setting holds. To be used on the loop's thread, and to
// be destroyed before the loop.
class Alarm {
 public:
  Alarm(EventLoop& loop, Task task);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  void set(SteadyTime at);
  void clear();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// A loop with a thread of its own. Everything that lives on the loop is made and destroyed through call(),
// which waits until the loop's thread has run the task.
class LoopThread {
 public:
  LoopThread();
  ~LoopThread();  // stops the loop and joins
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  EventLoop& loop() { return loop_; }
  void call(const Task& task);

 private:
  EventLoop loop_;
  std::thread thread_;
};

}  // namespace dialctl::listen
