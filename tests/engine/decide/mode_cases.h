// An order of a call mode that is with an operator, and that every gate lets through.
#pragma once

#include "engine/decide/mode_result.h"
#include "tests/engine/decide/gate_cases.h"

namespace dialctl {

// Statuses 1 "new" (feeds the mode), 2 "gone" (cancelled), 3 "sold" (approved). Open 08:00-18:00 UTC, now
// 10:00.
struct ModeCase : GateCase {
  ModeCase() {
    settings.statuses = {{StatusId{1}, "new", StatusMeaning::open, {}, {}, {}, CallMode::new_order},
                         {StatusId{2}, "gone", StatusMeaning::cancelled, {}, {}, {}},
                         {StatusId{3}, "sold", StatusMeaning::approved, {}, {}, {}}};
    settings.number_limits.clear();
    ModeSettings row;
    row.project = ProjectId{1};
    settings.modes.push_back(row);
    task.tmpl = {};
    task.phase = TaskPhase::handed;
    task.place = ModePlace{CallMode::new_order, ModePart::unprocessed, now - Minutes{30}, 2, 0, {}};
    task.handed_to = OperatorId{1};
    task.handed_until = now + Minutes{5};
  }

  ModeSettings& mode() { return settings.modes.front(); }
  void add_number(bool bad = false) {
    NumberFacts facts = task.numbers.front();
    facts.number.number = E164::parse("+38044123456" + std::to_string(task.numbers.size())).value();
    facts.number.bad = bad;
    task.order.numbers.push_back(facts.number);
    task.numbers.push_back(facts);
  }

  // A customer's call in an agent-first round, from now on for two minutes.
  AfterAttempt after(Outcome outcome) {
    task.phase = TaskPhase::live;
    task.round_began = now;
    return after_attempt(Rulebook{settings}, zones, task, outcome, {now, ended()});
  }
  Instant ended() const { return now + Minutes{2}; }

  Result<std::vector<Record>> record(const ModeResult& result, std::optional<AgentRound> round = {}) {
    return record_result(Rulebook{settings}, zones, task, {std::move(round)}, result, now);
  }
  std::vector<Record> recorded(const std::string& button, std::optional<Instant> at = {}) {
    auto records = record({button, at, OperatorId{1}, "anna"});
    return records ? std::move(records).value() : std::vector<Record>{};
  }
};

// The first of its kind; nullptr: there is none.
template <class Kind>
const Kind* record_of(const std::vector<Record>& records) {
  for (const Record& record : records) {
    if (const auto* found = std::get_if<Kind>(&record)) return found;
  }
  return nullptr;
}

}  // namespace dialctl
