// Each gate in the running loop: what it refuses is not called, and what it defers is called when it opens.
#include <algorithm>
#include <doctest/doctest.h>
#include <functional>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

constexpr const char* kNumber = "+380440110102";

E164 number() {
  return E164::parse(kNumber).value();
}

Settings with_operator() {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "501"));
  return settings;
}

void change(CallCentre& centre, const std::function<void(Settings&)>& edit) {
  Settings settings = centre.data.settings;
  edit(settings);
  centre.data.set_settings(settings);
}

int calls_to(const CallCentre& centre, const std::string& address) {
  const auto& all = centre.provider->history();
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [&](const CallSeen& call) { return call.address == address; }));
}

// Dialled so many times, an hour apart, the last one an hour ago; as calls of another project would be.
void dialled_before(CallCentre& centre, int times) {
  Order earlier = order_of(900, {kNumber});
  earlier.project = ProjectId{2};
  const OrderId order = centre.add(earlier);
  const TaskId task = centre.data.orders.at(order).pending.front();
  for (int i = 0; i < times; ++i) {
    const Instant when = centre.time.now() - std::chrono::hours{times - i};
    AttemptIntent intent{AttemptId{to_millis(when) << 21},
                         task,
                         order,
                         ProjectId{2},
                         kWelcome,
                         kProvider,
                         number(),
                         "",
                         1,
                         when,
                         "Europe/Kyiv",
                         ZoneOrigin::column,
                         "",
                         "",
                         1,
                         1};
    centre.data.record(IntentMade{intent});
    AttemptEnd end;
    end.attempt = intent.id;
    end.at = when + Seconds{5};
    end.outcome = Outcome::no_answer;
    centre.data.record(AttemptEnded{end});
  }
  centre.data.record(TaskMoved{task, TaskPhase::done, {}, 1, 0, {}, {}, Outcome::no_answer, ""});
}

Settings two_projects() {
  Settings settings = with_operator();
  Project other = settings.projects.front();
  other.id = ProjectId{2};
  other.name = "other";
  settings.projects.push_back(other);
  return settings;
}

struct Row {
  Gate gate;
  std::function<void(CallCentre&)> spoil;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {Gate::order_released,
       [](CallCentre& c) { c.data.edit_order(OrderId{1}, [](Order& o) { o.held = true; }); }},
      {Gate::order_status,
       [](CallCentre& c) {
         change(c, [](Settings& s) {
           s.statuses.front().meaning = StatusMeaning::done;
           s.statuses.front().robot_template.reset();
         });
       }},
      {Gate::project_active,
       [](CallCentre& c) { change(c, [](Settings& s) { s.projects.front().paused = true; }); }},
      {Gate::template_usable,
       [](CallCentre& c) {
         change(c, [](Settings& s) { s.templates.front().text += " {{key_3 = \"nowhere\"}}"; });
       }},
      {Gate::queue_linked,
       [](CallCentre& c) { change(c, [](Settings& s) { s.projects.front().queue.reset(); }); }},
      {Gate::queue_active,
       [](CallCentre& c) { change(c, [](Settings& s) { s.queues.front().paused = true; }); }},
      {Gate::number_usable,
       [](CallCentre& c) {
         c.data.record(NumberMarkedBad{OrderId{1}, number()});
       }},
      {Gate::schedule,
       [](CallCentre& c) {
         change(c, [](Settings& s) {
           s.schedules.push_back({ScheduleId{1}, "late", "daily 18:00-20:00", "customer"});
           s.projects.front().schedule = ScheduleId{1};
         });
       }},
      {Gate::legal_hours,
       [](CallCentre& c) {
         change(c, [](Settings& s) { s.legal_windows.push_back({"UA", "daily 18:00-20:00", "test"}); });
       }},
      {Gate::blacklist,
       [](CallCentre& c) {
         c.data.list_number(number(), ProjectId{}, {"test", {}});
       }},
      {Gate::attempts_left,
       [](CallCentre& c) {
         c.data.record(
             TaskMoved{TaskId{1}, TaskPhase::ready, c.time.now(), 2, 0, {}, {"UA", {"Europe/Kyiv"}}, {}, ""});
         change(c, [](Settings& s) { s.policies.front().attempts_max = 2; });
       }},
      {Gate::number_gap,
       [](CallCentre& c) {
         dialled_before(c, 1);
         change(c, [](Settings& s) { s.number_limits = {{"*", 0, 0, Seconds{7200}, "test"}}; });
       }},
      {Gate::number_24h,
       [](CallCentre& c) {
         dialled_before(c, 3);
         change(c, [](Settings& s) { s.number_limits = {{"*", 3, 0, Seconds{0}, "test"}}; });
       }},
      {Gate::number_7d,
       [](CallCentre& c) {
         dialled_before(c, 4);
         change(c, [](Settings& s) { s.number_limits = {{"*", 0, 4, Seconds{0}, "test"}}; });
       }},
      {Gate::abandoned_lock,
       [](CallCentre& c) {
         c.data.record(NumberLocked{number(), c.time.now() + std::chrono::hours{72}});
       }},
  };
  return all;
}

}  // namespace

