#include "engine/decide/pace/pace_tracker.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace dialctl::pace {
namespace {

using Kind = TrackedEvent::Kind;

constexpr std::size_t kEndedKept = 20'000;
constexpr int kNoLimit = 100'000;      // lines
constexpr Milliseconds kGrace{5'000};  // beyond which a call's or a customer's end was never told
constexpr Milliseconds kLongestTalk{7'200'000};

double seconds(Milliseconds span) {
  return static_cast<double>(std::max<std::int64_t>(0, span.count())) / 1000;
}

// As many ages as there are known to be: of too many the oldest go, their ends were not told; whose beginning
// was not told has just begun.
void make_so_many(std::vector<double>& ages, int count) {
  const auto wanted = static_cast<std::size_t>(std::clamp(count, 0, kNoLimit));
  while (ages.size() > wanted)
    ages.erase(std::max_element(ages.begin(), ages.end()));
  ages.resize(wanted, 0.0);
}

}  // namespace

PaceTracker::PaceTracker(const TrackedDay& day) : day_(day), controller_(day.limits) {}

void PaceTracker::call_ends(RingEnd how, const TrackedEvent& event, Milliseconds now) {
  if (!event.call || ended_.count(*event.call) > 0) return;
  const auto found = ringing_.find(*event.call);
  const std::optional<Milliseconds> rang = event.lasted ? event.lasted
                                           : found == ringing_.end()
                                               ? std::nullopt
                                               : std::optional{event.at - found->second};
  if (rang) controller_.rang(how, seconds(*rang));
  if (found != ringing_.end()) ringing_.erase(found);
  ended_.insert(*event.call);
  if (ended_.size() > kEndedKept) ended_.erase(ended_.begin());
  if (how != RingEnd::answered) return;
  tally_.answered += 1;
  waiting_[*event.call] = std::min(event.at, now);
}

void PaceTracker::person_ends(std::map<std::int64_t, Milliseconds>& among, const TrackedEvent& event,
                              Milliseconds now) {
  if (!event.person) return;
  const auto found = among.find(*event.person);
  if (found == among.end()) return;
  const double lasted = seconds(event.lasted.value_or(event.at - found->second));
  among.erase(found);
  if (&among == &wrapping_) {
    controller_.wrapped(lasted);
  } else {
    controller_.talked(lasted);
    wrapping_[*event.person] = std::min(event.at, now);
  }
}

void PaceTracker::forget_person(std::optional<std::int64_t> person) {
  if (!person) return;
  talking_.erase(*person);
  wrapping_.erase(*person);
}

void PaceTracker::take(const TrackedEvent& event, Milliseconds now) {
  switch (event.kind) {
    case Kind::launch:
      if (event.call && ended_.count(*event.call) == 0)
        ringing_.emplace(*event.call, std::min(event.at, now));
      return;
    case Kind::live:
      return call_ends(RingEnd::answered, event, now);
    case Kind::machine:
    case Kind::noanswer:
    case Kind::busy:
      return call_ends(RingEnd::other, event, now);
    case Kind::cancel:
      return call_ends(RingEnd::let_go, event, now);
    case Kind::connect:
      if (event.call && waiting_.erase(*event.call) > 0) controller_.served();
      if (event.person) {
        wrapping_.erase(*event.person);
        talking_[*event.person] = std::min(event.at, now);
      }
      return;
    case Kind::abandon:
      if (!event.call || waiting_.erase(*event.call) == 0) return;
      tally_.abandoned += 1;
      controller_.abandoned();
      return;
    case Kind::talkend:
      return person_ends(talking_, event, now);
    case Kind::wrapend:
      return person_ends(wrapping_, event, now);
    case Kind::login:
    case Kind::logout:
    case Kind::opmiss:
    case Kind::back:
      return forget_person(event.person);
  }
}

// Whose end was never told.
void PaceTracker::drop_forgotten(Milliseconds now) {
  std::erase_if(ringing_, [&](const auto& call) { return now - call.second > day_.ring_timeout + kGrace; });
  const Milliseconds patience{static_cast<std::int64_t>(std::min(day_.limits.patience, 3600.0) * 1000)};
  std::erase_if(waiting_, [&](const auto& call) { return now - call.second > patience + kGrace; });
  for (auto* each : {&talking_, &wrapping_})
    std::erase_if(*each, [&](const auto& person) { return now - person.second > kLongestTalk; });
}

void PaceTracker::look(const TrackedStep& step, Milliseconds now) {
  const auto ages = [&](const std::map<std::int64_t, Milliseconds>& since, std::vector<double>& into) {
    into.clear();
    for (const auto& [id, begun] : since)
      into.push_back(seconds(now - begun));
  };
  moment_.now = seconds(now);
  moment_.left = seconds(day_.duration - now);
  moment_.idle = std::clamp(step.idle, 0, kNoLimit);
  moment_.offered = std::clamp(step.offered, 0, kNoLimit);
  ages(talking_, moment_.talking);
  ages(wrapping_, moment_.wrapping);
  make_so_many(moment_.talking, step.talking);
  make_so_many(moment_.wrapping, step.wrapping);
  moment_.ringing.clear();
  for (const auto& [id, begun] : ringing_)
    moment_.ringing.push_back({id, seconds(now - begun)});
  moment_.waiting = static_cast<int>(waiting_.size());
  // Whether who is offered to an operator still counts as queued is the dialer's to say: both are believed.
  if (step.queued)
    moment_.waiting = std::clamp(moment_.waiting, std::clamp(*step.queued, 0, kNoLimit),
                                 std::clamp(*step.queued, 0, kNoLimit) + moment_.offered);
  if (step.ringing) {
    const auto there = static_cast<std::size_t>(std::clamp(*step.ringing, 0, kNoLimit));
    if (moment_.ringing.size() > there)  // the oldest have the smallest numbers
      moment_.ringing.erase(moment_.ringing.begin(),
                            std::prev(moment_.ringing.end(), static_cast<std::ptrdiff_t>(there)));
    while (moment_.ringing.size() < there)
      moment_.ringing.push_back({-1, 0});
  }
  const auto taken = static_cast<int>(moment_.ringing.size() + moment_.talking.size()) + moment_.waiting;
  moment_.room = day_.lines_max > 0 ? std::max(0, day_.lines_max - taken) : kNoLimit;
  if (now >= day_.duration) moment_.room = 0;
  moment_.tally = step.tally.value_or(tally_);
}

Chosen PaceTracker::step(const TrackedStep& step) {
  now_ = std::max(now_, step.now);
  for (const TrackedEvent& event : step.events)
    take(event, now_);
  drop_forgotten(now_);
  look(step, now_);
  Chosen chosen = controller_.decide(moment_);
  std::erase(chosen.let_go, -1);
  return chosen;
}

}  // namespace dialctl::pace
