#include "cli/id_input.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "cli/invocation.h"

namespace dialctl::cli {

std::vector<Flag> id_input_flags() {
  return {{.name = "ids-from",
           .help = "read ids from this file, one a line; - is standard input",
           .value_name = "FILE",
           .value = {.kind = ValueKind::path}},
          {.name = "null", .letter = '0', .help = "the ids are separated by NUL, as find -print0 does"}};
}

Result<IdInput> IdInput::open(const Invocation& in) {
  const std::string path{in.text("ids-from")};
  const char end = in.flag("null") ? '\0' : '\n';
  if (path == "-") return IdInput{in.streams().in, false, end};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) return IdInput{descriptor, true, end};
  const ErrorKind kind = errno == ENOENT ? ErrorKind::not_found : ErrorKind::store;
  return Error{kind, "ids.unreadable", fmt::format("{}: {}", path, std::generic_category().message(errno)),
               "check the path, or use - for standard input"};
}

IdInput::IdInput(IdInput&& other) noexcept
    : descriptor_(other.descriptor_),
      owned_(std::exchange(other.owned_, false)),
      lines_(std::move(other.lines_)) {}

IdInput::~IdInput() {
  if (owned_) ::close(descriptor_);
}

Result<bool> IdInput::next(std::string& id) {
  switch (lines_.next(id)) {
    case LineInput::Next::line:
      return true;
    case LineInput::Next::end:
      return false;
    case LineInput::Next::too_long:
      break;
  }
  return Error{ErrorKind::usage, "ids.too-long", fmt::format("line {}: no id is that long", line() + 1),
               "one id a line; with -0 separate them by NUL"};
}

}  // namespace dialctl::cli
