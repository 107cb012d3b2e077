// A thread that reads rows into slices, ahead of the one that takes them. From its making on the source
// belongs to this thread: others may only call append_reject().
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/run/import_row.h"

namespace dialctl {

class SliceReader {
 public:
  // `slices` is the bound on memory: so many there are at most, here and with those who have taken them.
  // `mapping` grows with the source's columns; each slice has the one that it was read by.
  SliceReader(RowSource& rows, std::shared_ptr<const OrderMapping> mapping, bool with_raw,
              std::size_t slices);
  SliceReader(const SliceReader&) = delete;
  SliceReader& operator=(const SliceReader&) = delete;
  ~SliceReader();  // waits for the row that is being read

  // Whether take() need not wait.
  bool ready();
  // In the order of the source: sealed slices, then nullptr at its end, the Error of the source or the
  // mapping, or what the source has thrown.
  Result<std::unique_ptr<RowSlice>> take();
  // Is read into again.
  void give_back(std::unique_ptr<RowSlice> slice);

 private:
  void work();
  void read_all();
  std::unique_ptr<RowSlice> empty_slice();  // waits for one; nullptr: nobody wants more
  Result<void> fill(RowSlice& slice);

  RowSource& rows_;
  std::shared_ptr<const OrderMapping> mapping_;
  const bool with_raw_;
  Row row_;
  std::atomic<bool> closed_ = false;

  std::mutex mutex_;
  std::condition_variable read_;
  std::condition_variable given_back_;
  std::deque<std::unique_ptr<RowSlice>> full_;
  std::deque<std::unique_ptr<RowSlice>> used_;
  std::size_t slices_left_;  // that may still be made
  bool ended_ = false;
  std::optional<Error> error_;
  std::exception_ptr failure_;
  std::thread thread_;  // last: it works with all of the above
};

}  // namespace dialctl
