#include "engine/decide/scenario_draws.h"

#include <algorithm>

namespace dialctl {
namespace {

constexpr std::uint64_t kCalls = 1;
constexpr std::uint64_t kPeople = 2;

// Each aspect of a call has a draw of its own, so that a new aspect leaves all others as they were.
enum class Aspect : std::uint64_t { live = 1, rest, ring, talk, wrap, miss };

std::uint64_t drawn(const Random& calls, std::uint64_t number, Aspect aspect) {
  return calls.branch(number).branch(static_cast<std::uint64_t>(aspect)).next();
}

std::uint64_t in_millionths(std::uint64_t draw) {
  return scaled(draw, static_cast<std::uint64_t>(kMillionths));
}

bool falls_within(std::uint64_t draw, std::int64_t millionths) {
  return in_millionths(draw) < static_cast<std::uint64_t>(millionths);
}

Milliseconds moved(Milliseconds at, Milliseconds by, Milliseconds duration) {
  return std::clamp(at + by, Milliseconds{0}, duration);
}

}  // namespace

ScenarioDraws::ScenarioDraws(const Scenario& scenario, std::uint64_t seed)
    : duration_(*scenario.duration),
      answer_(*scenario.answer),
      ring_limit_(*scenario.ring->timeout),
      live_ring_(*scenario.ring->live),
      machine_ring_(scenario.ring->machine.value_or(Law{})),
      busy_ring_(scenario.ring->busy.value_or(Law{})),
      wrap_(*scenario.wrap),
      miss_millionths_(scenario.misses ? scenario.misses->share_millionths : 0),
      groups_(*scenario.operators),
      calls_(Random{seed}.branch(kCalls)),
      people_(Random{seed}.branch(kPeople)) {
  for (const LawFrom& one : scenario.talk)
    talk_.push_back({one.from, LawDraw{one.law}});
  for (const ScenarioOperators& some : groups_)
    operators_ += some.count;
}

std::int64_t ScenarioDraws::live_millionths(Milliseconds launched) const {
  const auto& points = answer_.live;
  std::size_t at = 0;
  while (at + 1 < points.size() && points[at + 1].from <= launched)
    ++at;
  if (!answer_.linear || at + 1 == points.size() || launched < points[at].from) return points[at].millionths;
  const Milliseconds length = points[at + 1].from - points[at].from;
  const std::int64_t rise = points[at + 1].millionths - points[at].millionths;
  return points[at].millionths + rise * (launched - points[at].from).count() / length.count();
}

DrawnCall ScenarioDraws::call(std::uint64_t number, Milliseconds launched) const {
  DrawnCall call;
  const LawDraw* law = nullptr;
  if (falls_within(drawn(calls_, number, Aspect::live), live_millionths(launched))) {
    call.fate = CallFate::live;
    law = &live_ring_;
  } else {
    const std::uint64_t rest = drawn(calls_, number, Aspect::rest);
    if (falls_within(rest, answer_.machine_of_rest_millionths)) {
      call.fate = CallFate::machine;
      law = &machine_ring_;
    } else if (falls_within(rest, answer_.machine_of_rest_millionths + answer_.busy_of_rest_millionths)) {
      call.fate = CallFate::busy;
      law = &busy_ring_;
    }
  }
  if (law != nullptr) call.ring = law->at(drawn(calls_, number, Aspect::ring));
  if (law == nullptr || call.ring >= ring_limit_) return {CallFate::no_answer, ring_limit_};
  return call;
}

Milliseconds ScenarioDraws::talk(std::uint64_t number, Milliseconds begun) const {
  std::size_t at = 0;
  while (at + 1 < talk_.size() && talk_[at + 1].from <= begun)
    ++at;
  return talk_[at].law.at(drawn(calls_, number, Aspect::talk));
}

Milliseconds ScenarioDraws::wrap(std::uint64_t number) const {
  return wrap_.at(drawn(calls_, number, Aspect::wrap));
}

bool ScenarioDraws::misses(std::uint64_t number, std::uint64_t offer) const {
  if (miss_millionths_ == 0) return false;
  const Random misses = calls_.branch(number).branch(static_cast<std::uint64_t>(Aspect::miss));
  return falls_within(misses.branch(offer).next(), miss_millionths_);
}

std::vector<Presence> ScenarioDraws::presence(int index) const {
  std::size_t group = 0;
  for (int first = index; first >= groups_[group].count; ++group)
    first -= groups_[group].count;
  const ScenarioOperators& some = groups_[group];
  Random random = people_.branch(static_cast<std::uint64_t>(index));
  const auto off_by = [&] { return Milliseconds{random.between(-some.jitter.count(), some.jitter.count())}; };

  std::vector<Presence> shifts;
  for (const ScenarioSpan& shift : some.shifts) {
    Presence there{moved(shift.begin, off_by(), duration_), moved(shift.end, off_by(), duration_), false};
    if (shift.end >= duration_) there.to = Milliseconds::max();
    if (!shifts.empty()) there.from = std::max(there.from, shifts.back().to);
    if (there.from < there.to && there.from < duration_) shifts.push_back(there);
  }
  // A break moves as a whole. It parts the shift that it is in.
  for (const ScenarioSpan& pause : some.breaks) {
    const Milliseconds by = off_by();
    const Milliseconds begin = pause.begin + by;
    const Milliseconds end = pause.end + by;
    std::vector<Presence> parted;
    for (const Presence& there : shifts) {
      if (end <= there.from || begin >= there.to) {
        parted.push_back(there);
        continue;
      }
      if (there.from < begin) parted.push_back({there.from, begin, true});
      if (end < there.to && end < duration_) parted.push_back({end, there.to, there.to_break});
    }
    shifts = std::move(parted);
  }
  return shifts;
}

}  // namespace dialctl
