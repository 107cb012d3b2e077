// An asynchronous HTTP client: one I/O thread, several kept-alive connections a host.
//
// Every callback and task runs on that one thread, one after another, so that a client's owner may keep all
// its state there without locks. They must not block: requests, timers and tasks share the thread.
#pragma once

#include <chrono>
#include <curl/curl.h>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "adapters/http/exchange.h"
#include "adapters/http/transfer.h"

namespace dialctl::http {

struct ClientSettings {
  int connections_per_host_max = 8;  // requests beyond wait for a free one, first come first served
};

class HttpClient {
 public:
  using Done = std::function<void(Answer)>;
  using Task = std::function<void()>;

  explicit HttpClient(ClientSettings settings);
  ~HttpClient() { stop(); }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Joins the thread, so not to be called on it. What is under way is aborted: its callbacks, tasks and
  // timers are never called. Whatever comes later is ignored.
  void stop();

  // All three: from any thread, return at once. `done` is called exactly once.
  void send(Request request, Done done);
  void run(Task task);
  void after(Milliseconds delay, Task task);

 private:
  using Steady = std::chrono::steady_clock;

  void serve();
  bool take_tasks();  // false: asked to stop
  void run_due_timers();
  void start(Request request, Done done);
  void finish_transfers();
  EasyHandle idle_handle();
  void keep(EasyHandle handle);
  int wait_millis() const;

  struct MultiClose {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  struct GlobalInit {
    GlobalInit() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    ~GlobalInit() { curl_global_cleanup(); }
  };

  GlobalInit global_init_;
  std::unique_ptr<CURLM, MultiClose> multi_;
  std::mutex mutex_;  // guards the next two
  std::vector<Task> tasks_;
  bool stopping_ = false;

  // of the I/O thread alone
  std::multimap<Steady::time_point, Task> timers_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> transfers_;
  std::vector<EasyHandle> idle_handles_;

  std::thread thread_;
};

}  // namespace dialctl::http
