// A call centre on virtual time whose settings, missed calls and tasks are in a database: people change it
// through what commands work through, while the real loop runs over it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/missed_book.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "adapters/tz/system_zones.h"
#include "adapters/virtual_time/virtual_provider.h"
#include "engine/run/callback_desk.h"
#include "engine/run/loop.h"
#include "tests/bench/scratch.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

// A call to a customer, as the database has it.
struct StoredTry {
  AttemptId attempt;
  Instant at;
  Instant ended;  // `at` while it is not over
  RuleId rule;
  int version = 0;
  OperatorId agent;
  ProviderId provider;
  std::string caller_id;
};

class StoredCentre {
 public:
  // What `settings` has of providers, queues, schedules, statuses, projects, operators, rules and own numbers
  // is put in; its ids must count from 1.
  explicit StoredCentre(const Settings& settings, Instant start = at("2026-11-23T10:00:00Z"));

  RunReport run_for(Milliseconds length);

  // One transaction of a person, at this instant.
  void change(const std::function<Result<void>()>& work);
  // The same, through the desk.
  void at_desk(const std::function<Result<void>(CallbackDesk&)>& work);
  // `rule set`: reads the rule, changes it, judges it, keeps it.
  void edit_rule(RuleId id, const std::function<void(CallbackRule&)>& edit);
  Change change_of() const { return {"admin", "", time.now()}; }

  // As the rules are now. The caller's order has the task that is returned; none where no rule takes it.
  TaskId lose_call(MissedCall call, const ZoneName& zone = "Europe/Kyiv");
  // Many, in one transaction.
  std::vector<TaskId> lose_calls(std::vector<MissedCall> calls, const ZoneName& zone = "Europe/Kyiv");
  CallbackLine callback(TaskId task);
  // "callback.cancelled callback 1: rule-disabled" of this order, or of this rule ("rule:all"), oldest first.
  std::vector<std::string> journal(const std::string& subject);
  std::vector<StoredTry> tries();  // in their order
  std::int64_t count(const std::string& sql);

  VirtualTime time;
  VirtualProviderOptions people;
  Milliseconds look_for_changes_every{1'000};
  std::map<ProviderId, std::unique_ptr<VirtualProvider>> providers;
  SystemZones zones;

 private:
  std::vector<Record> judged(const Rulebook& rules, const ZoneBook& book_of_zones, const MissedCall& call,
                             const ZoneSet& caller);

  ScratchFolder folder_;
  std::unique_ptr<sqlite::Connection> connection_;

 public:
  sqlite::SqliteRegistry registry;
  sqlite::SqliteMissedBook book;
};

// The value, or an invariant that says why there is none.
template <class Value>
Value must(Result<Value> result) {
  if (!result) invariant_broken(result.error().message.c_str(), __FILE__, __LINE__);
  return std::move(result).value();
}
inline void must(const Result<void>& result) {
  if (!result) invariant_broken(result.error().message.c_str(), __FILE__, __LINE__);
}

}  // namespace dialctl::simulation
