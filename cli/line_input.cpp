#include "cli/line_input.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace dialctl::cli {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

bool LineInput::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  constexpr std::size_t kPiece = 64 * 1024;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kPiece);
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, buffer_.data() + had, kPiece);
  } while (got < 0 && errno == EINTR);
  const int error = got < 0 ? errno : 0;
  buffer_.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
  if (error != 0) throw std::system_error{error, std::generic_category(), "reading lines"};
  return got > 0;
}

bool LineInput::wait(Milliseconds patience) const {
  pollfd waited{descriptor_, POLLIN, 0};
  constexpr std::int64_t kLongest = 1'000'000'000;
  return ::poll(&waited, 1, static_cast<int>(std::min<std::int64_t>(patience.count(), kLongest))) != 0;
}

LineInput::Next LineInput::next(std::string& line) {
  while (true) {
    const std::size_t end = buffer_.find(end_, at_);
    const bool whole = end != std::string::npos;
    if (!whole && buffer_.size() - at_ <= line_bytes_max_ && !ended_) {
      ended_ = !fill();
      continue;
    }
    const std::string_view raw = std::string_view{buffer_}.substr(at_, (whole ? end : buffer_.size()) - at_);
    if (!whole && raw.empty()) return Next::end;
    if (raw.size() > line_bytes_max_) return Next::too_long;
    ++line_;
    line = without_blanks(raw);
    at_ = whole ? end + 1 : buffer_.size();
    if (!line.empty()) return Next::line;
  }
}

}  // namespace dialctl::cli
