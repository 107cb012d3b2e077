#include "tests/simulation/call_centre.h"

#include <algorithm>
#include <map>

#include "adapters/phone/libphonenumber_numbers.h"
#include "engine/decide/enter_status.h"
#include "tests/simulation/lent_provider.h"

namespace dialctl::simulation {
namespace {

// Whoever connects is told 401.
class Refusing final : public Provider {
 public:
  Refusing(ProviderId id, VirtualTime& time) : id_(id), time_(time) {}
  Capabilities capabilities() const override { return {}; }
  void start() override { time_.put(Event{ProviderEvent{id_, time_.now(), CredentialsRefused{"401"}}}); }
  void perform(const Command&, Monotonic) override {}
  void stop() override {}

 private:
  ProviderId id_;
  VirtualTime& time_;
};

// Keeps what is recorded, to be replayed.
class KeepingStore final : public memory::MemoryStore {
 public:
  KeepingStore(memory::MemoryData& data, std::vector<Record>& recorded, std::size_t& tasks_read)
      : MemoryStore(data), recorded_(recorded), tasks_read_(tasks_read) {}
  DueTasks due_tasks(BucketId bucket, Instant now, int limit) override {
    DueTasks due = MemoryStore::due_tasks(bucket, now, limit);
    tasks_read_ += due.tasks.size();
    return due;
  }
  void commit(const std::vector<Record>& records) override {
    MemoryStore::commit(records);
    recorded_.insert(recorded_.end(), records.begin(), records.end());
  }

 private:
  std::vector<Record>& recorded_;
  std::size_t& tasks_read_;
};

}  // namespace

Instant at(const char* iso) {
  return parse_iso(iso).value();
}

Settings usual_settings() {
  Settings settings;
  settings.version = 1;
  ProviderSettings provider;
  provider.id = kProvider;
  provider.name = "virtual";
  provider.calls_per_second_milli = 0;
  settings.providers.push_back(provider);
  Project shop;
  shop.id = kShop;
  shop.name = "shop";
  shop.region = "UA";
  shop.zone = "Europe/Kyiv";
  shop.queue = kSales;
  shop.policy = PolicyId{1};
  shop.price = {1'800'000, "RUB", Seconds{60}};
  settings.projects.push_back(shop);
  settings.statuses = {{kNew, "new", StatusMeaning::open, kWelcome, {}, {}},
                       {kApproved, "approved", StatusMeaning::approved, {}, {}, {}},
                       {kCancelled, "cancelled", StatusMeaning::cancelled, {}, {}, {}}};
  QueueSettings sales;
  sales.id = kSales;
  sales.name = "sales";
  settings.queues.push_back(sales);
  TemplateSettings welcome;
  welcome.id = kWelcome;
  welcome.name = "welcome";
  welcome.kind = TemplateKind::predictive;
  welcome.text =
      R"(Hello {{fio}}. {{key_1 = "@"}} {{key_2 = "cancelled"}} {{key_1_reply = "Thank you, wait"}})";
  settings.templates.push_back(welcome);
  RetryPolicy policy;
  policy.id = PolicyId{1};
  policy.name = "quick";
  policy.intervals = {Seconds{60}};
  policy.attempts_max = 3;
  settings.policies.push_back(policy);
  settings.number_limits.push_back({"*", 0, 0, Seconds{0}, "test"});
  return settings;
}

OperatorSettings operator_on(int id, const std::string& name, const std::string& endpoint) {
  OperatorSettings one;
  one.id = OperatorId{id};
  one.name = name;
  one.endpoint = endpoint;
  one.queue = kSales;
  one.position = id;
  one.status = OperatorStatus::ready;
  one.status_since = at("2026-01-01T00:00:00Z");
  return one;
}

Order order_of(int id, const std::vector<std::string>& numbers, const ZoneName& zone) {
  Order order;
  order.project = kShop;
  order.external_id = "A-" + std::to_string(id);
  order.status = kNew;
  order.fields = {{"fio", "Ivan"}};
  for (const auto& text : numbers) {
    order.numbers.push_back({E164::parse(text).value(), text, "UA", {zone}, ZoneOrigin::column, false});
  }
  return order;
}

CallCentre::CallCentre(Settings settings, Instant start) : time(start), first_settings(settings) {
  data.set_settings(std::move(settings));
  people.coded_numbers = true;
}

OrderId CallCentre::add(Order order, TemplateId tmpl) {
  order.created = time.now();
  order.status_since = time.now();
  const auto& number = order.numbers.front();
  TaskStart start{tmpl, TaskPhase::ready, "", time.now(), {number.region, number.zones}};
  StatusEntered entry{{}, order.status, time.now(), "import", "", {}, start};
  const Rulebook rules{data.settings};
  if (const auto* status = find(rules.settings().statuses, order.status);
      status != nullptr && status->timeout) {
    entry.timeout_at = time.now() + *status->timeout;
  }
  first_orders.emplace_back(order, entry);
  return data.add_order(std::move(order), std::move(entry));
}

RunReport CallCentre::run(LoopOptions options) {
  options.owner = "test";
  options.look_for_changes_every = look_for_changes_every;
  KeepingStore store{data, recorded, tasks_read};
  SilentSpeech speech;
  if (!provider) {
    provider = std::make_unique<VirtualProvider>(kProvider, time, line != nullptr ? *line : time, people);
  }
  provider->keep_files_in(recordings);
  Providers providers{
      [this](const ProviderSettings& one, ProviderEventSink&) -> Result<std::unique_ptr<Provider>> {
        if (one.id == refused) return std::unique_ptr<Provider>{std::make_unique<Refusing>(one.id, time)};
        Provider& lent = scripted ? static_cast<Provider&>(*scripted) : *provider;
        return std::unique_ptr<Provider>{std::make_unique<LentProvider>(lent)};
      },
      time};
  PromptDesk prompts{speech, time};
  const auto keep = [this](const OperatorConnected& one) { connected.push_back(one); };
  static const LibphonenumberNumbers numbers;  // thousands of days share it
  Loop loop{{time, time, store, providers, prompts, zones, numbers, keep, {}, {}, {}, recordings}, options};
  auto report = loop.run();
  DIALCTL_INVARIANT(report.ok());
  return report.value();
}

RunReport CallCentre::run_until_idle() {
  LoopOptions options;
  options.mode = RunMode::until_idle;
  return run(options);
}

RunReport CallCentre::run_for(Milliseconds length) {
  LoopOptions options;
  options.run_for = length;
  options.drain = Milliseconds{600'000};
  return run(options);
}

std::vector<Outcome> CallCentre::outcomes(OrderId order) const {
  std::vector<Outcome> found;
  for (const auto& [id, end] : data.ends) {
    if (data.attempts.at(id).order == order) found.push_back(end.outcome);
  }
  return found;
}

const memory::TaskRow& CallCentre::task_of(OrderId order) const {
  for (const auto& [id, task] : data.tasks) {
    if (task.order == order) return task;
  }
  invariant_broken("the order has a task", __FILE__, __LINE__);
}

StatusId CallCentre::status_of(OrderId order) const {
  return data.orders.at(order).order.status;
}

void CallCentre::blacklist(const E164& number) {
  data.list_number(number, ProjectId{}, {"test", {}});
  blacklisted.emplace_back(number, time.now());
}

std::vector<const CallSeen*> legs(const CallCentre& centre, LegKind kind) {
  std::vector<const CallSeen*> found;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind == kind) found.push_back(&call);
  }
  return found;
}

