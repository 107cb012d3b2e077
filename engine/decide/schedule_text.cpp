#include "engine/decide/schedule_text.h"

#include <cstdio>

namespace dialctl {
namespace {

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string time_text(std::int32_t second) {
  char text[16];
  const int hour = second / 3'600;
  const int minute = second / 60 % 60;
  if (second % 60 == 0) {
    std::snprintf(text, sizeof text, "%02d:%02d", hour, minute);
  } else {
    std::snprintf(text, sizeof text, "%02d:%02d:%02d", hour, minute, second % 60);
  }
  return text;
}

std::string windows_text(const DayWindows& windows) {
  if (windows.empty()) return " closed";
  std::string text;
  for (const DayWindow& window : windows) {
    const std::int32_t to =
        window.to_second > kDaySeconds ? window.to_second - kDaySeconds : window.to_second;
    text += " " + time_text(window.from_second) + "-" + time_text(to);
  }
  return text;
}

std::string date_text(std::chrono::local_days day) {
  return to_iso(LocalTime{day}).substr(0, 10);
}

}  // namespace

std::string to_text(const Schedule& schedule) {
  std::string text;
  for (std::size_t day = 0; day < 7;) {
    std::size_t last = day;
    while (last + 1 < 7 && schedule.week[last + 1] == schedule.week[day])
      ++last;
    if (!schedule.week[day].empty()) {
      if (!text.empty()) text += ", ";
      text += kDays[day];
      if (last != day) text += "-" + std::string{kDays[last]};
      text += windows_text(schedule.week[day]);
    }
    day = last + 1;
  }
  if (text.empty()) text = "daily closed";
  const auto& dates = schedule.dates;
  for (std::size_t i = 0; i < dates.size();) {
    std::size_t last = i;
    while (last + 1 < dates.size() && dates[last + 1].day == dates[last].day + std::chrono::days{1} &&
           dates[last + 1].windows == dates[i].windows &&
           last + 1 - i < static_cast<std::size_t>(kDateRangeDaysMax)) {
      ++last;
    }
    text += ", " + date_text(dates[i].day);
    if (last != i) text += ".." + date_text(dates[last].day);
    text += windows_text(dates[i].windows);
    i = last + 1;
  }
  return text;
}

std::string to_text(const ScheduleClock& clock) {
  switch (clock.kind) {
    case ClockKind::customer:
      return "customer";
    case ClockKind::project:
      return "project";
    case ClockKind::fixed:
      return clock.fixed_zone;
  }
  return {};
}

}  // namespace dialctl
