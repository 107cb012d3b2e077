#include "adapters/asterisk/legs.h"

#include <algorithm>

#include "engine/model/invariant.h"

namespace dialctl::asterisk {

struct Leg::Job {
  std::vector<LegId> of;
  Legs::Step step;
  bool running = false;
};

Leg* Legs::find(LegId id) {
  const auto found = legs_.find(id);
  return found == legs_.end() ? nullptr : &found->second;
}

Leg& Legs::add(LegId id) {
  const auto [place, added] = legs_.try_emplace(id);
  DIALCTL_INVARIANT(added);
  place->second.id = id;
  return place->second;
}

Leg& Legs::adopt(LegId id) {
  if (Leg* leg = find(id)) return *leg;
  Leg& leg = add(id);
  leg.known = Leg::Known::yes;
  leg.dial_seen = true;  // of its beginning we know nothing
  return leg;
}

std::vector<LegId> Legs::all() const {
  std::vector<LegId> ids;
  for (const auto& [id, leg] : legs_)
    ids.push_back(id);
  return ids;
}

void Legs::tell_known(Leg& leg) {
  if (leg.known == Leg::Known::yes || leg.over) return;
  if (leg.known == Leg::Known::asked) {
    reporter_.tell(Placed{leg.id, PlaceAnswer::accepted, RefusalClass::none, "", {}});
  } else {
    reporter_.tell(Found{leg.id, LegState::dialling});
  }
  leg.known = Leg::Known::yes;
}

void Legs::tell_ringing(Leg& leg) {
  if (leg.over || leg.ringing || leg.answered) return;
  tell_known(leg);
  leg.ringing = true;
  reporter_.tell(Ringing{leg.id});
}

void Legs::tell_answered(Leg& leg) {
  if (leg.over || leg.answered) return;
  tell_known(leg);
  leg.answered = true;
  reporter_.tell(Answered{leg.id});
}

void Legs::tell_ended(Leg& leg, EndCause cause, EndedBy by, std::string raw_code) {
  if (leg.over) return;
  tell_known(leg);
  leg.over = true;
  leg.plays.clear();
  reporter_.tell(Ended{leg.id, cause, by, std::move(raw_code)});
}

void Legs::enqueue(const std::vector<LegId>& of, Step step) {
  auto job = std::make_shared<Leg::Job>();
  job->step = std::move(step);
  for (const LegId& id : of) {
    if (Leg* leg = find(id)) {
      job->of.push_back(id);
      leg->jobs.push_back(job);
    }
  }
  DIALCTL_INVARIANT(!job->of.empty());
  start_ready(job->of.front());
}

// A job starts when it is the first of all its legs. Jobs are
// queued on all of them at once, so no two can wait for each other.
void Legs::start_ready(LegId id) {
  Leg* leg = find(id);
  if (leg == nullptr || leg->jobs.empty()) return;
  const std::shared_ptr<Leg::Job> job = leg->jobs.front();
  if (job->running) return;
  const bool first = std::all_of(job->of.begin(), job->of.end(),
                                 [&](const LegId& other) { return find(other)->jobs.front() == job; });
  if (!first) return;
  job->running = true;
  job->step([this, job] { finished(job); });
}

void Legs::finished(const std::shared_ptr<Leg::Job>& job) {
  for (const LegId& id : job->of) {
    Leg* leg = find(id);
    DIALCTL_INVARIANT(leg != nullptr && leg->jobs.front() == job);
    leg->jobs.pop_front();
  }
  for (const LegId& id : job->of)
    start_ready(id);
}

void Legs::sweep() {
  std::erase_if(legs_, [&](const auto& entry) {
    return entry.second.over && entry.second.jobs.empty() &&
           std::binary_search(over_.begin(), over_.end(), entry.first);
  });
  over_.clear();
  for (const auto& [id, leg] : legs_) {
    if (leg.over) over_.push_back(id);
  }
}

}  // namespace dialctl::asterisk
