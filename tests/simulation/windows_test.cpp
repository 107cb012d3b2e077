// Hours, zones, clocks and limits, lived through by the real loop.
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <set>

#include "engine/decide/schedule.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

Settings with_operator() {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "501"));
  return settings;
}

void expect_sound(const CallCentre& centre) {
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
}

const CallSeen* first_call_to(const CallCentre& centre, const std::string& number) {
  for (const auto& call : centre.provider->history()) {
    if (call.address == number) return &call;
  }
  return nullptr;
}

}  // namespace

TEST_CASE(
    "SC-02 eight zones over both changes of 2026 and 2027: no call outside the legal window, to the second") {
  const std::vector<ZoneName> zones{"Europe/Kyiv",      "America/New_York", "Europe/Lisbon",
                                    "Asia/Kolkata",     "Asia/Omsk",        "America/Sao_Paulo",
                                    "Australia/Sydney", "Pacific/Auckland"};
  for (const char* start : {"2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z", "2027-03-27T00:00:00Z",
                            "2027-10-30T00:00:00Z", "2026-03-07T00:00:00Z", "2026-10-31T00:00:00Z"}) {
    CAPTURE(start);
    CallCentre centre{with_operator(), at(start)};
    int id = 0;
    for (const auto& zone : zones) {
      for (int i = 0; i < 3; ++i, ++id) {
        centre.add(order_of(id, {"+38044" + std::to_string(1300100 + id % 8 * 1000000 + id)}, zone));
      }
    }
    centre.run_for(std::chrono::hours{72});
    CHECK(centre.provider->history().size() > zones.size());
    expect_sound(centre);
  }
}

TEST_CASE("SC-02 the first call of a morning comes at nine on the customer's clock, not before") {
  CallCentre centre{with_operator(), at("2026-11-23T02:00:00Z")};  // 04:00 in Kyiv
  centre.add(order_of(1, {"+380440110102"}));
  centre.run_for(std::chrono::hours{8});
  const auto* call = first_call_to(centre, "+380440110102");
  REQUIRE(call != nullptr);
  CHECK(call->placed >= at("2026-11-23T07:00:00Z"));
  CHECK(call->placed < at("2026-11-23T07:06:00Z"));  // SC-05: within the first minutes
}

TEST_CASE("SC-05 a retry that falls outside moves to the next opening, spread over its first minutes") {
  Settings settings = with_operator();
  settings.policies.front().intervals = {Seconds{3600}};
  CallCentre centre{settings, at("2026-11-23T18:30:00Z")};  // 20:30 in Kyiv
  std::vector<OrderId> orders;
  for (int i = 0; i < 5; ++i)
    orders.push_back(centre.add(order_of(i, {"+38044" + std::to_string(1300100 + i * 1000000)})));
  centre.run_for(std::chrono::hours{1});
  std::set<Instant> planned;
  for (const OrderId order : orders) {
    const Instant next = centre.task_of(order).next_at;
    CHECK(next >= at("2026-11-24T07:00:00Z"));
    CHECK(next < at("2026-11-24T07:05:00Z"));
    planned.insert(next);
  }
  CHECK(planned.size() > 1);
}

TEST_CASE("SC-07 the machine's clock a day ahead: held, nobody is called in the true night") {
  CallCentre centre{with_operator(), at("2026-11-23T20:00:00Z")};  // 22:00 in Kyiv
  centre.add(order_of(1, {"+380440110102"}));
  centre.time.schedule(at("2026-11-23T20:10:00Z"), [&] { centre.time.set_clock_by(std::chrono::hours{12}); });
  centre.run_for(std::chrono::hours{2});
  CHECK(centre.provider->history().empty());
  CHECK(std::any_of(centre.data.journal.begin(), centre.data.journal.end(),
                    [](const Journalled& line) { return line.kind == "clock.jump"; }));
}

