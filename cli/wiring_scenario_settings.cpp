#include "cli/wiring_scenario_settings.h"

namespace dialctl::cli {
namespace {

constexpr ProviderId kProvider{1};
constexpr ProjectId kProject{1};
constexpr QueueId kQueue{1};
constexpr StatusId kNew{1};
constexpr TemplateId kTemplate{1};
constexpr PolicyId kPolicy{1};
constexpr ScheduleId kSchedule{1};
constexpr const char* kZone = "UTC";
constexpr const char* kRoundTheClock = "daily 00:00-24:00";
// Operators end their wrap-up themselves.
constexpr Seconds kLongestWrapUp{24 * 3600};

Project project_of(const Scenario& scenario) {
  Project project;
  project.id = kProject;
  project.name = "scenario";
  project.zone = kZone;
  project.queue = kQueue;
  project.policy = kPolicy;
  if (!scenario.project.schedule.empty()) project.schedule = kSchedule;
  return project;
}

QueueSettings queue_of(const Scenario& scenario) {
  QueueSettings queue;
  queue.id = kQueue;
  queue.name = "scenario";
  queue.wrap_up = kLongestWrapUp;
  queue.pacing = scenario.project.pacing;
  if (const auto ratio = scenario.project.ratio_millionths)
    queue.ratio_milli = static_cast<int>(*ratio / 1000);
  queue.abandon_limit_basis_points = static_cast<int>(scenario.target_abandon_millionths / 100);
  queue.misses_until_break = 0;
  return queue;
}

// Called at once on the answer, nothing is said; machines are known at the answer.
TemplateSettings template_of(const Scenario& scenario) {
  TemplateSettings row;
  row.id = kTemplate;
  row.name = "scenario";
  row.kind = TemplateKind::predictive;
  row.text = "{{autoPredictive}}";
  row.detect_machine = true;
  row.machine = MachinePolicy::hang_up;
  row.ring_limit = std::chrono::ceil<Seconds>(*scenario.ring->timeout);
  return row;
}

RetryPolicy policy_of(const ScenarioProject& project) {
  RetryPolicy policy;
  policy.id = kPolicy;
  policy.name = "scenario";
  policy.attempts_max = project.attempts_max;
  if (!project.retry_intervals.empty()) policy.intervals.clear();
  for (const Milliseconds one : project.retry_intervals)
    policy.intervals.push_back(std::chrono::ceil<Seconds>(one));
  return policy;
}

}  // namespace

Instant start_of(const Scenario& scenario) {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + scenario.start_clock;
}

OperatorId operator_id(int who) {
  return OperatorId{who + 1};
}

dialctl::Settings settings_of(const Scenario& scenario, const std::vector<std::string>& endpoints) {
  dialctl::Settings settings;
  ProviderSettings provider;
  provider.id = kProvider;
  provider.name = "virtual";
  provider.lines_max = scenario.max_lines;
  provider.calls_per_second_milli = 0;
  settings.providers = {provider};
  settings.projects = {project_of(scenario)};
  settings.statuses = {{kNew, "new", StatusMeaning::open, kTemplate, {}, {}}};
  settings.queues = {queue_of(scenario)};
  settings.templates = {template_of(scenario)};
  settings.policies = {policy_of(scenario.project)};
  if (!scenario.project.schedule.empty())
    settings.schedules = {{kSchedule, "scenario", scenario.project.schedule, "customer"}};
  settings.number_limits = {{"*", 0, 0, Seconds{0}, "scenario"}};
  settings.legal_windows = {{"*", kRoundTheClock, "scenario"}};
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    OperatorSettings one;
    one.id = operator_id(static_cast<int>(i));
    one.name = endpoints[i];
    one.endpoint = endpoints[i];
    one.queue = kQueue;
    one.position = static_cast<int>(i) + 1;
    one.leg = LegMode::open;
    settings.operators.push_back(std::move(one));
  }
  return settings;
}

Order order_of(const Scenario& scenario, std::int64_t number, Instant due) {
  const auto& zones = scenario.project.zones;
  const ZoneName zone = zones.empty() ? kZone : zones[static_cast<std::size_t>(number) % zones.size()];
  Order order;
  order.project = kProject;
  order.external_id = std::to_string(number + 1);
  order.status = kNew;
  order.status_since = order.created = due;
  for (int i = 0; i < scenario.project.numbers; ++i) {
    const std::int64_t digits = 10'000'000'000 + number * 10 + i;
    OrderNumber one{*E164::parse("+9" + std::to_string(digits)), {}, "ZZ", {zone}, ZoneOrigin::column, false};
    order.numbers.push_back(std::move(one));
  }
  return order;
}

StatusEntered entry_of(const Order& order, Instant due) {
  const OrderNumber& first = order.numbers.front();
  StatusEntered entry{{}, order.status, due, "scenario", "", {}, {}};
  entry.start = TaskStart{kTemplate, TaskPhase::ready, "", due, {first.region, first.zones}};
  return entry;
}

}  // namespace dialctl::cli
