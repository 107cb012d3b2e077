#include "adapters/listen/event_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>

namespace dialctl::listen {

namespace asio = boost::asio;

EventLoop::EventLoop() : context_(std::make_unique<asio::io_context>(1)) {}

EventLoop::~EventLoop() = default;

void EventLoop::run() {
  const auto stay = asio::make_work_guard(*context_);
  if (context_->stopped()) context_->restart();
  context_->run();
}

void EventLoop::run_for(Milliseconds length) {
  const auto stay = asio::make_work_guard(*context_);
  if (context_->stopped()) context_->restart();
  context_->run_for(length);
}

void EventLoop::stop() {
  context_->stop();
}

void EventLoop::post(Task task) {
  asio::post(*context_, std::move(task));
}

void EventLoop::after(Milliseconds delay, Task task) {
  auto timer = std::make_shared<asio::steady_timer>(*context_, delay);
  timer->async_wait([timer, task = std::move(task)](boost::system::error_code failure) {
    if (!failure) task();
  });
}

struct Alarm::State : std::enable_shared_from_this<Alarm::State> {
  State(asio::io_context& context, Task what) : timer(context), task(std::move(what)) {}

  asio::steady_timer timer;
  Task task;
  unsigned setting = 0;  // a wait that was already due when it was set anew must not fire
};

Alarm::Alarm(EventLoop& loop, Task task) : state_(std::make_shared<State>(loop.context(), std::move(task))) {}

Alarm::~Alarm() {
  clear();
}

void Alarm::set(SteadyTime at) {
  const unsigned setting = ++state_->setting;
  state_->timer.expires_at(at);
  state_->timer.async_wait([state = state_, setting](boost::system::error_code failure) {
    if (!failure && state->setting == setting) state->task();
  });
}

void Alarm::clear() {
  ++state_->setting;
  state_->timer.cancel();
}

LoopThread::LoopThread() : thread_([this] { loop_.run(); }) {}

LoopThread::~LoopThread() {
  loop_.post([this] { loop_.stop(); });
  thread_.join();
}

void LoopThread::call(const Task& task) {
  std::promise<void> done;
  loop_.post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace dialctl::listen
