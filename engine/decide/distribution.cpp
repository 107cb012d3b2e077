#include "engine/decide/distribution.h"

#include <algorithm>
#include <tuple>

#include "engine/model/invariant.h"

namespace dialctl {
namespace {

using List = std::vector<const Candidate*>;

CallerCursor::Place place(const Candidate& candidate) {
  return {candidate.position, candidate.name};
}

// The order that every tie falls back to; the id only so that two people of one name have an order at all.
auto line(const Candidate& candidate) {
  return std::tuple<int, const std::string&, OperatorId>{candidate.position, candidate.name, candidate.id};
}

bool before_in_line(const Candidate* a, const Candidate* b) {
  return line(*a) < line(*b);
}

// std::optional sorts nothing before something: never bridged, never offered come first.
template <class Measure>
const Candidate* least(const List& eligible, Measure measure) {
  const auto found =
      std::min_element(eligible.begin(), eligible.end(), [&](const Candidate* a, const Candidate* b) {
        const auto left = measure(*a);
        const auto right = measure(*b);
        return left != right ? left < right : before_in_line(a, b);
      });
  return found == eligible.end() ? nullptr : *found;
}

auto position_then_offered(const Candidate& candidate) {
  return std::tuple{candidate.position, candidate.last_offered};
}

const Candidate* round_robin(const List& eligible, const std::optional<int>& last_position) {
  List further;
  for (const Candidate* candidate : eligible) {
    if (last_position && candidate->position > *last_position) further.push_back(candidate);
  }
  return least(further.empty() ? eligible : further, position_then_offered);
}

const Candidate* top_down(const std::vector<Candidate>& candidates, const List& eligible,
                          const std::optional<CallerCursor::Place>& last) {
  const auto below = [&](const Candidate& candidate) { return !last || place(candidate) > *last; };
  const bool someone_below = std::any_of(candidates.begin(), candidates.end(), below);
  if (!someone_below) return least(eligible, [](const Candidate& candidate) { return candidate.position; });
  List further;
  for (const Candidate* candidate : eligible) {
    if (below(*candidate)) further.push_back(candidate);
  }
  return least(further, [](const Candidate& candidate) { return candidate.position; });
}

const Candidate* choose_one(const std::vector<Candidate>& candidates, const List& eligible, Strategy strategy,
                            DistributionState& state, const CallerCursor& cursor) {
  switch (strategy) {
    case Strategy::ring_all:
      break;  // not one
    case Strategy::longest_idle_agent:
      return least(eligible, [](const Candidate& candidate) { return candidate.last_bridge_end; });
    case Strategy::round_robin:
      return round_robin(eligible, state.last_offered_position);
    case Strategy::top_down:
      return top_down(candidates, eligible, cursor.last_offered);
    case Strategy::agent_with_least_talk_time:
      return least(eligible, [](const Candidate& candidate) { return candidate.talk_time; });
    case Strategy::agent_with_fewest_calls:
      return least(eligible, [](const Candidate& candidate) { return candidate.calls_answered; });
    case Strategy::sequentially_by_agent_order:
      return least(eligible, position_then_offered);
    case Strategy::random:
      return eligible[static_cast<std::size_t>(state.random.below(eligible.size()))];
  }
  DIALCTL_INVARIANT(!"a strategy that rings one operator");
  return nullptr;
}

const Candidate* sticky(const List& eligible, const DistributionSettings& settings,
                        const DistributionState& state, const CallerCursor& cursor) {
  if (!settings.sticky_last_tried || !state.last_tried_missed || cursor.offered_before) return nullptr;
  const auto found = std::find_if(eligible.begin(), eligible.end(), [&](const Candidate* candidate) {
    return candidate->id == *state.last_tried_missed;
  });
  return found == eligible.end() ? nullptr : *found;
}

}  // namespace

Offer next_offer(const std::vector<Candidate>& candidates, const DistributionSettings& settings,
                 const DistributionState& state, const CallerCursor& cursor) {
  Offer offer{{}, state, cursor};
  List eligible;
  for (const Candidate& candidate : candidates) {
    if (candidate.eligible) eligible.push_back(&candidate);
  }
  if (eligible.empty()) return offer;
  std::sort(eligible.begin(), eligible.end(), before_in_line);  // random draws from a defined order

  if (settings.strategy == Strategy::ring_all) {
    for (const Candidate* candidate : eligible)
      offer.ring.push_back(candidate->id);
    offer.cursor.offered_before = true;
    return offer;
  }
  const Candidate* chosen = sticky(eligible, settings, state, cursor);
  const bool by_strategy = chosen == nullptr;
  if (by_strategy) chosen = choose_one(candidates, eligible, settings.strategy, offer.state, cursor);
  if (!chosen) return offer;
  offer.ring.push_back(chosen->id);
  offer.state.last_offered_position = chosen->position;
  offer.cursor.offered_before = true;
  if (by_strategy)
    offer.cursor.last_offered = place(*chosen);  // else the list would start below the sticky one
  return offer;
}

DistributionState after_missed(DistributionState state, OperatorId missed) {
  state.last_tried_missed = missed;
  return state;
}

DistributionState after_answered(DistributionState state) {
  state.last_tried_missed.reset();
  return state;
}

}  // namespace dialctl
