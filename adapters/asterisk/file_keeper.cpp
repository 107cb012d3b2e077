#include "adapters/asterisk/file_keeper.h"

namespace dialctl::asterisk {

FileKeeper::~FileKeeper() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FileKeeper::keep(AttemptId attempt, std::string wav) {
  const LegId customer{LegKind::customer, attempt, 0};
  if (files_ == nullptr) {
    reporter_.tell(RecordingNotFetched{customer, "there is no folder for recordings", false});
    return;
  }
  {
    const std::lock_guard lock{mutex_};
    waiting_.emplace_back(attempt, std::move(wav));
  }
  if (!thread_.joinable()) thread_ = std::thread{[this] { work(); }};
  wake_.notify_one();
}

void FileKeeper::work() {
  for (;;) {
    std::pair<AttemptId, std::string> next;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    const LegId customer{LegKind::customer, next.first, 0};
    auto kept = files_->keep(next.first, next.second);
    if (kept) {
      reporter_.tell(RecordingFetched{customer, std::move(kept).value()});
    } else {
      reporter_.tell(RecordingNotFetched{customer, kept.error().message, false});
    }
  }
}

}  // namespace dialctl::asterisk
