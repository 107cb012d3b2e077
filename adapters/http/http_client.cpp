#include "adapters/http/http_client.h"

#include <algorithm>

#include "engine/model/invariant.h"

namespace dialctl::http {

namespace {

constexpr std::size_t kIdleHandlesMost = 256;

}  // namespace

HttpClient::HttpClient(ClientSettings settings) : multi_(curl_multi_init()) {
  DIALCTL_INVARIANT(multi_ != nullptr);
  const long connections = settings.connections_per_host_max;
  curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, connections * 4);
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  thread_ = std::thread{[this] { serve(); }};
}

void HttpClient::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  curl_multi_wakeup(multi_.get());
  thread_.join();
}

void HttpClient::send(Request request, Done done) {
  run([this, request = std::move(request), done = std::move(done)]() mutable {
    start(std::move(request), std::move(done));
  });
}

void HttpClient::run(Task task) {
  bool is_first = false;
  {
    const std::lock_guard lock{mutex_};
    is_first = tasks_.empty();
    tasks_.push_back(std::move(task));
  }
  if (is_first) curl_multi_wakeup(multi_.get());  // whoever came before has woken it for this one too
}

void HttpClient::after(Milliseconds delay, Task task) {
  run([this, due = Steady::now() + delay, task = std::move(task)]() mutable {
    timers_.emplace(due, std::move(task));
  });
}

void HttpClient::serve() {
  while (take_tasks()) {
    run_due_timers();
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    finish_transfers();
    curl_multi_poll(multi_.get(), nullptr, 0, wait_millis(), nullptr);
  }
  for (const auto& [handle, transfer] : transfers_)
    curl_multi_remove_handle(multi_.get(), handle);
  transfers_.clear();
}

bool HttpClient::take_tasks() {
  std::vector<Task> tasks;
  {
    const std::lock_guard lock{mutex_};
    if (stopping_) return false;
    tasks.swap(tasks_);
  }
  for (const Task& task : tasks)
    task();
  return true;
}

void HttpClient::run_due_timers() {
  const auto now = Steady::now();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const Task task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    task();
  }
}

void HttpClient::start(Request request, Done done) {
  auto transfer = std::make_unique<Transfer>(idle_handle(), std::move(request), std::move(done));
  CURL* const handle = transfer->handle();
  if (const CURLMcode code = curl_multi_add_handle(multi_.get(), handle); code != CURLM_OK) {
    transfer->refuse(curl_multi_strerror(code));
    return;
  }
  transfers_.emplace(handle, std::move(transfer));
}

void HttpClient::finish_transfers() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    const auto found = transfers_.find(message->easy_handle);
    DIALCTL_INVARIANT(found != transfers_.end());
    const std::unique_ptr<Transfer> transfer = std::move(found->second);
    transfers_.erase(found);
    curl_multi_remove_handle(multi_.get(), transfer->handle());
    transfer->finish(code);
    keep(transfer->take_handle());
  }
}

EasyHandle HttpClient::idle_handle() {
  if (idle_handles_.empty()) return EasyHandle{curl_easy_init()};
  EasyHandle handle = std::move(idle_handles_.back());
  idle_handles_.pop_back();
  return handle;
}

void HttpClient::keep(EasyHandle handle) {
  if (idle_handles_.size() < kIdleHandlesMost) idle_handles_.push_back(std::move(handle));
}

int HttpClient::wait_millis() const {
  constexpr int kIdleMillisMax = 1000;
  if (timers_.empty()) return kIdleMillisMax;
  const auto until = std::chrono::ceil<Milliseconds>(timers_.begin()->first - Steady::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(until, 0, kIdleMillisMax));
}

}  // namespace dialctl::http
