// QU-07: a project's hook gets the order when an operator is connected to its customer.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http/http_client.h"
#include "engine/decide/decision.h"
#include "engine/run/inbox.h"

namespace dialctl::cli {

// A hook is a command, which gets the JSON on its stdin, or a URL, which gets it by POST. Neither ever holds
// up the loop; what goes wrong is an event of the inbox, and so of the journal.
class ConnectHooks {
 public:
  explicit ConnectHooks(Inbox& inbox) : inbox_(inbox) {}
  // What runs may finish, what has not begun is given up.
  ~ConnectHooks();
  ConnectHooks(const ConnectHooks&) = delete;
  ConnectHooks& operator=(const ConnectHooks&) = delete;

  // For the loop's thread alone.
  void tell(const OperatorConnected& connected);

 private:
  struct Job {
    AttemptId attempt;
    OrderId order;
    std::string hook;
    std::string json;
  };
  void post(Job job);
  void run_later(Job job);
  void work();
  void run(const Job& job);
  void failed(const Job& job, std::string reason);

  Inbox& inbox_;
  std::unique_ptr<http::HttpClient> http_;
  std::vector<std::thread> workers_;
  std::mutex mutex_;  // guards the next three
  std::condition_variable came_;
  std::deque<Job> waiting_;
  bool over_ = false;
};

// {"event":"operator.connected","at":..,"operator":..,"order":17,"external_id":..,"fields":{..},...}
std::string hook_json(const OperatorConnected& connected);

}  // namespace dialctl::cli
