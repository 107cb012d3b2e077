#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <span>

#include "engine/decide/schedule_text.h"

namespace dialctl {
namespace {

using std::chrono::days;
using std::chrono::local_days;

constexpr std::array<std::string_view, 7> kDayNames{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr local_days kFirstDay{std::chrono::year{1970} / 1 / 1};
constexpr local_days kFirstRefusedDay{std::chrono::year{2037} / 10 / 1};

struct Word {
  std::string text;  // lower case
  std::size_t at;    // where it begins in the whole text
};

Error fault(std::string_view text, std::size_t at, const char* code, const std::string& what,
            const std::string& hint) {
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return Error{ErrorKind::usage, std::string{"schedule."} + code,
               "line " + std::to_string(line) + ", column " + std::to_string(at - start + 1) + ": " + what,
               hint};
}

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Entries of words; remarks and empty entries left out.
std::vector<std::vector<Word>> entries_of(std::string_view text) {
  std::vector<std::vector<Word>> entries(1);
  bool in_word = false;
  bool in_remark = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    in_remark = (in_remark || c == '#') && c != '\n';
    const bool splits = !in_remark && (c == ',' || c == ';' || c == '\n');
    const bool blank = in_remark || splits || c == ' ' || c == '\t' || c == '\r';
    if (splits && !entries.back().empty()) entries.emplace_back();
    if (!blank && !in_word) entries.back().push_back({"", i});
    if (!blank) entries.back().back().text += lower(c);
    in_word = !blank;
  }
  if (entries.back().empty()) entries.pop_back();
  return entries;
}

std::optional<int> number(std::string_view digits, std::size_t width_min, std::size_t width_max) {
  if (digits.size() < width_min || digits.size() > width_max) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits[0] == '-') return std::nullopt;
  return value;
}

// "9:00", "09:00", "09:00:30", "24:00" as seconds of the day.
std::optional<std::int32_t> time_of_day(std::string_view text) {
  std::array<int, 3> parts{};
  for (std::size_t part = 0; part < 3; ++part) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto value = number(text.substr(0, colon), part == 0 ? 1 : 2, 2);
    if (!value) return std::nullopt;
    parts[part] = *value;
    const bool last = colon == text.size();
    if (last && part == 0) return std::nullopt;
    text.remove_prefix(last ? colon : colon + 1);
    if (last) break;
    if (part == 2) return std::nullopt;
  }
  const std::int32_t seconds = parts[0] * 3'600 + parts[1] * 60 + parts[2];
  if (parts[1] > 59 || parts[2] > 59 || seconds > kDaySeconds) return std::nullopt;
  return seconds;
}

std::optional<local_days> date_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4), 4, 4);
  const auto month = number(text.substr(5, 2), 2, 2);
  const auto day = number(text.substr(8, 2), 2, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{local_days{date}} : std::nullopt;
}

// "mon", "Monday"; at least three letters.
std::optional<std::size_t> weekday_of(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < kDayNames.size(); ++i) {
    if (kDayNames[i].starts_with(text)) return i;
  }
  return std::nullopt;
}

