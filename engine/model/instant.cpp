#include "engine/model/instant.h"

#include <charconv>

namespace dialctl {
namespace {

using std::chrono::days;
using std::chrono::floor;

char* write_digits(char* to, unsigned value, int width) {
  for (char* digit = to + width; digit != to; value /= 10)
    *--digit = static_cast<char>('0' + value % 10);
  return to + width;
}

// By hand: exports write millions of instants. Returns the end of what is written, at most kCivilBytesMax.
constexpr std::size_t kCivilBytesMax = 40;
template <class TimePoint>
char* write_civil(char* text, TimePoint at) {
  const auto day = floor<days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{floor<Seconds>(at - day)};
  const int year = static_cast<int>(date.year());
  char* end = text;
  if (year >= 0 && year <= 9999) {
    end = write_digits(end, static_cast<unsigned>(year), 4);
  } else {  // nothing that we keep, but an Instant can hold it
    end = std::to_chars(text, text + 12, year).ptr;
  }
  *end++ = '-';
  end = write_digits(end, static_cast<unsigned>(date.month()), 2);
  *end++ = '-';
  end = write_digits(end, static_cast<unsigned>(date.day()), 2);
  *end++ = 'T';
  end = write_digits(end, static_cast<unsigned>(time.hours().count()), 2);
  *end++ = ':';
  end = write_digits(end, static_cast<unsigned>(time.minutes().count()), 2);
  *end++ = ':';
  return write_digits(end, static_cast<unsigned>(time.seconds().count()), 2);
}

// Takes exactly `width` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
  if (error != std::errc{} || end != text.data() + width || text[0] == '-') return std::nullopt;
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Milliseconds{0};
  int value = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 3) value = value * 10 + (text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits)
    value *= 10;
  return Milliseconds{value};
}

std::optional<Minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return Minutes{0};
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto hours = take_number(text, 2);
  take(text, ':');
  const auto minutes = take_number(text, 2);
  if (!hours || !minutes || *hours > 15 || *minutes > 59) return std::nullopt;
  const Minutes offset{*hours * 60 + *minutes};
  return east ? offset : -offset;
}

}  // namespace

void append_iso(std::string& out, Instant at) {
  char text[kCivilBytesMax + 5];
  char* end = write_civil(text, at);
  const auto millis = (at - floor<Seconds>(at)).count();
  if (millis != 0) {
    *end++ = '.';
    end = write_digits(end, static_cast<unsigned>(millis), 3);
  }
  *end++ = 'Z';
  out.append(text, end);
}

std::string to_iso(Instant at) {
  std::string text;
  append_iso(text, at);
  return text;
}

std::string to_iso(LocalTime at) {
  char text[kCivilBytesMax];
  return {text, write_civil(text, at)};
}

std::optional<Instant> parse_iso(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || (!take(text, 'T') && !take(text, ' '))) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const Instant at = Instant{std::chrono::sys_days{date}} + std::chrono::hours{*hour} + Minutes{*minute} +
                     Seconds{*second} + *fraction - *offset;
  if (at < kFirstInstant || at >= kFirstRefusedInstant) return std::nullopt;
  return at;
}

}  // namespace dialctl
