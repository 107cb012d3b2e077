#include "adapters/json/window.h"

#include <cstring>
#include <span>

namespace dialctl::text {
namespace {

constexpr std::size_t room_bytes_min = 64 * 1024;

}  // namespace

Result<bool> Window::grow() {
  if (buffer_.size() - end_ < room_bytes_min && begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < room_bytes_min) buffer_.resize(buffer_.size() * 2);
  auto got = input_.read(std::span(buffer_).subspan(end_));
  if (!got) return got.error();
  end_ += got.value();
  return got.value() > 0;
}

}  // namespace dialctl::text
