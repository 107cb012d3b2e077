// The port CallBook (engine/run/call_book.h) on SQLite.
#pragma once

#include "engine/run/call_book.h"

namespace dialctl::sqlite {

class Connection;

class SqliteCallBook : public CallBook {
 public:
  explicit SqliteCallBook(Connection& connection) : connection_(connection) {}

  Result<void> attempts(const AttemptFilter& filter, const VisitAttempt& visit) override;
  Result<void> calls(const AttemptFilter& filter, const VisitCall& visit) override;
  Result<void> events(const EventFilter& filter, const VisitEvent& visit) override;
  Result<std::int64_t> last_event() override;
  Result<void> paces(const PaceFilter& filter, const VisitPace& visit) override;
  Result<AttemptStory> story(AttemptId id) override;
  Result<TaskMoved> resolve(const ResolveRequest& request, const Rulebook& rules,
                            const ZoneBook& zones) override;

 private:
  Connection& connection_;
};

}  // namespace dialctl::sqlite