TEST_CASE("RN-07 the loop calls nobody whom a gate refuses, and calls when nothing refuses") {
  {
    CallCentre free{two_projects()};
    free.add(order_of(1, {kNumber}));
    dialled_before(free, 4);
    free.run_for(Milliseconds{60'000});
    REQUIRE(calls_to(free, kNumber) == 1);
  }
  for (const Row& row : rows()) {
    CAPTURE(to_text(row.gate));
    CallCentre centre{two_projects()};
    const OrderId order = centre.add(order_of(1, {kNumber}));
    row.spoil(centre);
    centre.run_for(Milliseconds{60'000});
    CHECK(calls_to(centre, kNumber) == 0);
    const auto& task = centre.task_of(order);
    CHECK((task.phase == TaskPhase::done) == (row.gate == Gate::attempts_left));  // fewer than it has had
    // Put off or blocked, it says why; asleep in a closed or paused bucket it has not been looked at.
    if (task.phase == TaskPhase::blocked || task.next_at > centre.time.now())
      CHECK(task.reason == to_text(row.gate));
  }
}

TEST_CASE("RN-07 a number that cannot be placed in a zone is not called, and says so") {
  CallCentre centre{with_operator()};
  Order order = order_of(1, {kNumber});
  order.numbers.front().zones.clear();
  const OrderId id = centre.add(order);
  centre.run_for(Milliseconds{60'000});
  CHECK(calls_to(centre, kNumber) == 0);
  CHECK(centre.task_of(id).phase == TaskPhase::blocked);
  CHECK(centre.task_of(id).reason == "zone-known");
}

TEST_CASE("RN-07 two orders with one number: the second waits until the first call is over") {
  Settings settings = with_operator();
  settings.operators.push_back(operator_on(2, "boris", "502"));
  CallCentre centre{settings};
  centre.add(order_of(1, {kNumber}));
  centre.add(order_of(2, {kNumber}));
  centre.run_for(Milliseconds{300'000});
  CHECK(calls_to(centre, kNumber) == 2);
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
}

TEST_CASE("RN-07 a start by hand waits while another number of the order is being called") {
  Settings settings = with_operator();
  settings.operators.push_back(operator_on(2, "boris", "502"));
  CallCentre centre{settings};
  const OrderId order = centre.add(order_of(1, {"+380440300100", kNumber}));  // the first is busy
  const auto& row = centre.data.orders.at(order).order.numbers.front();
  centre.time.schedule(centre.time.now() + Seconds{20}, [&] {
    TaskStart start{kWelcome, TaskPhase::ready, "", centre.time.now(), {row.region, row.zones}};
    centre.data.record(TaskStarted{order, start, centre.time.now(), "anna"});
  });
  centre.look_for_changes_every = Milliseconds{400};
  centre.run_for(Milliseconds{300'000});
  CHECK(centre.outcomes(order).size() >= 3);
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
}

TEST_CASE("RT-02 the limits of a number count the calls of all projects") {
  CallCentre centre{two_projects()};
  dialled_before(centre, 3);
  const OrderId order = centre.add(order_of(1, {kNumber}));
  change(centre, [](Settings& s) { s.number_limits = {{"*", 3, 0, Seconds{0}, "test"}}; });
  centre.run_for(Milliseconds{60'000});
  CHECK(calls_to(centre, kNumber) == 0);
  // The first of the three, of three hours ago, leaves the 24 hours at 07:00 UTC: 09:00 in Kyiv.
  const Instant freed = centre.task_of(order).next_at;
  CHECK(freed >= at("2026-11-24T07:00:00Z"));
  CHECK(freed < at("2026-11-24T07:05:00Z"));
  centre.run_for(std::chrono::hours{22});
  CHECK(calls_to(centre, kNumber) == 1);
}

TEST_CASE("RT-03 lines of provider, project, queue and the installation: all must pass") {
  struct Limit {
    const char* name;
    std::function<void(Settings&)> set;
  };
  for (const Limit& limit : {Limit{"provider", [](Settings& s) { s.providers.front().lines_max = 3; }},
                             Limit{"project", [](Settings& s) { s.projects.front().lines_max = 3; }},
                             Limit{"queue", [](Settings& s) { s.queues.front().lines_max = 3; }},
                             Limit{"installation", [](Settings& s) { s.lines_max = 3; }},
                             Limit{"operators", [](Settings& s) { s.operators.resize(3); }}}) {
    CAPTURE(limit.name);
    Settings settings = usual_settings();
    for (int i = 1; i <= 12; ++i)
      settings.operators.push_back(operator_on(i, "op" + std::to_string(i), std::to_string(500 + i)));
    limit.set(settings);
    CallCentre centre{settings};
    for (int i = 0; i < 20; ++i)
      centre.add(order_of(i, {"+38044" + std::to_string(1300100 + i * 10000)}));
    centre.run_for(Milliseconds{120'000});
    CHECK(centre.provider->history().size() >= 20);
    CHECK(most_at_once(centre) == 3);
  }
}

TEST_CASE("RT-03 a bucket that is read again in one pass calls everybody once, and puts nobody off") {
  Settings settings = usual_settings();
  settings.templates.front().kind = TemplateKind::message;
  settings.templates.front().text = "Hello";
  settings.providers.front().calls_per_second_milli = 0;
  settings.providers.front().lines_max = 0;
  CallCentre centre{settings};
  for (int i = 0; i < 300; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1000130 + i * 1000)}));
  centre.run_for(Milliseconds{100});
  CHECK(centre.data.attempts.size() == 300);
  for (const Record& record : centre.recorded) {
    const auto* moved = std::get_if<TaskMoved>(&record);
    CHECK((moved == nullptr || moved->reason.empty()));
  }
  CHECK(broken_invariants(centre).empty());
}

TEST_CASE("RT-03 where a rate holds the calls back, tasks are read for their calls and not for every line") {
  Settings settings = usual_settings();
  settings.templates.front().kind = TemplateKind::message;
  settings.templates.front().text = "Hello";
  settings.providers.front().calls_per_second_milli = 20'000;
  settings.providers.front().lines_max = 0;
  CallCentre centre{settings};
  for (int i = 0; i < 400; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1000130 + i * 1000)}));
  centre.run_for(Milliseconds{10'000});
  const std::size_t calls = centre.data.attempts.size();
  CHECK(calls >= 198);
  CHECK(calls <= 202);
  // Once to have its sounds made and once for the call, and a look or two ahead.
  CHECK(centre.tasks_read <= calls * 4);
}

TEST_CASE("RT-03 nobody starves: buckets of one priority take turns, a higher priority comes first") {
  Settings settings = two_projects();
  settings.templates.front().kind = TemplateKind::message;
  settings.templates.front().text = "Hello";
  settings.providers.front().lines_max = 2;
  CallCentre centre{settings};
  for (int i = 0; i < 60; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1000000 + i * 1000)}));
  for (int i = 0; i < 4; ++i) {
    Order late = order_of(100 + i, {"+38044" + std::to_string(2000000 + i * 1000)});
    late.project = ProjectId{2};
    centre.add(late);
    Order urgent = order_of(200 + i, {"+38044" + std::to_string(3000000 + i * 1000)});
    urgent.priority = 5;
    centre.add(urgent);
  }
  centre.run_for(Milliseconds{600'000});
  const auto place_of = [&](const std::string& prefix) {
    std::vector<int> places;
    const auto& all = centre.provider->history();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].address.starts_with(prefix)) places.push_back(static_cast<int>(i));
    }
    return places;
  };
  REQUIRE(place_of("+380442").size() == 4);
  CHECK(place_of("+380442").back() < 24);  // between those of the other project, not behind them
  REQUIRE(place_of("+380443").size() == 4);
  CHECK(place_of("+380443").back() < 6);
  CHECK(place_of("+380441").size() == 60);
}

}  // namespace dialctl::simulation
