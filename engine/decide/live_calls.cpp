#include "engine/decide/live_calls.h"

namespace dialctl {
namespace {

template <class Key>
void count_or_forget(std::map<Key, int>& counts, const Key& key, int by) {
  const auto place = counts.try_emplace(key, 0).first;
  place->second += by;
  if (place->second == 0) counts.erase(place);
}

}  // namespace

void LiveCalls::count(const LiveCall& call, int by) {
  by_provider_[call.intent.provider] += by;
  by_project_[call.intent.project] += by;
  if (call.queue) by_queue_[*call.queue] += by;
  count_or_forget(by_caller_id_, call.intent.caller_id, by);
  count_or_forget(by_order_, call.intent.order, by);
  count_or_forget(by_number_, call.intent.number, by);
}

LiveCall& LiveCalls::add(LiveCall call) {
  const AttemptId id = call.intent.id;
  const auto [place, added] = calls_.emplace(id, std::move(call));
  DIALCTL_INVARIANT(added);
  count(place->second, 1);
  return place->second;
}

void LiveCalls::add(Calls::node_type node) {
  const auto placed = calls_.insert(std::move(node));
  DIALCTL_INVARIANT(placed.inserted);
  count(placed.position->second, 1);
}

LiveCalls::Calls::node_type LiveCalls::extract(Calls::iterator call) {
  count(call->second, -1);
  return calls_.extract(call);
}

}  // namespace dialctl
