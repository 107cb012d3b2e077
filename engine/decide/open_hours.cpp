#include <algorithm>

#include "engine/decide/schedule.h"

namespace dialctl {
namespace {

constexpr std::int64_t day_of(std::int64_t local) {
  return local >= 0 ? local / kDaySeconds : -((-local + kDaySeconds - 1) / kDaySeconds);
}

// Monday is 0; 1970-01-01 was a Thursday. Days before 1970 occur only west of Greenwich in its first hours.
constexpr std::size_t weekday_of(std::int64_t day) {
  return static_cast<std::size_t>((day + 3 + 7 * 1'000) % 7);
}

constexpr std::int64_t number_of(std::chrono::local_days day) {
  return day.time_since_epoch().count();
}

bool is_valid(const DayWindows& windows) {
  std::int32_t free_from = 0;
  for (const DayWindow& window : windows) {
    if (window.from_second < free_from || window.from_second >= kDaySeconds) return false;
    if (window.to_second <= window.from_second) return false;
    if (window.to_second > window.from_second + kDaySeconds) return false;
    free_from = window.to_second;
  }
  return true;
}

}  // namespace

OpenHours::OpenHours(const Schedule& schedule) {
  week_is_full_ = true;
  for (std::size_t weekday = 0; weekday < 7; ++weekday) {
    DIALCTL_INVARIANT(is_valid(schedule.week[weekday]));
    week_[weekday] = add_pieces(schedule.week[(weekday + 6) % 7], schedule.week[weekday]);
  }
  for (std::size_t weekday = 0; weekday < 7; ++weekday) {
    const Day& day = week_[weekday];
    const Piece* piece = day.count == 1 ? &pieces_[static_cast<std::size_t>(day.first)] : nullptr;
    week_is_full_ = week_is_full_ && piece != nullptr && piece->from == 0 && piece->to == kDaySeconds;
    for (std::int8_t ahead = 7; ahead >= 1; --ahead) {
      if (week_[(weekday + static_cast<std::size_t>(ahead)) % 7].count != 0) days_to_next_[weekday] = ahead;
    }
  }
  add_specials(schedule);
}

// What is open on a day: its own windows up to midnight, and what comes in from the day before.
OpenHours::Day OpenHours::add_pieces(const DayWindows& before, const DayWindows& own) {
  std::vector<Piece> all;
  for (const DayWindow& window : before) {
    if (window.to_second > kDaySeconds) all.push_back({0, window.to_second - kDaySeconds});
  }
  for (const DayWindow& window : own)
    all.push_back({window.from_second, std::min(window.to_second, kDaySeconds)});
  std::sort(all.begin(), all.end(), [](const Piece& a, const Piece& b) { return a.from < b.from; });

  const std::size_t first = pieces_.size();
  for (const Piece& piece : all) {
    if (pieces_.size() > first && piece.from <= pieces_.back().to) {
      pieces_.back().to = std::max(pieces_.back().to, piece.to);
    } else {
      pieces_.push_back(piece);
    }
  }
  return {static_cast<std::int32_t>(first), static_cast<std::int32_t>(pieces_.size() - first)};
}

// The day after a dated day is special too: what the
// weekday before would have sent over midnight never began.
void OpenHours::add_specials(const Schedule& schedule) {
  const std::vector<DatedDay>& dates = schedule.dates;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    DIALCTL_INVARIANT(is_valid(dates[i].windows));
    const std::int64_t day = number_of(dates[i].day);
    DIALCTL_INVARIANT(i == 0 || number_of(dates[i - 1].day) < day);
    specials_.push_back({day, kNeverLocal, add_pieces({}, dates[i].windows)});
    if (i + 1 < dates.size() && number_of(dates[i + 1].day) == day + 1) continue;
    specials_.push_back(
        {day + 1, kNeverLocal, add_pieces(dates[i].windows, schedule.week[weekday_of(day + 1)])});
  }
  // From the last one back, since each answer rests on the later ones.
  for (auto special = specials_.rbegin(); special != specials_.rend(); ++special) {
    special->next_open_day = next_open_day(special->day);
  }
}

// Index of the first special day at or after `day`.
std::size_t OpenHours::special_from(std::int64_t day) const {
  const auto found =
      std::lower_bound(specials_.begin(), specials_.end(), day,
                       [](const SpecialDay& special, std::int64_t d) { return special.day < d; });
  return static_cast<std::size_t>(found - specials_.begin());
}

std::span<const OpenHours::Piece> OpenHours::pieces_of(std::int64_t day) const {
  Day found = week_[weekday_of(day)];
  if (!specials_.empty()) {
    const std::size_t special = special_from(day);
    if (special < specials_.size() && specials_[special].day == day) found = specials_[special].pieces;
  }
  return std::span{pieces_}.subspan(static_cast<std::size_t>(found.first),
                                    static_cast<std::size_t>(found.count));
}

// The first day after `day` on which anything is open.
std::int64_t OpenHours::next_open_day(std::int64_t day) const {
  const std::int8_t ahead = days_to_next_[weekday_of(day)];
  const std::int64_t by_week = ahead == 0 ? kNeverLocal : day + ahead;
  if (specials_.empty()) return by_week;
  const std::size_t special = special_from(day + 1);
  if (special == specials_.size() || specials_[special].day > by_week) return by_week;
  return specials_[special].pieces.count != 0 ? specials_[special].day : specials_[special].next_open_day;
}

std::int64_t OpenHours::first_open(std::int64_t local) const {
  const std::int64_t day = day_of(local);
  const std::int64_t second = local - day * kDaySeconds;
  for (const Piece& piece : pieces_of(day)) {
    if (piece.to > second) return day * kDaySeconds + std::max<std::int64_t>(piece.from, second);
  }
  const std::int64_t next = next_open_day(day);
  return next == kNeverLocal ? kNeverLocal : next * kDaySeconds + pieces_of(next).front().from;
}

std::optional<OpenHours::Interval> OpenHours::window_after(std::int64_t local, std::int64_t days_before,
                                                           std::int64_t days_after) const {
  const std::int64_t open = first_open(local);
  if (open == kNeverLocal) return std::nullopt;
  const std::int64_t day = day_of(open);
  for (const Piece& piece : pieces_of(day)) {
    if (piece.to <= open - day * kDaySeconds) continue;
    return Interval{start_of(day, piece.from, day - days_before), end_of(day, piece.to, day + days_after)};
  }
  return std::nullopt;
}

// Follows a window over its midnights. A week that is open day and night is crossed in one step, so the steps
// are bounded by a week and the special days.
std::int64_t OpenHours::end_of(std::int64_t day, std::int32_t to, std::int64_t last_day) const {
  while (to == kDaySeconds && day < last_day) {
    if (week_is_full_) {
      const std::size_t special = special_from(day + 1);
      const std::int64_t plain = special == specials_.size() ? last_day : specials_[special].day - 1;
      day = std::max(day, std::min(plain, last_day));
      if (day == last_day) break;
    }
    const std::span<const Piece> next = pieces_of(day + 1);
    if (next.empty() || next.front().from != 0) break;
    to = next.front().to;
    ++day;
  }
  return day * kDaySeconds + to;
}

std::int64_t OpenHours::start_of(std::int64_t day, std::int32_t from, std::int64_t first_day) const {
  while (from == 0 && day > first_day) {
    const std::span<const Piece> before = pieces_of(day - 1);
    if (before.empty() || before.back().to != kDaySeconds) break;
    from = before.back().from;
    --day;
  }
  return day * kDaySeconds + from;
}

}  // namespace dialctl
