#include "engine/decide/pace/pace_drive.h"

#include <algorithm>

namespace dialctl::pace {
namespace {

constexpr std::size_t kOverKept = 4'000;

// What began first goes first, until no more are left than there are.
void keep_newest(std::map<std::int64_t, Milliseconds>& since, int count) {
  while (static_cast<int>(since.size()) > std::max(0, count)) {
    since.erase(std::min_element(since.begin(), since.end(),
                                 [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

std::vector<Milliseconds> ages(const std::map<std::int64_t, Milliseconds>& since, Milliseconds now,
                               int count) {
  std::vector<Milliseconds> all;
  for (const auto& [id, began] : since)
    all.push_back(std::max(Milliseconds{0}, now - began));
  all.resize(static_cast<std::size_t>(std::max(0, count)), Milliseconds{0});
  return all;
}

}  // namespace

bool PaceDrive::is_news(std::int64_t call) {
  if (!over_.insert(call).second) return false;
  over_in_turn_.push_back(call);
  if (over_in_turn_.size() > kOverKept) {
    over_.erase(over_in_turn_.front());
    over_in_turn_.pop_front();
  }
  return true;
}

void PaceDrive::end_call(const DriveEvent& event) {
  ringing_.erase(event.call);
  if (!is_news(event.call)) return;
  if (event.kind == DriveEventKind::live) {
    pacer_.wanted_operator(event.lasted, std::nullopt);
    waiting_.insert(event.call);
  } else if (event.kind == DriveEventKind::cancel) {
    pacer_.was_let_go(event.lasted);
  } else {
    pacer_.ended_without(event.lasted, std::nullopt);
  }
}

void PaceDrive::take(const DriveEvent& event) {
  switch (event.kind) {
    case DriveEventKind::launch:
      if (!over_.contains(event.call)) ringing_.emplace(event.call, std::min(event.at, now_));
      return;
    case DriveEventKind::live:
    case DriveEventKind::machine:
    case DriveEventKind::no_answer:
    case DriveEventKind::busy:
    case DriveEventKind::cancel:
      end_call(event);
      return;
    case DriveEventKind::connect:
      if (waiting_.erase(event.call) == 0) return;
      pacer_.served();
      wrapping_.erase(event.operator_id);
      talking_[event.operator_id] = std::min(event.at, now_);
      return;
    case DriveEventKind::abandon:
      if (waiting_.erase(event.call) > 0) pacer_.lost();
      return;
    case DriveEventKind::talk_end:
      if (talking_.erase(event.operator_id) == 0) return;
      pacer_.talked(event.lasted);
      wrapping_[event.operator_id] = std::min(event.at, now_);
      return;
    case DriveEventKind::wrap_end:
      if (wrapping_.erase(event.operator_id) > 0) pacer_.wrapped(event.lasted);
      return;
    case DriveEventKind::miss:
      pacer_.missed();
      [[fallthrough]];
    case DriveEventKind::login:
    case DriveEventKind::back:
    case DriveEventKind::logout:
      talking_.erase(event.operator_id);
      wrapping_.erase(event.operator_id);
      return;
  }
}

void PaceDrive::believe_counts(const DriveStep& step) {
  std::erase_if(ringing_, [&](const auto& row) {
    return now_ - row.second > start_.ring_timeout + Milliseconds{5'000};
  });
  keep_newest(ringing_, step.ringing);
  keep_newest(talking_, step.talking);
  keep_newest(wrapping_, step.wrapping);
  if (step.waiting == 0) waiting_.clear();
}

QueueMoment PaceDrive::moment_of(const DriveStep& step) {
  QueueMoment moment;
  moment.clock = now_;
  moment.left = std::max(Milliseconds{0}, start_.duration - now_);
  moment.patience = start_.patience;
  moment.limit_basis_points = start_.limit_basis_points;
  moment.let_go_after = start_.let_go_after;
  moment.idle = std::max(0, step.idle);
  moment.offered = std::max(0, step.offered);
  moment.waiting = std::max(0, step.waiting);
  moment.wanted = std::max<std::int64_t>(0, step.answered);
  moment.lost = std::max<std::int64_t>(0, step.abandoned);
  moment.talking = ages(talking_, now_, step.talking);
  moment.wrapping = ages(wrapping_, now_, step.wrapping);
  for (const auto& [id, began] : ringing_)
    moment.ringing.push_back({id, now_ - began});
  const int in_use = static_cast<int>(ringing_.size()) + moment.waiting + std::max(0, step.talking);
  moment.room = start_.lines_max == 0 ? INT32_MAX : std::max(0, start_.lines_max - in_use);
  if (moment.left == Milliseconds{0}) moment.room = 0;
  return moment;
}

QueueChoice PaceDrive::step(const DriveStep& step) {
  now_ = std::max(now_, step.at);
  for (const DriveEvent& event : step.events)
    take(event);
  believe_counts(step);
  return pacer_.decide(moment_of(step));
}

}  // namespace dialctl::pace
