#include "engine/run/slice_workers.h"

#include <utility>

#include "engine/model/invariant.h"

namespace dialctl {

SliceWorkers::SliceWorkers(int threads, const std::function<RowReaderContext()>& make_context)
    : room_(static_cast<std::size_t>(threads) * 2 + 1) {
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this, context = make_context()]() mutable { work(std::move(context)); });
}

SliceWorkers::~SliceWorkers() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    waiting_.clear();
  }
  given_.notify_all();
  for (std::thread& thread : threads_)
    thread.join();
}

void SliceWorkers::give(std::unique_ptr<RowSlice> slice) {
  auto job = std::make_shared<Job>();
  job->slice = std::move(slice);
  order_.push_back(job);
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  given_.notify_one();
}

std::unique_ptr<RowSlice> SliceWorkers::take() {
  DIALCTL_INVARIANT(!order_.empty());
  const std::shared_ptr<Job> job = std::move(order_.front());
  order_.pop_front();
  std::unique_lock lock(mutex_);
  parsed_.wait(lock, [&] { return job->done; });
  if (job->failure) std::rethrow_exception(job->failure);
  return std::move(job->slice);
}

void SliceWorkers::work(RowReaderContext context) {
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      given_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
      if (closed_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    std::exception_ptr failure;
    try {
      context.parse(*job->slice);
    } catch (...) {
      failure = std::current_exception();
    }
    {
      const std::lock_guard lock(mutex_);
      job->failure = failure;
      job->done = true;
    }
    parsed_.notify_one();
  }
}

}  // namespace dialctl