TEST_CASE("SC-07 the clock stepping back calls nobody twice") {
  CallCentre centre{with_operator()};
  const OrderId order = centre.add(order_of(1, {"+380440300100"}));
  centre.time.schedule(centre.time.now() + Seconds{20}, [&] { centre.time.set_clock_by(Seconds{-45}); });
  centre.run_for(Milliseconds{100'000});
  const auto& calls = centre.provider->history();
  REQUIRE(calls.size() >= 1);
  for (std::size_t i = 1; i < calls.size(); ++i)
    CHECK(calls[i].placed - *calls[i - 1].ended >= Seconds{60});
  CHECK(centre.outcomes(order).front() == Outcome::busy);
}

TEST_CASE("RT-02 a limit of two a day defers the third, and drops nothing") {
  Settings settings = with_operator();
  settings.number_limits = {{"*", 2, 0, Seconds{0}, "test"}};
  CallCentre centre{settings};
  const OrderId order = centre.add(order_of(1, {"+380440300100"}));
  centre.run_for(std::chrono::hours{2});
  CHECK(centre.outcomes(order).size() == 2);
  const auto& task = centre.task_of(order);
  CHECK(task.phase == TaskPhase::ready);
  CHECK(task.next_at >= at("2026-11-24T10:00:00Z"));
}

TEST_CASE("RT-03 calls a second are held by the loop") {
  Settings settings = usual_settings();
  settings.templates.front().kind = TemplateKind::message;
  settings.templates.front().text = "Hello";
  settings.providers.front().calls_per_second_milli = 5'000;
  CallCentre centre{settings};
  for (int i = 0; i < 40; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1000000 + i * 10000)}));
  centre.run_for(Milliseconds{20'000});
  std::map<std::int64_t, int> by_second;
  for (const auto& call : centre.provider->history())
    by_second[to_millis(call.placed) / 1000] += 1;
  for (const auto& [second, count] : by_second)
    CHECK(count <= 6);
  CHECK(centre.provider->history().size() == 40);
}

TEST_CASE("RT-04 a number blacklisted while queued is never dialled, and its order waits with the reason") {
  CallCentre centre{with_operator()};
  const OrderId order = centre.add(order_of(1, {"+380440110102"}));
  centre.data.list_number(E164::parse("+380440110102").value(), ProjectId{}, {"test", {}});
  centre.run_for(Milliseconds{60'000});
  CHECK(centre.provider->history().empty());
  CHECK(centre.task_of(order).phase == TaskPhase::blocked);
  CHECK(centre.task_of(order).reason == "blacklist");
}

TEST_CASE("RT-04 with one number blacklisted the other one is called") {
  CallCentre centre{with_operator()};
  const OrderId order = centre.add(order_of(1, {"+380440110102", "+380441110102"}));
  centre.data.list_number(E164::parse("+380440110102").value(), ProjectId{}, {"test", {}});
  centre.run_for(Milliseconds{60'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::delivered_operator});
  CHECK(centre.provider->history().front().address == "+380441110102");
}

TEST_CASE("ST-03 an order moves on after its time in a status, also when no loop ran meanwhile") {
  Settings settings = with_operator();
  settings.statuses[1].timeout = Minutes{30};
  settings.statuses[1].timeout_to = kCancelled;
  CallCentre centre{settings};
  Order order = order_of(1, {"+380440110102"});
  order.status = kApproved;
  order.status_since = centre.time.now();
  StatusEntered entry{{}, kApproved, centre.time.now(), "import", "", centre.time.now() + Minutes{30}, {}};
  const OrderId id = centre.data.add_order(order, entry);
  centre.time.wait(std::chrono::hours{5});
  centre.run_until_idle();
  CHECK(centre.status_of(id) == kCancelled);
}

TEST_CASE("RN-03 a stop lets live calls finish and starts no new ones") {
  CallCentre centre{with_operator()};
  for (int i = 0; i < 5; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1110102 + i * 1000000)}));
  LoopOptions options;
  options.drain = Milliseconds{120'000};
  const Instant stop = centre.time.now() + Seconds{6};
  centre.time.schedule(stop, [&] { centre.time.put(Control::stop); });
  const auto report = centre.run(options);
  CHECK(report.left_up == 0);
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind == LegKind::customer) CHECK(call.placed <= stop + Milliseconds{50});
  }
  CHECK_FALSE(centre.data.ends.empty());
  expect_sound(centre);
}

TEST_CASE("RN-01 once places what is callable now and leaves retries for later") {
  CallCentre centre{with_operator()};
  for (int i = 0; i < 3; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1300100 + i * 1000000)}));
  LoopOptions options;
  options.mode = RunMode::once;
  const auto report = centre.run(options);
  CHECK(report.attempts == 3);
  expect_sound(centre);
}

TEST_CASE("PA-05 an abandoned call locks its number for 72 hours") {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "301"));  // never answers
  settings.templates.front().text = "Hello {{autoPredictive}}";
  CallCentre centre{settings};
  const OrderId order = centre.add(order_of(1, {"+380440100100"}));
  centre.run_for(Milliseconds{60'000});
  REQUIRE(centre.outcomes(order) == std::vector{Outcome::abandoned});
  REQUIRE(centre.data.number_locks.size() == 1);
  CHECK(centre.data.number_locks.begin()->second - centre.time.now() > std::chrono::hours{70});
}

TEST_CASE("QU-09 an open leg takes the customer without ringing") {
  Settings settings = usual_settings();
  auto anna = operator_on(1, "anna", "101");
  anna.leg = LegMode::open;
  settings.operators.push_back(anna);
  CallCentre centre{settings};
  const OrderId first = centre.add(order_of(1, {"+380440110102"}));
  centre.run_for(Milliseconds{400'000});
  CHECK(centre.outcomes(first) == std::vector{Outcome::delivered_operator});
  int legs = 0;
  for (const auto& call : centre.provider->history())
    legs += call.address == "101" ? 1 : 0;
  CHECK(legs >= 1);
  expect_sound(centre);
}

TEST_CASE("QU-06 a changed strategy holds from the next offer") {
  Settings settings = usual_settings();
  settings.queues.front().strategy = Strategy::sequentially_by_agent_order;
  settings.operators = {operator_on(1, "anna", "501"), operator_on(2, "boris", "502")};
  CallCentre centre{settings};
  centre.add(order_of(1, {"+380440110102"}));
  centre.run_until_idle();
  CHECK(centre.has_fact(AttemptFactKind::offered, "anna"));
  CHECK_FALSE(centre.has_fact(AttemptFactKind::offered, "boris"));
  settings.version = centre.data.settings.version;
  settings.queues.front().strategy = Strategy::longest_idle_agent;  // boris was never bridged: he comes first
  centre.data.set_settings(settings);
  centre.time.wait(Milliseconds{30'000});
  centre.add(order_of(2, {"+380441110102"}));
  centre.run_until_idle();
  CHECK(centre.has_fact(AttemptFactKind::offered, "boris"));
}

}  // namespace dialctl::simulation