std::vector<const CallSeen*> placed_without_operator(const CallCentre& centre) {
  std::map<std::string, std::vector<const CallSeen*>> by_phone;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind != LegKind::customer) by_phone[call.address].push_back(&call);
  }
  std::vector<const CallSeen*> found;
  for (const CallSeen* customer : legs(centre, LegKind::customer)) {
    const AttemptIntent& intent = centre.data.attempts.at(customer->leg.number);
    if (!intent.agent) continue;
    const auto& own = by_phone[find(centre.data.settings.operators, *intent.agent)->endpoint];
    const bool up = std::any_of(own.begin(), own.end(), [&](const CallSeen* leg) {
      // Between the intent and the placing he may have hung up: the request was on its way.
      return leg->answered && *leg->answered <= intent.at && (!leg->ended || *leg->ended >= intent.at);
    });
    if (!up) found.push_back(customer);
  }
  return found;
}

int most_at_once(const CallCentre& centre) {
  std::map<Instant, int> changes;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind != LegKind::customer) continue;
    changes[call.placed] += 1;
    if (call.ended) changes[*call.ended] -= 1;
  }
  int now = 0;
  int most = 0;
  for (const auto& [when, change] : changes) {
    now += change;
    most = std::max(most, now);
  }
  return most;
}

bool CallCentre::has_fact(AttemptFactKind kind, const std::string& detail) const {
  return std::any_of(data.facts.begin(), data.facts.end(), [&](const AttemptFact& fact) {
    return fact.kind == kind && (detail.empty() || fact.detail == detail);
  });
}

}  // namespace dialctl::simulation
