#include "tests/simulation/stored_centre.h"

#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/sqlite/sqlite_store.h"
#include "adapters/sqlite/statement.h"
#include "engine/decide/callback_rules.h"
#include "tests/simulation/lent_provider.h"

namespace dialctl::simulation {
namespace {

std::unique_ptr<sqlite::Connection> open(const std::string& folder, sqlite::Role role) {
  auto connection = must(sqlite::Connection::open({folder + "/shop.db", role, Milliseconds{1000}, true}));
  connection->database().exec("PRAGMA synchronous = OFF");  // nobody pulls the plug here
  return connection;
}

template <class Row>
void put_all(sqlite::SqliteRegistry& registry, const std::vector<Row>& rows, const Change& change) {
  for (Row row : rows) {
    const auto expected = row.id;
    row.id = {};
    DIALCTL_INVARIANT(must(registry.put(row, change)) == expected);
  }
}

}  // namespace

StoredCentre::StoredCentre(const Settings& settings, Instant start)
    : time(start),
      folder_(std::filesystem::temp_directory_path().string()),
      connection_(open(folder_.path(), sqlite::Role::writer)),
      registry(*connection_),
      book(*connection_) {
  people.coded_numbers = true;
  const Change change = change_of();
  put_all(registry, settings.providers, change);
  put_all(registry, settings.queues, change);
  put_all(registry, settings.schedules, change);
  auto statuses = settings.statuses;
  for (OrderStatusSettings& status : statuses)
    status.robot_template.reset();
  OrderStatusSettings of_callbacks;
  of_callbacks.id = StatusId{static_cast<std::int64_t>(statuses.size()) + 1};
  of_callbacks.name = kCallbackStatus;
  of_callbacks.meaning = StatusMeaning::open;
  statuses.push_back(of_callbacks);
  put_all(registry, statuses, change);
  put_all(registry, settings.policies, change);
  put_all(registry, settings.projects, change);
  put_all(registry, settings.operators, change);
  put_all(registry, settings.groups, change);
  put_all(registry, settings.rules, change);
  for (const OwnNumber& row : settings.own_numbers)
    must(registry.put(row, change));
  for (const NumberLimits& row : settings.number_limits)
    must(registry.put(row, change));
  for (const LegalWindow& row : settings.legal_windows)
    must(registry.put(row, change));
  must(registry.set_callbacks(settings.callbacks, change));
}

RunReport StoredCentre::run_for(Milliseconds length) {
  LoopOptions options;
  options.owner = "test";
  options.run_for = length;
  options.drain = Milliseconds{600'000};
  options.look_for_changes_every = look_for_changes_every;
  sqlite::SqliteStore store{open(folder_.path(), sqlite::Role::loop)};
  SilentSpeech speech;
  Providers lent{
      [this](const ProviderSettings& one, ProviderEventSink&) -> Result<std::unique_ptr<Provider>> {
        auto& kept = providers[one.id];
        if (!kept) kept = std::make_unique<VirtualProvider>(one.id, time, time, people);
        return std::unique_ptr<Provider>{std::make_unique<LentProvider>(*kept)};
      },
      time};
  PromptDesk prompts{speech, time};
  static const LibphonenumberNumbers numbers;
  Loop loop{{time, time, store, lent, prompts, zones, numbers, {}, {}, {}, {}}, options};
  return must(loop.run());
}

void StoredCentre::change(const std::function<Result<void>()>& work) {
  must(registry.together(work, Ending::keep));
}

void StoredCentre::at_desk(const std::function<Result<void>(CallbackDesk&)>& work) {
  CallbackDesk desk{registry, book, change_of()};
  change([&] { return work(desk); });
}

void StoredCentre::edit_rule(RuleId id, const std::function<void(CallbackRule&)>& edit) {
  change([&]() -> Result<void> {
    const Settings settings = must(registry.load());
    CallbackRule rule = *find(settings.rules, id);
    edit(rule);
    if (auto right = check_rule(rule); !right) return right;
    if (auto put = registry.put(rule, change_of()); !put) return put.error();
    return {};
  });
}

TaskId StoredCentre::lose_call(MissedCall call, const ZoneName& zone) {
  return lose_calls({std::move(call)}, zone).front();
}

std::vector<TaskId> StoredCentre::lose_calls(std::vector<MissedCall> calls, const ZoneName& zone) {
  const Rulebook rules{must(registry.load())};
  ZoneBook book_of_zones;
  std::vector<ZoneName> known{zone, rules.settings().projects.front().zone};
  for (const CallbackRule& rule : rules.settings().rules)
    known.push_back(rule.zone);
  for (const ZoneName& name : known) {
    if (!name.empty()) book_of_zones.add(must(zones.find(name)));
  }
  const ZoneSet caller = zone.empty() ? ZoneSet{} : ZoneSet{zone};
  std::vector<TaskId> tasks;
  change([&]() -> Result<void> {
    for (MissedCall& call : calls) {
      if (call.lost_at == Instant{}) call.lost_at = time.now();
      book.apply(judged(rules, book_of_zones, call, caller));
      MissedFilter made;
      made.id = book.newest();
      must(book.missed(made, [&](const MissedLine& line) {
        tasks.push_back(line.task.value_or(TaskId{}));
        return true;
      }));
    }
    return {};
  });
  return tasks;
}

std::vector<Record> StoredCentre::judged(const Rulebook& rules, const ZoneBook& book_of_zones,
                                         const MissedCall& call, const ZoneSet& caller) {
  const OrderNumber number{call.caller, call.caller.text(), "UA", caller, ZoneOrigin::number, false};
  const MissedHeard heard{call, number, book.caller_known(call, time.now()), "test", {}};
  return {judge_missed(rules, book_of_zones, heard, time.now()).record};
}

CallbackLine StoredCentre::callback(TaskId task) {
  CallbackFilter filter;
  filter.task = task;
  std::optional<CallbackLine> found;
  must(book.callbacks(filter, [&](const CallbackLine& line) {
    found = line;
    return true;
  }));
  return found.value();
}

std::vector<std::string> StoredCentre::journal(const std::string& subject) {
  std::vector<std::string> lines;
  sqlite::Statement select(*connection_, "SELECT kind, detail FROM journal WHERE subject = ? ORDER BY id");
  sqlite::Rows rows = select.query(subject);
  while (rows.next()) {
    const std::string kind = rows.text();
    lines.push_back(kind + " " + rows.text());
  }
  return lines;
}

std::vector<StoredTry> StoredCentre::tries() {
  std::vector<StoredTry> all;
  sqlite::Statement select(
      *connection_,
      "SELECT attempt.id, attempt.at, coalesce(attempt_end.at, attempt.at), rule_id, rule_version, agent_id,"
      " provider_id, caller_id FROM attempt LEFT JOIN attempt_end ON attempt_id = attempt.id"
      " ORDER BY attempt.id");
  sqlite::Rows rows = select.query();
  while (rows.next()) {
    StoredTry one;
    one.attempt = rows.id<AttemptId>();
    one.at = rows.instant();
    one.ended = rows.instant();
    one.rule = rows.id<RuleId>();
    one.version = rows.number();
    one.agent = rows.id<OperatorId>();
    one.provider = rows.id<ProviderId>();
    one.caller_id = rows.text();
    all.push_back(std::move(one));
  }
  return all;
}

std::int64_t StoredCentre::count(const std::string& sql) {
  return connection_->database().execAndGet(sql).getInt64();
}

}  // namespace dialctl::simulation
