// Threads that parse slices of rows and give them back in the order in which they came.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/run/import_row.h"

namespace dialctl {

class SliceWorkers {
 public:
  // `make_context` is called once for each thread, by the constructor.
  SliceWorkers(int threads, const std::function<RowReaderContext()>& make_context);
  SliceWorkers(const SliceWorkers&) = delete;
  SliceWorkers& operator=(const SliceWorkers&) = delete;
  ~SliceWorkers();  // what was not taken is thrown away

  // The bound on memory: a caller takes one before it gives another beyond this.
  std::size_t room() const { return room_; }
  std::size_t under_way() const { return order_.size(); }

  void give(std::unique_ptr<RowSlice> slice);
  // The oldest one given; waits until it is parsed. Only with under_way() > 0. Throws what its parsing threw.
  std::unique_ptr<RowSlice> take();

 private:
  struct Job {
    std::unique_ptr<RowSlice> slice;
    bool done = false;
    std::exception_ptr failure;
  };
  void work(RowReaderContext context);

  std::size_t room_;
  std::deque<std::shared_ptr<Job>> order_;  // of the calling thread alone
  std::mutex mutex_;
  std::condition_variable given_;
  std::condition_variable parsed_;
  std::deque<std::shared_ptr<Job>> waiting_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace dialctl
