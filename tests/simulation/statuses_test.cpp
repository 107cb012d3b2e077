// ST-02: however an order enters a status, the status's robot calls start once.
#include <doctest/doctest.h>

#include "engine/decide/enter_status.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

constexpr StatusId kLate{4};
constexpr TemplateId kReminder{2};
constexpr const char* kBusy = "+380440300100";
constexpr const char* kPressesTwo = "+380440120102";
constexpr const char* kHearsOut = "+380440100100";

// As usual, with a status "late" that carries the message "reminder".
Settings with_late() {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "501"));
  TemplateSettings reminder;
  reminder.id = kReminder;
  reminder.name = "reminder";
  reminder.text = "Your order waits for you.";
  settings.templates.push_back(reminder);
  OrderStatusSettings late;
  late.id = kLate;
  late.name = "late";
  late.robot_template = kReminder;
  settings.statuses.push_back(late);
  return settings;
}

int reminders(const CallCentre& centre) {
  return static_cast<int>(std::count_if(centre.data.tasks.begin(), centre.data.tasks.end(),
                                        [](const auto& task) { return task.second.tmpl == kReminder; }));
}

}  // namespace

TEST_CASE("ST-02 entering by a key press starts the robot calls of the new status once") {
  Settings settings = with_late();
  settings.templates.front().text = R"(Hello {{fio}}. {{key_2 = "late"}} {{key_1 = "@"}})";
  CallCentre centre{std::move(settings)};
  const OrderId order = centre.add(order_of(1, {kPressesTwo}));
  centre.run_for(Milliseconds{600'000});
  CHECK(centre.status_of(order) == kLate);
  CHECK(reminders(centre) == 1);
  CHECK(centre.data.orders.at(order).history.back().who == "robot");
}

TEST_CASE("ST-02 entering when the attempts are used up starts the robot calls of the new status once") {
  Settings settings = with_late();
  settings.policies.front().when_used_up = kLate;
  CallCentre centre{std::move(settings)};
  const OrderId order = centre.add(order_of(1, {kBusy}));
  centre.run_for(Milliseconds{1'200'000});
  CHECK(centre.status_of(order) == kLate);
  CHECK(reminders(centre) == 1);
  // Used up there too: the order has the status already, which is no entry.
  CHECK(centre.outcomes(order).size() == 6);
  CHECK(centre.data.orders.at(order).history.size() == 2);
}

TEST_CASE("ST-02 entering by a time-out starts the robot calls of the new status once") {
  Settings settings = with_late();
  settings.statuses[1].timeout = Minutes{30};
  settings.statuses[1].timeout_to = kLate;
  CallCentre centre{std::move(settings)};
  Order waiting = order_of(1, {kHearsOut});
  waiting.status = kApproved;
  const Instant since = centre.time.now();
  const OrderId order =
      centre.data.add_order(waiting, {{}, kApproved, since, "import", "", since + Minutes{30}, {}});
  centre.run_for(Milliseconds{3'600'000});
  CHECK(centre.status_of(order) == kLate);
  CHECK(reminders(centre) == 1);
  CHECK(centre.outcomes(order) == std::vector{Outcome::delivered});
  CHECK(centre.data.orders.at(order).history.back().at == since + Minutes{30});
}

TEST_CASE("ST-02 who leaves a status while his call is live is not called again for it") {
  CallCentre centre{with_late()};
  const OrderId order = centre.add(order_of(1, {kBusy}));
  const Instant meanwhile = centre.time.now() + Milliseconds{500};
  centre.time.schedule(meanwhile, [&] {
    REQUIRE(centre.data.open.size() == 1);
    const Rulebook rules{centre.data.settings};
    Order known = centre.data.orders.at(order).order;
    centre.data.record(enter_status(rules, known, {kApproved, meanwhile, "anna", "by mail"}).value());
  });
  centre.run_for(Milliseconds{600'000});
  CHECK(centre.status_of(order) == kApproved);
  CHECK(centre.outcomes(order) == std::vector{Outcome::busy});
  CHECK(centre.task_of(order).phase == TaskPhase::cancelled);
}

}  // namespace dialctl::simulation