bool starts_with_digit(const Word& word) {
  return word.text[0] >= '0' && word.text[0] <= '9';
}
bool is_date(const Word& word) {
  return starts_with_digit(word) && word.text.find(':') == std::string::npos && word.text.find('-') == 4;
}
bool is_hours(const Word& word) {
  return word.text == "closed" || (starts_with_digit(word) && !is_date(word));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Schedule> read() {
    const auto entries = entries_of(text_);
    if (entries.empty())
      return error(text_.size(), "syntax", "nothing is said", "write \"daily closed\" to close all days");
    for (const auto& entry : entries) {
      if (auto done = read_entry(entry); !done) return done.error();
    }
    std::sort(schedule_.dates.begin(), schedule_.dates.end(),
              [](const DatedDay& a, const DatedDay& b) { return a.day < b.day; });
    return schedule_;
  }

 private:
  Error error(std::size_t at, const char* code, const std::string& what, const std::string& hint) const {
    return fault(text_, at, code, what, hint);
  }

  Result<void> read_entry(const std::vector<Word>& words) {
    const auto hours = std::find_if(words.begin(), words.end(), is_hours);
    if (hours == words.begin()) {
      return error(words[0].at, "syntax", "\"" + words[0].text + "\" does not say for which days it is",
                   "begin with days or a date: mon-fri 09:00-21:00");
    }
    if (hours == words.end()) {
      return error(words.back().at + words.back().text.size(), "syntax",
                   "no hours after \"" + words.back().text + "\"", "add 09:00-21:00, or closed");
    }
    auto windows = read_windows({hours, words.end()});
    if (!windows) return windows.error();
    for (auto word = words.begin(); word != hours; ++word) {
      auto done = is_date(*word) ? set_dates(*word, windows.value()) : set_weekdays(*word, windows.value());
      if (!done) return done;
    }
    return {};
  }

  Result<DayWindows> read_windows(std::span<const Word> words) const {
    DayWindows windows;
    if (words.size() == 1 && words[0].text == "closed") return windows;
    for (const Word& word : words) {
      auto window = read_window(word);
      if (!window) return window.error();
      if (!windows.empty() && window.value().from_second < windows.back().to_second) {
        return error(word.at, "overlap",
                     "\"" + word.text + "\" begins before the window left of it has ended",
                     "write the windows of a day in order, without overlap");
      }
      windows.push_back(window.value());
    }
    if (windows.size() > kWindowsPerDayMax) {
      return error(words[kWindowsPerDayMax].at, "syntax", "more than 8 windows in a day",
                   "join some of them");
    }
    if (windows.back().to_second > windows.front().from_second + kDaySeconds) {
      return error(words.back().at, "overlap", "the last window runs into the first one of the next day",
                   "end it where the first one begins");
    }
    return windows;
  }

  Result<DayWindow> read_window(const Word& word) const {
    const std::size_t dash = word.text.find('-');
    const std::string_view text = word.text;
    const auto from = dash == std::string::npos ? std::nullopt : time_of_day(text.substr(0, dash));
    const auto to = dash == std::string::npos ? std::nullopt : time_of_day(text.substr(dash + 1));
    if (!from || !to || *from == kDaySeconds) {
      return error(word.at, "bad-time", "\"" + word.text + "\" is not a window of time",
                   "write 09:00-21:00, or 22:00-06:00 over midnight; 24:00 is the end of the day");
    }
    if (*from == *to) {
      return error(word.at, "empty-window", "\"" + word.text + "\" has no length",
                   "write 00:00-24:00 for the whole day, closed for none of it");
    }
    // 22:00-00:00 ends at this day's end, which is 24:00.
    const std::int32_t end = *to < *from ? *to + kDaySeconds : *to;
    return DayWindow{*from, end};
  }

  Result<void> set_weekdays(const Word& word, const DayWindows& windows) {
    const std::string_view text = word.text;
    const std::size_t dash = std::min(text.find('-'), text.size());
    auto first = weekday_of(text.substr(0, dash));
    auto last = dash == text.size() ? first : weekday_of(text.substr(dash + 1));
    if (text == "daily" || text == "always") first = 0, last = 6;
    if (!first || !last) {
      return error(
          word.at, "bad-day", "\"" + word.text + "\" is no day",
          "days are mon tue wed thu fri sat sun, ranges like mon-fri, daily, or a date like 2026-12-31");
    }
    for (std::size_t day = *first;; day = (day + 1) % 7) {
      if (week_said_[day]) {
        return error(word.at, "day-twice", std::string{kDayNames[day]} + " was given before",
                     "write all windows of a day in one place: mon 09:00-13:00 14:00-18:00");
      }
      week_said_[day] = true;
      schedule_.week[day] = windows;
      if (day == *last) return {};
    }
  }

  Result<void> set_dates(const Word& word, const DayWindows& windows) {
    const std::string_view text = word.text;
    const std::size_t dots = std::min(text.find(".."), text.size());
    const auto first = date_of(text.substr(0, dots));
    const auto last = dots == text.size() ? first : date_of(text.substr(dots + 2));
    if (!first || !last || *last < *first) {
      return error(word.at, "bad-date", "\"" + word.text + "\" is no date of the calendar",
                   "write 2026-12-31, or 2026-12-31..2027-01-07 for a range");
    }
    if (*first < kFirstDay || *last >= kFirstRefusedDay) {
      return error(word.at, "bad-date", "\"" + word.text + "\" is outside of 1970-01-01 .. 2037-09-30",
                   "leave it out: nothing is called then");
    }
    if (*last - *first >= days{kDateRangeDaysMax} ||
        schedule_.dates.size() + static_cast<std::size_t>((*last - *first).count()) >= kDatesMax) {
      return error(word.at, "too-many-dates", "too many dates: at most 400 in a range and 4000 in all",
                   "leave out dates of the past");
    }
    for (local_days day = *first; day <= *last; day += days{1}) {
      if (!dates_said_.insert(day).second) {
        return error(word.at, "day-twice", to_iso(LocalTime{day}).substr(0, 10) + " was given before",
                     "write all windows of a date in one place: 2027-01-01 10:00-12:00 14:00-16:00");
      }
      schedule_.dates.push_back({day, windows});
    }
    return {};
  }

  std::string_view text_;
  Schedule schedule_;
  std::array<bool, 7> week_said_{};
  std::set<local_days> dates_said_;
};

}  // namespace

Result<Schedule> parse_schedule(std::string_view text) {
  return Reader{text}.read();
}

Result<ScheduleClock> parse_clock(std::string_view text) {
  if (text == "customer") return ScheduleClock{ClockKind::customer, {}};
  if (text == "project") return ScheduleClock{ClockKind::project, {}};
  if (text.empty() || text.find_first_of(" \t\r\n,;") != std::string_view::npos) {
    return Error{ErrorKind::usage, "schedule.bad-clock", std::string{"\""}.append(text) + "\" is no clock",
                 "write customer, project or a zone like Europe/Kyiv"};
  }
  return ScheduleClock{ClockKind::fixed, ZoneName{text}};
}

}  // namespace dialctl
