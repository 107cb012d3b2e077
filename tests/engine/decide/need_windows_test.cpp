#include "engine/decide/need_windows.h"

#include <doctest/doctest.h>

namespace dialctl {
namespace {

const Instant kStart = *parse_iso("2026-11-23T10:00:00Z");
constexpr ProjectId kShop{1};
constexpr ProjectId kBank{2};

OperatorNeeded need(Milliseconds after, NeedMet met, ProjectId project = kShop,
                    NeedKind kind = NeedKind::answer) {
  return {AttemptId{1}, QueueId{1}, project, kStart + after, kind, met};
}

NeedTally day(const NeedWindows& windows) {
  return windows.tally(kShop, NeedKind::answer, kShortNeedWindow);
}

}  // namespace

TEST_CASE("PA-02 the window of 24 hours forgets a call to the millisecond, the one of 30 days keeps it") {
  NeedWindows windows;
  windows.add(need(Milliseconds{0}, NeedMet::lost));
  windows.add(need(Milliseconds{1}, NeedMet::served));
  windows.move_to(kStart + kShortNeedWindow - Milliseconds{1});
  CHECK(day(windows) == NeedTally{2, 1});
  windows.move_to(kStart + kShortNeedWindow);
  CHECK(day(windows) == NeedTally{1, 0});
  windows.move_to(kStart + kShortNeedWindow + Milliseconds{1});
  CHECK(day(windows) == NeedTally{0, 0});
  CHECK(windows.tally(kShop, NeedKind::answer, kLongNeedWindow) == NeedTally{2, 1});
  windows.move_to(kStart + kLongNeedWindow);
  CHECK(windows.tally(kShop, NeedKind::answer, kLongNeedWindow) == NeedTally{1, 0});
  windows.move_to(kStart + kLongNeedWindow + kLongNeedWindow);
  CHECK(windows.tally(kShop, NeedKind::answer, kLongNeedWindow) == NeedTally{0, 0});
}

TEST_CASE("PA-02 who hung up before the call was abandoned counts among those who answered") {
  NeedWindows windows;
  windows.add(need(Milliseconds{0}, NeedMet::left));
  windows.add(need(Milliseconds{0}, NeedMet::lost));
  windows.move_to(kStart);
  CHECK(day(windows) == NeedTally{2, 1});
}

TEST_CASE("PA-06 pressed keys have a rate of their own, and projects too") {
  NeedWindows windows;
  for (int i = 0; i < 100; ++i)
    windows.add(need(Milliseconds{i}, NeedMet::served));
  for (int i = 0; i < 20; ++i)
    windows.add(need(Milliseconds{i}, i < 2 ? NeedMet::lost : NeedMet::served, kShop, NeedKind::key));
  windows.move_to(kStart + Seconds{1});
  CHECK(windows.nearest(300) == NeedTally{20, 2});  // 10 % of those who pressed, although 1.7 % of all
}

TEST_CASE("PA-02 a project is far over its limit where chance does not lead, not where the pacer holds it") {
  NeedWindows windows;
  for (int i = 0; i < 400; ++i)
    windows.add(need(Milliseconds{i}, i < 27 ? NeedMet::lost : NeedMet::served));
  windows.move_to(kStart + Seconds{1});
  CHECK_FALSE(windows.is_far_over(kShop, 300));  // 12 are allowed, and 2 + 4 * 3.5 more are no sign
  for (int i = 0; i < 3; ++i)
    windows.add(need(Milliseconds{i}, NeedMet::lost));
  CHECK(windows.is_far_over(kShop, 300));
  CHECK_FALSE(windows.is_far_over(kBank, 300));
  CHECK_FALSE(windows.is_far_over(kShop, 500));
}

}  // namespace dialctl
