#include <fmt/format.h>

#include "tests/adapters/store_contract/bed.h"

namespace dialctl::contract {
namespace {

template <class Row>
Row row_named(const char* name) {
  Row row;
  row.name = name;
  return row;
}

QueueSettings sample_queue() {
  auto queue = row_named<QueueSettings>("sales");
  queue.id = kQueue;
  queue.strategy = Strategy::agent_with_fewest_calls;
  queue.sticky_last_tried = true;
  queue.counters_since = CountersSince::day;
  queue.hold_music = "jazz";
  queue.operator_ring_timeout = Seconds{21};
  queue.wrap_up = Seconds{11};
  queue.longest_wait = Seconds{121};
  queue.position_announcement = "You are {{position}}";
  queue.pacing = PacingMode::ratio;
  queue.ratio_milli = 1500;
  queue.abandon_limit_basis_points = 250;
  queue.lines_max = 5;
  queue.calls_per_second_milli = 700;
  queue.misses_until_break = 4;
  queue.busy_delay = Seconds{61};
  queue.reject_delay = Seconds{62};
  queue.unreachable_delay = Seconds{31};
  queue.no_answer_delay = Seconds{12};
  queue.paused = true;
  return queue;
}

Project sample_project(ProjectId id, const char* name) {
  auto project = row_named<Project>(name);
  project.id = id;
  project.region = "UA";
  project.zone = "Europe/Kyiv";
  project.queue = kQueue;
  project.provider = kProvider;
  project.schedule = ScheduleId{1};
  project.policy = PolicyId{1};
  project.ambiguous_zone = AmbiguousZone::project;
  project.caller_id = "+380440000001";
  project.language = "uk";
  project.spoken_name = "Крамниця";
  project.callback_number = "+380440000002";
  project.card_url = "https://crm/orders/{{order_id}}";
  project.connect_hook = "/usr/bin/true";
  project.price = {1'800'000, "UAH", Seconds{30}};
  project.lines_max = 9;
  project.calls_per_second_milli = 2500;
  project.paused = true;
  return project;
}

RetryPolicy sample_policy() {
  auto policy = row_named<RetryPolicy>("patient");
  policy.id = {1};
  policy.intervals = {Seconds{60}, Seconds{3600}};
  policy.attempts_max = 7;
  policy.interval_by_outcome = {{Outcome::busy, Seconds{300}}, {Outcome::machine, Seconds{900}}};
  policy.anchor = RetryAnchor::attempt_start;
  policy.delay_clock = DelayClock::open_hours;
  policy.when_used_up = kDone;
  return policy;
}

TemplateSettings sample_template() {
  auto tmpl = row_named<TemplateSettings>("reminder");
  tmpl.id = kTemplate;
  tmpl.kind = TemplateKind::predictive;
  tmpl.text = "Hello {{fio}} {{key_1 = \"@\"}} {{key_2 = \"done\"}} {{audio = \"jingle\"}}";
  tmpl.key_wait = Seconds{8};
  tmpl.repeats_max = 3;
  tmpl.machine = MachinePolicy::leave_message;
  tmpl.detect_machine = true;
  tmpl.ring_limit = Seconds{25};
  tmpl.policy = PolicyId{1};
  return tmpl;
}

OperatorSettings sample_operator(OperatorId id, const char* name) {
  auto person = row_named<OperatorSettings>(name);
  person.id = id;
  person.endpoint = std::string("PJSIP/") + name;
  person.queue = kQueue;
  person.position = static_cast<int>(id.value) + 10;
  person.leg = LegMode::open;
  person.status = OperatorStatus::ready;
  person.status_reason = "shift";
  person.status_since = at(-50);
  person.access = {{kShop, CallMode::new_order}, {kClinic, CallMode::random_2}};
  return person;
}

ModeSettings sample_mode() {
  ModeSettings mode;
  mode.project = kShop;
  mode.mode = CallMode::reconfirm;
  mode.high_priority = true;
  mode.standard = Minutes{31};
  mode.put_off_no_answer = Minutes{61};
  mode.put_off_busy = Minutes{16};
  mode.put_off_hang_up = Minutes{121};
  mode.attempts_max = 6;
  mode.when_used_up = kDone;
  mode.dial_way = DialWay::automatic;
  mode.hand_out = HandOut::assigned_only;
  mode.owner_only = Minutes{41};
  mode.keep_owner = true;
  mode.fetch = true;
  mode.fetch_max = 11;
  mode.own_max = 51;
  mode.early = Minutes{4};
  mode.missed = MissedAppointment::next_opening;
  mode.ring_limit = Seconds{31};
  mode.result_limit = Seconds{122};
  mode.lease = Minutes{17};
  mode.buttons = {{"busy", false, ButtonAction::put_off, {}, Minutes{0}},
                  {"wrong-person", true, ButtonAction::to_status, kDone, Minutes{0}},
                  {"later", true, ButtonAction::put_off, {}, Minutes{45}}};
  return mode;
}

}  // namespace

Settings sample_settings() {
  Settings settings;
  auto provider = row_named<ProviderSettings>("pbx");
  provider.id = kProvider;
  provider.options = {{"app", "dialctl"}, {"url", "http://127.0.0.1:8088"}};
  provider.secret_from = "env:ARI";
  provider.lines_max = 30;
  provider.calls_per_second_milli = 4000;
  provider.settle_window = Seconds{90};
  provider.redial_after_absent = Seconds{600};
  provider.enabled = false;
  settings.providers = {provider};
  settings.projects = {sample_project(kShop, "shop"), sample_project(kClinic, "clinic")};
  auto fresh = row_named<OrderStatusSettings>("new");
  fresh.id = kNew;
  fresh.robot_template = kTemplate;
  fresh.timeout = Minutes{90};
  fresh.timeout_to = kDone;
  auto done = row_named<OrderStatusSettings>("done");
  done.id = kDone;
  done.meaning = StatusMeaning::done;
  settings.statuses = {fresh, done};
  settings.queues = {sample_queue()};
  settings.operators = {sample_operator(kAnna, "anna"), sample_operator(kBoris, "boris")};
  auto group = row_named<Group>("evening");
  group.id = {1};
  group.members = {kAnna, kBoris};
  settings.groups = {group};
  settings.templates = {sample_template()};
  auto schedule = row_named<ScheduleSettings>("office");
  schedule.id = {1};
  schedule.text = "mon-fri 09:00-18:00";
  schedule.clock = "project";
  settings.schedules = {schedule};
  settings.policies = {sample_policy()};
  auto audio = row_named<AudioFile>("jingle");
  audio.id = {1};
  audio.file = "jingle.wav";
  audio.length = Milliseconds{1234};
  settings.audio = {audio};
  settings.number_limits = {{"UA", 3, 7, Seconds{3600}, "our choice"}};
  settings.legal_windows = {{"UA", "mon-sun 08:00-22:00", "agreed with the customers"}};
  settings.modes = {sample_mode()};
  settings.line.keys = {LineKey::retry, LineKey::callback, LineKey::fresh};
  settings.line.new_order = NewOrderSort::oldest_first;
  settings.lines_max = 40;
  settings.calls_per_second_milli = 5000;
  return settings;
}

E164 number(int last_digits) {
  return E164::parse(fmt::format("+38044{:07}", last_digits)).value();
}

OrderNumber order_number(int last_digits, const std::string& zone) {
  return {
      number(last_digits), fmt::format("044 {:07}", last_digits), "UA", {zone}, ZoneOrigin::number, false};
}

Order sample_order(const std::string& external_id, std::vector<int> last_digits) {
  Order order;
  order.project = kShop;
  order.external_id = external_id;
  order.priority = 2;
  order.owner = "anna";
  order.held = true;
  order.tags = {"urgent", "vip"};
  order.fields = {{"fio", "Олена \"Lena\"\n"}, {"order_id", external_id}, {"a", ""}};
  for (const int digits : last_digits)
    order.numbers.push_back(order_number(digits));
  order.created = at(-1000);
  return order;
}

TaskStart ready_at(Instant next_at, const std::string& zone) {
  TaskStart start;
  start.tmpl = kTemplate;
  start.next_at = next_at;
  start.callee = {"UA", {zone}};
  return start;
}

StatusEntered entered(std::optional<TaskStart> start, std::optional<Instant> timeout) {
  return {OrderId{}, kNew, at(-900), "import", "first", timeout, std::move(start)};
}

AttemptIntent intent(int attempt, TaskId task, OrderId order, int last_digits, Instant when) {
  return {attempt_id(attempt),
          task,
          order,
          kShop,
          kTemplate,
          kProvider,
          number(last_digits),
          "+380440000001",
          2,
          when,
          "Europe/Kyiv",
          ZoneOrigin::number,
          "2026-11-21T10:00:00",
          "legal-hours ok",
          4,
          9};
}

AttemptEnd ended(int attempt, Instant when, Outcome outcome) {
  return {attempt_id(attempt), when, outcome, "16", kAnna, Seconds{61}, 3'600'000, "UAH"};
}

void commit(Store& store, const std::vector<Record>& records) {
  store.begin_pass();
  store.commit(records);
}

}  // namespace dialctl::contract
