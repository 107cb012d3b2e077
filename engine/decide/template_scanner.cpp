#include "engine/decide/template_scanner.h"

#include <algorithm>

namespace dialctl {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t limit) {
  while (at < limit) {
    const std::size_t bytes = blank_at(text, at);
    if (bytes == 0) break;
    at += bytes;
  }
  return at;
}

// The closing quote of a value that begins at `at`.
std::size_t closing_quote(std::string_view text, std::size_t at, std::size_t limit) {
  for (; at < limit; ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at;
  }
  return std::string_view::npos;
}

bool starts_with(std::string_view text, std::size_t at, std::size_t limit, std::string_view what) {
  return at + what.size() <= limit && text.compare(at, what.size(), what) == 0;
}

// Where scanning goes on after a tag that makes no sense: behind its braces if it has any, else behind "{{".
Piece broken(std::string_view text, std::size_t begin, std::size_t limit, Piece::Kind kind, const char* why) {
  const std::size_t close = text.substr(0, limit).find(kClose, begin + kOpen.size());
  const std::size_t open = text.substr(0, limit).find(kOpen, begin + kOpen.size());
  const bool has_end = close != std::string_view::npos && close < open;
  if (!has_end) return {Piece::Kind::unclosed_tag, begin, begin + kOpen.size(), {}, ""};
  return {kind, begin, close + kClose.size(), {}, why};
}

Piece tag_at(std::string_view text, std::size_t begin, std::size_t limit) {
  using Kind = Piece::Kind;
  Piece piece{Kind::tag, begin, begin, {}, ""};
  std::size_t at = begin + kOpen.size();
  const std::size_t name_begin = at;
  while (at < limit && text[at] != '=' && !starts_with(text, at, limit, kClose)) {
    if (starts_with(text, at, limit, kOpen)) return broken(text, begin, limit, Kind::unclosed_tag, "");
    ++at;
  }
  if (at >= limit) return broken(text, begin, limit, Kind::unclosed_tag, "");
  piece.tag.begin = begin;
  piece.tag.name = trimmed_blanks(text.substr(name_begin, at - name_begin));
  if (piece.tag.name.find_first_of("{}\"") != std::string_view::npos) {
    return broken(text, begin, limit, Kind::bad_tag, "braces or quotes in a tag's name");
  }
  if (text[at] == '=') {
    at = skip_blanks(text, at + 1, limit);
    if (at >= limit || text[at] != '"') {
      return broken(text, begin, limit, Kind::bad_tag, "a value without straight double quotes");
    }
    const std::size_t quote = closing_quote(text, at + 1, limit);
    if (quote == std::string_view::npos) return broken(text, begin, limit, Kind::unclosed_tag, "");
    piece.tag.value = text.substr(at + 1, quote - at - 1);
    piece.tag.value_begin = at + 1;
    at = skip_blanks(text, quote + 1, limit);
    if (at >= limit) return broken(text, begin, limit, Kind::unclosed_tag, "");
    if (!starts_with(text, at, limit, kClose)) {
      return broken(text, begin, limit, Kind::bad_tag,
                    "something between a value's closing quote and the braces");
    }
  }
  piece.end = piece.tag.end = at + kClose.size();
  return piece;
}

}  // namespace

TextPlace PlaceFinder::at(std::size_t offset) {
  if (offset < offset_) {
    offset_ = 0;
    place_ = {};
  }
  for (; offset_ < offset; ++offset_) {
    const auto byte = static_cast<unsigned char>(text_[offset_]);
    if (byte == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if ((static_cast<unsigned char>(text_[offset_ + 1 < text_.size() ? offset_ + 1 : offset_]) &
                0xC0U) != 0x80U) {
      ++place_.column;  // the next byte begins a character
    }
  }
  return place_;
}

Piece piece_at(std::string_view text, std::size_t begin, std::size_t limit) {
  if (starts_with(text, begin, limit, kOpen)) return tag_at(text, begin, limit);
  if (starts_with(text, begin, limit, kClose))
    return {Piece::Kind::stray_braces, begin, begin + kClose.size(), {}, ""};
  const std::string_view seen = text.substr(0, limit);
  const std::size_t end = std::min({seen.find(kOpen, begin), seen.find(kClose, begin), limit});
  return {Piece::Kind::text, begin, end, {}, ""};
}

std::size_t blank_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte <= 0x20 || byte == 0x7F) return 1;
  return text.compare(at, kNoBreakSpace.size(), kNoBreakSpace) == 0 ? kNoBreakSpace.size() : 0;
}

std::string_view trimmed_blanks(std::string_view text) {
  const std::size_t begin = skip_blanks(text, 0, text.size());
  std::size_t end = begin;  // behind the last character that is not blank
  for (std::size_t at = begin; at < text.size();) {
    const std::size_t bytes = blank_at(text, at);
    at += bytes == 0 ? 1 : bytes;
    if (bytes == 0) end = at;
  }
  return text.substr(begin, end - begin);
}

}  // namespace dialctl
