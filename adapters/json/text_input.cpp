#include "adapters/json/text_input.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace dialctl::text {
namespace {

constexpr std::size_t raw_bytes = 64 * 1024;
constexpr std::size_t looked_at_bytes = 256;

struct Mark {
  std::string_view bytes;
  Encoding encoding;
};
constexpr Mark marks[] = {
    {"\xEF\xBB\xBF", Encoding::utf8}, {"\xFF\xFE", Encoding::utf16le}, {"\xFE\xFF", Encoding::utf16be}};

// Text of European letters and digits has a zero in every second byte for its ASCII part; which half it is
// tells the byte order. A few zeros by accident are no such text. `odd`: bytes[0] is the second of a unit.
std::optional<Encoding> looks_like_utf16(std::string_view bytes, bool odd) {
  bytes = bytes.substr(0, looked_at_bytes);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t at = 0; at < bytes.size(); ++at)
    zeros[(at + (odd ? 1 : 0)) % 2] += bytes[at] == '\0' ? 1U : 0U;
  const std::size_t enough = std::max<std::size_t>(3, bytes.size() / 20);
  if (zeros[1] >= enough && zeros[0] * 8 <= zeros[1]) return Encoding::utf16le;
  if (zeros[0] >= enough && zeros[1] * 8 <= zeros[0]) return Encoding::utf16be;
  return std::nullopt;
}

}  // namespace

TextInput::TextInput(std::unique_ptr<ByteSource> bytes, std::optional<Encoding> encoding)
    : bytes_(std::move(bytes)), wanted_(encoding), raw_(raw_bytes) {}

// Reads behind what is pending; false at the end of the bytes.
Result<bool> TextInput::fill() {
  if (ended_) return false;
  if (begin_ > 0) {
    std::memmove(raw_.data(), raw_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    odd_ = odd_ != (begin_ % 2 == 1);
    begin_ = 0;
  }
  auto got = bytes_->read(std::span(raw_).subspan(end_));
  if (!got) return got.error();
  end_ += got.value();
  ended_ = got.value() == 0;
  return !ended_;
}

Result<bool> TextInput::start() {
  started_ = true;
  while (end_ < 4) {
    auto more = fill();
    if (!more) return more.error();
    if (!more.value()) break;
  }
  encoding_ = wanted_.value_or(Encoding::utf8);
  for (const Mark& mark : marks) {
    if (!pending().starts_with(mark.bytes)) continue;
    if (wanted_ && *wanted_ != mark.encoding) {
      return Error{ErrorKind::usage, "input.encoding-contradicts",
                   fmt::format("line 1, column 1: the file begins with the mark of {}, not of {}",
                               name_of(mark.encoding), name_of(*wanted_)),
                   fmt::format("leave --encoding off, or give --encoding {}", name_of(mark.encoding))};
    }
    encoding_ = mark.encoding;
    begin_ = mark.bytes.size();
    break;
  }
  return true;
}

Error TextInput::fault(DecodeFault what) {
  // What is told must not hang on how much a pipe has given so far.
  while (what == DecodeFault::nul && end_ - begin_ < looked_at_bytes) {
    if (auto more = fill(); !more || !more.value()) break;
  }
  const std::string where = to_text(counter_.place());
  const std::string_view rest = pending();
  const unsigned byte = static_cast<unsigned char>(rest.front());
  if (what == DecodeFault::nul) {
    if (encoding_ == Encoding::utf8) {
      if (const auto likely = looks_like_utf16(rest, odd_ != (begin_ % 2 == 1))) {
        return {ErrorKind::usage, "input.utf16-unmarked",
                fmt::format("{}: this looks like {} without a byte order mark", where, name_of(*likely)),
                fmt::format("import it with --encoding {}", name_of(*likely))};
      }
    }
    return {ErrorKind::usage, "input.nul", fmt::format("{}: a NUL byte, which no text has", where),
            "is this a text file? Save it as CSV or JSON in UTF-8; for UTF-16 give --encoding utf-16le"};
  }
  if (encoding_ == Encoding::utf8) {
    return {ErrorKind::usage, "input.invalid-utf8",
            fmt::format("{}: the byte 0x{:02X} is not valid UTF-8 here", where, byte),
            "if the file is Cyrillic from Windows, import it with --encoding windows-1251; else save it as "
            "UTF-8"};
  }
  return {ErrorKind::usage, "input.invalid-text",
          fmt::format("{}: the byte 0x{:02X} is not valid {} here", where, byte, name_of(encoding_)),
          "check --encoding, or save the file as UTF-8"};
}

Result<std::size_t> TextInput::read(std::span<char> room) {
  if (failure_) return *failure_;
  if (!started_) {
    if (auto ready = start(); !ready) return *(failure_ = ready.error());
  }
  for (;;) {
    const Decoded done = decode(encoding_, pending(), ended_, room);
    counter_.pass({room.data(), done.produced});
    begin_ += done.consumed;
    if (done.fault != DecodeFault::none) {
      failure_ = fault(done.fault);
      if (done.produced == 0) return *failure_;
    }
    if (done.produced > 0 || (ended_ && begin_ == end_)) return done.produced;
    if (auto more = fill(); !more) return *(failure_ = more.error());
  }
}

}  // namespace dialctl::text
