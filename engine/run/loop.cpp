#include "engine/run/loop.h"

#include <algorithm>
#include <utility>

#include "engine/run/crash_point.h"
#include "engine/run/inbound_desk.h"

namespace dialctl {
namespace {

constexpr Milliseconds kLookForZonesEvery{5'000};
// Of live calls before the program is executed anew: new rules hold within a minute.
constexpr Milliseconds kDrainForZones{30'000};
constexpr Milliseconds kTrustedJump{60'000};
// Less is the ordinary slewing of a clock that is kept in time.
constexpr Milliseconds kNoticedJump{500};

}  // namespace

Result<RunReport> Loop::run() {
  const ClockReading start = ports_.clock.read();
  auto owned = ports_.store.take_ownership(options_.owner, start.wall);
  if (!owned) return owned.error();
  crash_point("begin-owned");
  if (options_.run_for) stop_by_ = Monotonic{start.monotonic.millis + options_.run_for->count()};
  last_reading_ = start;
  if (ports_.on_owned) ports_.on_owned(owned.value());
  begin_loop(owned.value());
  while (pass()) {
    const Instant now = ports_.clock.read().wall;
    const auto pause = std::clamp(wake_ - now, Milliseconds{0}, options_.look_for_changes_every);
    if (pause.count() > 0) ports_.inbox.wait(pause);
  }
  ports_.providers.stop();
  return report();
}

void Loop::begin_loop(const Ownership& owned) {
  const ClockReading reading = ports_.clock.read();
  Decision decision;
  mark_ = ports_.store.change_mark();
  auto rules = std::make_shared<const Rulebook>(ports_.store.load_settings());
  auto memory = ports_.store.load_memory();
  auto paces = ports_.store.load_pace_memory(reading.wall - kLongNeedWindow);
  Beginning beginning{options_.mode,
                      rules,
                      mark_.blacklist_version,
                      owned.last_attempt,
                      ports_.store.open_attempts(),
                      std::move(memory.operators),
                      std::move(memory.queues),
                      {},
                      std::move(paces.needs),
                      std::move(paces.learnt)};
  for (const AgentRound& round : ports_.store.agent_rounds()) {
    if (auto task = ports_.store.task(round.task, reading.wall)) {
      know_zones(*task);
      beginning.rounds.push_back({round, std::move(*task)});
    }
  }
  know_zones(rules->settings());
  for (const auto& open : beginning.open_attempts) {
    know_zones(open.task);
  }
  ports_.store.begin_pass();
  begin(world_, reading.wall, beginning, decision);
  crash_point("begin-before-commit");
  ports_.store.commit(decision.records);
  crash_point("begin-after-commit");
  ports_.providers.apply(rules->settings(), reading.wall);
  perform(decision, reading);
}

bool Loop::is_time(const std::vector<InboxItem>& items, const ClockReading& reading) {
  look_for_zones(reading.monotonic);
  if (wants_new_zones()) return true;
  if (!items.empty() || reload_ || reading.wall >= wake_) return true;
  if (stop_by_ && reading.monotonic >= *stop_by_ && stops_ == 0) return true;
  const auto jump = (reading.wall - last_reading_->wall) - (reading.monotonic - last_reading_->monotonic);
  if (std::chrono::abs(jump) >= kNoticedJump) return true;
  if (reading.monotonic - looked_for_changes_ < options_.look_for_changes_every) return false;
  looked_for_changes_ = reading.monotonic;
  return ports_.store.change_mark() != mark_;
}

bool Loop::pass() {
  for (InboxItem& item : ports_.inbox.take())
    items_.push_back(std::move(item));
  const ClockReading reading = ports_.clock.read();
  if (!is_time(items_, reading) || !begin_store_pass()) return true;
  auto items = std::exchange(items_, {});

  std::vector<Event> events;
  Decision decision;
  notice_clock(reading, events);
  notice_zones(reading.wall, events, decision);
  take_controls(items, reading.wall, events);
  begin_pass(world_);
  notice_changes(reading.wall, decision);
  for (Event& event : events)
    step(world_, reading.wall, std::move(event), decision);
  do {
    std::vector<Load> loads;
    loads.swap(decision.loads);
    for (const Load& load : loads)
      answer(load, reading.wall, decision);
    advance(world_, reading.wall, decision);
  } while (!decision.loads.empty());
#ifdef DIALCTL_PLANTED_REQUEST_BEFORE_INTENT  // a wrong program on purpose: tests/faults must notice
  perform(decision, reading);
#endif
  crash_point("before-commit");
  if (decision.records.empty()) {
    ports_.store.roll_back();
  } else {
    ports_.store.commit(decision.records);
  }
  crash_point("after-commit");
  count(decision);
#ifndef DIALCTL_PLANTED_REQUEST_BEFORE_INTENT
  perform(decision, reading);
#endif
  crash_point("after-effects");
  wake_ = decision.wake;
  if (!told_ready_ && ports_.on_ready) ports_.on_ready();
  told_ready_ = true;
  if (ports_.on_pass) ports_.on_pass();
  if (stops_ == 0 && no_provider_left(world_)) ports_.inbox.put(Control::stop);  // RN-05
  return !decision.finished;
}

// Another command writes for longer than the lock time-out: nothing was begun, so what came in waits.
bool Loop::begin_store_pass() {
  try {
    ports_.store.begin_pass();
    return true;
  } catch (const StoreGone& gone) {
    if (gone.error().kind != ErrorKind::busy) throw;
    return false;
  }
}

void Loop::take_controls(std::vector<InboxItem>& items, Instant now, std::vector<Event>& events) {
  int asked = stop_by_ && stops_ == 0 && last_reading_->monotonic >= *stop_by_ ? 1 : 0;
  for (InboxItem& item : items) {
    if (auto* event = std::get_if<Event>(&item)) {
      events.push_back(std::move(*event));
      continue;
    }
    switch (std::get<Control>(item)) {
      case Control::stop:
        asked += 1;
        break;
      case Control::reload:
        reload_ = true;
        break;
    }
  }
  if (asked == 0) return;
  stops_ += asked;
  report_.end = LoopEnd::done;
  events.push_back(StopAsked{stops_ == 1 ? now + options_.drain : now});
}

void Loop::look_for_zones(Monotonic now) {
  if (zones_changed_ || now - looked_for_zones_ < kLookForZonesEvery) return;
  looked_for_zones_ = now;
  zones_changed_ = ports_.zones.changed();
}

// A clock that is doubted stays so: the program anew would believe it.
bool Loop::wants_new_zones() const {
  return zones_changed_ && stops_ == 0 && !clock_doubted_ && report_.end != LoopEnd::zones_changed;
}

// The tables of this process are those that it has begun with: it stops calling, and is executed anew.
void Loop::notice_zones(Instant now, std::vector<Event>& events, Decision& decision) {
  if (!wants_new_zones()) return;
  report_.end = LoopEnd::zones_changed;
  decision.records.push_back(Journalled{now, "zones.changed", "loop", "was " + ports_.zones.version()});
  events.push_back(StopAsked{now + std::min(options_.drain, kDrainForZones)});
}

void Loop::notice_clock(const ClockReading& reading, std::vector<Event>& events) {
  const auto jump = (reading.wall - last_reading_->wall) - (reading.monotonic - last_reading_->monotonic);
  last_reading_ = reading;
  if (std::chrono::abs(jump) < kNoticedJump) return;
  const bool trusted = options_.accept_clock || std::chrono::abs(jump) <= kTrustedJump;
  clock_doubted_ = clock_doubted_ || !trusted;
  events.push_back(ClockJumped{jump, trusted});
}

void Loop::notice_changes(Instant now, Decision& decision) {
  const ChangeMark mark = ports_.store.change_mark();
  const bool asked = std::exchange(reload_, false);
  const bool rules_changed = asked || mark.settings_version != mark_.settings_version ||
                             mark.blacklist_version != mark_.blacklist_version;
  const bool store_changed = mark.commits_of_others != mark_.commits_of_others;
  mark_ = mark;
  if (asked) forget_refused();
  if (rules_changed) load_rules(now, decision);
  if (store_changed || rules_changed) step(world_, now, StoreChanged{}, decision);
}

// The settings of one whose password was wrong may be the same, and what stands in its file or variable not.
void Loop::forget_refused() {
  for (const auto& [id, live] : world_.providers) {
    if (live.condition == ProviderCondition::credentials_refused) ports_.providers.forget(id);
  }
}

void Loop::load_rules(Instant now, Decision& decision) {
  auto rules = std::make_shared<const Rulebook>(ports_.store.load_settings());
  know_zones(rules->settings());
  ports_.providers.apply(rules->settings(), now);
  step(world_, now, RulesChanged{std::move(rules), mark_.blacklist_version}, decision);
}

void Loop::know_zone(const ZoneName& name) {
  if (name.empty() || name == "customer" || name == "project" || world_.zones.find(name) != nullptr) return;
  if (auto table = ports_.zones.find(name)) world_.zones.add(std::move(table).value());
}

void Loop::know_zones(const Settings& settings) {
  for (const auto& project : settings.projects)
    know_zone(project.zone);
  for (const auto& schedule : settings.schedules)
    know_zone(schedule.clock);
  for (const auto& rule : settings.rules)
    know_zone(rule.zone);
  for (const auto& rule : settings.rule_versions)
    know_zone(rule.zone);
}

void Loop::know_zones(const BucketState& bucket) {
  for (const auto& zone : bucket.bucket.callee.zones)
    know_zone(zone);
}

void Loop::know_zones(const DueTask& task) {
  for (const auto& facts : task.numbers) {
    for (const auto& zone : facts.number.zones)
      know_zone(zone);
  }
}

void Loop::answer(const Load& load, Instant now, Decision& decision) {
  Store& store = ports_.store;
  if (std::holds_alternative<WantBuckets>(load)) {
    BucketsSeen seen{store.buckets(), store.next_lease_end()};
    for (const auto& bucket : seen.buckets)
      know_zones(bucket);
    step(world_, now, std::move(seen), decision);
  } else if (const auto* due = std::get_if<WantDue>(&load)) {
    answer_due(*due, now, decision);
  } else if (const auto* line = std::get_if<WantLine>(&load)) {
    LineSeen seen{line->who, {}};
    for (const HeadsWanted& wanted : line->heads) {
      const auto heads = store.heads(wanted);
      seen.tasks.insert(seen.tasks.end(), heads.begin(), heads.end());
    }
    step(world_, now, std::move(seen), decision);
  } else if (const auto* places = std::get_if<WantPlaces>(&load)) {
    PlacesSeen seen{places->who, {}};
    for (const TaskId id : places->tasks) {
      if (auto task = store.task(id, now)) {
        know_zones(*task);
        seen.tasks.push_back(std::move(*task));
      }
    }
    step(world_, now, std::move(seen), decision);
  } else if (std::holds_alternative<WantRounds>(load)) {
    step(world_, now, RoundsSeen{store.agent_rounds()}, decision);
  } else if (const auto* timeouts = std::get_if<WantTimeouts>(&load)) {
    const DueTimeouts found = store.due_timeouts(now, timeouts->limit);
    TimeoutsSeen seen{{}, found.next_after};
    for (const auto& timeout : found.orders) {
      if (auto order = store.order(timeout.order)) seen.orders.push_back({std::move(*order), timeout.status});
    }
    step(world_, now, std::move(seen), decision);
  } else if (const auto* recordings = std::get_if<WantRecordings>(&load)) {
    DueRecordings found = store.due_recordings(now, recordings->limit);
    step(world_, now, RecordingsSeen{std::move(found.recordings), found.next_after}, decision);
  } else if (const auto* one = std::get_if<WantTask>(&load)) {
    if (auto task = store.task(one->task, now))
      step(world_, now, TaskSeen{one->attempt, std::move(*task)}, decision);
  } else if (const auto* caller = std::get_if<WantCaller>(&load)) {
    if (auto event = who_called(*caller, now)) step(world_, now, std::move(*event), decision);
  } else {
    OpenAttemptsSeen seen;
    for (const auto& open : store.open_attempts())
      seen.open.push_back(open.intent.id);
    step(world_, now, std::move(seen), decision);
  }
}

// Most sounds were made before. Tasks that waited for nothing else are judged once more, as they were just
// read: nothing of them changes within a pass, and to read them is half of what a call costs the store.
void Loop::answer_due(const WantDue& due, Instant now, Decision& decision) {
  DueSeen seen{due.bucket, ports_.store.due_tasks(due.bucket, now, due.limit)};
  for (const auto& task : seen.due.tasks)
    know_zones(task);
  const std::size_t first_effect = decision.effects.size();
  step(world_, now, seen, decision);
  if (take_sounds_at_hand(first_effect, now, decision)) step(world_, now, std::move(seen), decision);
}

// Of the wishes from `first_effect` on; those that are met are wishes no more.
bool Loop::take_sounds_at_hand(std::size_t first_effect, Instant now, Decision& decision) {
  std::vector<PromptsReady> ready;
  const auto is_met = [&](const Effect& effect) {
    const auto* wanted = std::get_if<PreparePrompts>(&effect);
    if (wanted == nullptr) return false;
    auto sounds = ports_.prompts.at_hand(*wanted, world_.rules->settings().audio);
    if (sounds) ready.push_back(*std::move(sounds));
    return sounds.has_value();
  };
  const auto first = decision.effects.begin() + static_cast<std::ptrdiff_t>(first_effect);
  decision.effects.erase(std::remove_if(first, decision.effects.end(), is_met), decision.effects.end());
  for (PromptsReady& sounds : ready)
    step(world_, now, std::move(sounds), decision);
  return !ready.empty();
}

// An answered caller who cannot be read is nobody whom we could call.
std::optional<Event> Loop::who_called(const WantCaller& wanted, Instant now) {
  const Settings& settings = world_.rules->settings();
  const InboundDesk desk{ports_.numbers, settings};
  if (!wanted.waited) {
    const auto caller = desk.caller(wanted.call);
    return caller ? std::optional<Event>{CallerAnswered{caller.value(), wanted.call.id}} : std::nullopt;
  }
  auto lost = desk.lost(wanted.call, wanted.at, *wanted.waited);
  if (!lost) return CallerUnreadable{wanted.call.id, lost.error().message};
  MissedHeard heard = std::move(lost).value();
  heard.known = ports_.store.caller_known(heard.call, now);
  const auto* provider = find(settings.providers, wanted.provider);
  heard.who = "provider:" + (provider != nullptr ? provider->name : std::to_string(wanted.provider.value));
  for (const auto& zone : heard.caller.zones)
    know_zone(zone);
  return heard;
}

void Loop::perform(const Decision& decision, const ClockReading& reading) {
  const auto& library = world_.rules->settings().audio;
  for (const Effect& effect : decision.effects) {
    if (const auto* command = std::get_if<ProviderCommand>(&effect)) {
      crash_point("before-command");
      ports_.providers.perform(command->provider, command->command, reading.monotonic, reading.wall);
    } else if (const auto* prompts = std::get_if<PreparePrompts>(&effect)) {
      ports_.prompts.prepare(*prompts, library);
    } else if (const auto* words = std::get_if<PrepareAnnouncement>(&effect)) {
      ports_.prompts.prepare(*words, library);
    } else if (const auto* copy = std::get_if<RemoveOwnCopy>(&effect)) {
      remove_own_copy(copy->attempt);
    } else if (ports_.on_connected) {
      ports_.on_connected(std::get<OperatorConnected>(effect));
    }
  }
}

// To take a name out of a folder is no more work than a commit.
void Loop::remove_own_copy(AttemptId attempt) {
  OwnCopyRemoved answer{attempt, ""};
  if (ports_.recordings != nullptr) {
    if (const auto removed = ports_.recordings->remove(attempt); !removed)
      answer.failed = removed.error().message;
  }
  ports_.inbox.put(Event{std::move(answer)});
}

void Loop::count(const Decision& decision) {
  for (const Record& record : decision.records) {
    if (std::holds_alternative<IntentMade>(record)) report_.attempts += 1;
    if (const auto* ended = std::get_if<AttemptEnded>(&record)) report_.outcomes[ended->end.outcome] += 1;
  }
}

RunReport Loop::report() const {
  RunReport report = report_;
  if (report.end == LoopEnd::zones_changed && stop_by_) {
    report.run_for_left = std::max(*stop_by_ - last_reading_->monotonic, Milliseconds{0});
  }
  report.left_up = world_.calls.lines();
  report.unknown = static_cast<int>(world_.unknown.size());
  for (const auto& [id, live] : world_.providers) {
    if (live.condition == ProviderCondition::credentials_refused) report.credentials_refused = true;
    if (live.condition == ProviderCondition::down || live.condition == ProviderCondition::replaced) {
      report.provider_unreachable = true;
    }
  }
  return report;
}

}  // namespace dialctl
