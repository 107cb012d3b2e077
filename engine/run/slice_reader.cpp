#include "engine/run/slice_reader.h"

#include <utility>

namespace dialctl {
namespace {

// What one statement of the book writes. More would be a little faster, for memory.
constexpr std::size_t kSliceRows = 512;
constexpr std::size_t kSliceBytes = 1024 * 1024;  // long rows make shorter slices

}  // namespace

SliceReader::SliceReader(RowSource& rows, std::shared_ptr<const OrderMapping> mapping, bool with_raw,
                         std::size_t slices)
    : rows_(rows), mapping_(std::move(mapping)), with_raw_(with_raw), slices_left_(slices), thread_([this] {
        work();
      }) {}

SliceReader::~SliceReader() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  given_back_.notify_all();
  thread_.join();
}

bool SliceReader::ready() {
  const std::lock_guard lock(mutex_);
  return ended_ || !full_.empty();
}

Result<std::unique_ptr<RowSlice>> SliceReader::take() {
  std::unique_lock lock(mutex_);
  read_.wait(lock, [&] { return ended_ || !full_.empty(); });
  if (!full_.empty()) {
    auto slice = std::move(full_.front());
    full_.pop_front();
    return slice;
  }
  if (failure_) std::rethrow_exception(failure_);
  if (error_) return *error_;
  return std::unique_ptr<RowSlice>{};
}

void SliceReader::give_back(std::unique_ptr<RowSlice> slice) {
  {
    const std::lock_guard lock(mutex_);
    used_.push_back(std::move(slice));
  }
  given_back_.notify_one();
}

void SliceReader::work() {
  std::exception_ptr failure;
  try {
    read_all();
  } catch (...) {
    failure = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    ended_ = true;
  }
  read_.notify_one();
}

void SliceReader::read_all() {
  for (bool more = true; more && !closed_;) {
    auto slice = empty_slice();
    if (slice == nullptr) return;
    auto filled = fill(*slice);
    // The rows before the place that cannot be read are good; the source repeats its error at the next call.
    more = !slice->rows().empty() && filled.ok();
    const std::lock_guard lock(mutex_);
    if (more) {
      full_.push_back(std::move(slice));
    } else if (!filled) {
      error_ = filled.error();
    }
    read_.notify_one();
  }
}

std::unique_ptr<RowSlice> SliceReader::empty_slice() {
  std::unique_ptr<RowSlice> slice;
  {
    std::unique_lock lock(mutex_);
    given_back_.wait(lock, [&] { return closed_ || slices_left_ != 0 || !used_.empty(); });
    if (closed_) return nullptr;
    if (used_.empty()) {
      --slices_left_;
      return std::make_unique<RowSlice>();
    }
    slice = std::move(used_.front());
    used_.pop_front();
  }
  slice->clear();
  return slice;
}

Result<void> SliceReader::fill(RowSlice& slice) {
  while (slice.rows().size() < kSliceRows && slice.bytes() < kSliceBytes && !closed_) {
    const auto more = rows_.next(row_);
    if (!more && slice.rows().empty()) return more.error();
    if (!more || !more.value()) break;
    slice.add(row_, with_raw_);
  }
  if (rows_.columns().size() > mapping_->columns().size()) {
    OrderMapping grown = *mapping_;
    if (auto extended = grown.extend(rows_.columns()); !extended) return extended.error();
    mapping_ = std::make_shared<const OrderMapping>(std::move(grown));
  }
  if (!slice.rows().empty()) slice.seal(mapping_);
  return {};
}

}  // namespace dialctl
