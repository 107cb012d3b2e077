// The gates, one by one: what each refuses, the number behind it, and when it opens by time alone.
#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

#include "tests/engine/decide/gate_cases.h"

namespace dialctl {
namespace {

struct Row {
  Gate gate;
  std::function<void(GateCase&)> spoil;
  std::int64_t measured = 0;
  std::int64_t limit = 0;
  const char* opens_at = nullptr;  // nullptr: not by time alone
};

std::vector<Row> rows() {
  const auto t = gate_time;
  const std::int64_t now = to_millis(t("2026-11-23T10:00:00Z"));
  return {
      {Gate::task_ready, [](GateCase& c) { c.task.phase = TaskPhase::blocked; }, 3},
      {Gate::order_released, [](GateCase& c) { c.task.order.held = true; }},
      {Gate::order_status, [](GateCase& c) { c.task.order.status = StatusId{2}; }, 2},
      {Gate::project_active, [](GateCase& c) { c.settings.projects[0].paused = true; }},
      {Gate::template_usable,
       [](GateCase& c) { c.settings.templates[0].text = "Hello {{key_1 = \"nowhere\"}} {{key_2 = \"@\"}}"; },
       1},
      {Gate::queue_linked, [](GateCase& c) { c.settings.projects[0].queue.reset(); }},
      {Gate::queue_active, [](GateCase& c) { c.settings.queues[0].paused = true; }},
      {Gate::rule_active,
       [](GateCase& c) {
         c.task.callback = CallbackTask{RuleId{9}, 1, MissedCall{c.number().number.number}};
       }},
      {Gate::number_usable, [](GateCase& c) { c.number().number.bad = true; }},
      {Gate::zone_known, [](GateCase& c) { c.number().number.zones.clear(); }, 0, 1},
      {Gate::schedule, [](GateCase& c) { c.settings.schedules[0].text = "daily 15:00-20:00"; }, 0, 1,
       "2026-11-23T13:00:00Z"},
      {Gate::legal_hours,
       [](GateCase& c) {
         c.settings.legal_windows.push_back({"UA", "daily 13:30-20:00", "test"});
       },
       0, 1, "2026-11-23T11:30:00Z"},
      {Gate::blacklist, [](GateCase& c) { c.number().blacklisted = true; }},
      {Gate::retry_due, [](GateCase& c) { c.task.next_at = c.now + Minutes{7}; }, now + 420'000, now,
       "2026-11-23T10:07:00Z"},
      {Gate::attempts_left, [](GateCase& c) { c.task.rounds_done = 3; }, 3, 3},
      {Gate::number_gap, [](GateCase& c) { c.number().dialled = {c.now - Minutes{10}}; }, now - 600'000, 900,
       "2026-11-23T10:05:00Z"},
      {Gate::number_24h,
       [&](GateCase& c) {
         c.number().dialled = {gate_time("2026-11-22T11:00:00Z"), gate_time("2026-11-22T12:00:00Z"),
                               gate_time("2026-11-23T08:00:00Z")};
       },
       3, 3, "2026-11-23T11:00:00Z"},
      {Gate::number_7d,
       [&](GateCase& c) {
         c.number().dialled = {gate_time("2026-11-16T12:00:00Z"), gate_time("2026-11-17T12:00:00Z"),
                               gate_time("2026-11-18T12:00:00Z"), gate_time("2026-11-19T12:00:00Z"),
                               gate_time("2026-11-20T12:00:00Z")};
       },
       5, 5, "2026-11-23T12:00:00Z"},
      {Gate::abandoned_lock, [](GateCase& c) { c.number().locked_until = gate_time("2026-11-24T09:00:00Z"); },
       to_millis(t("2026-11-24T09:00:00Z")), now, "2026-11-24T09:00:00Z"},
      {Gate::no_open_attempt, [](GateCase& c) { c.number().open_attempt = true; }, 0, 0,
       "2026-11-23T10:01:00Z"},
      {Gate::provider_up, [](GateCase& c) { c.moment.provider_up = false; }},
      {Gate::lines, [](GateCase& c) { c.moment.lines_used = 10; }, 10, 10},
      {Gate::call_rate, [](GateCase& c) { c.moment.next_slot = c.now + Milliseconds{250}; }, now + 250, now,
       "2026-11-23T10:00:00.250Z"},
      {Gate::operators, [](GateCase& c) { c.moment.operator_allowance = 0; }, 0, 1},
  };
}

}  // namespace

TEST_CASE("RN-07 a task that nothing speaks against passes every gate") {
  const GateCase good;
  const auto verdict = good.verdict();
  CHECK(verdict.pass());
  CHECK(verdict.first_blocker() == nullptr);
  CHECK(good.callable() == good.now);
}

TEST_CASE("RN-07 each gate refuses for its own reason alone, with the number behind it and its opening") {
  std::vector<Gate> seen;
  for (const Row& row : rows()) {
    CAPTURE(to_text(row.gate));
    GateCase spoilt;
    row.spoil(spoilt);
    const auto verdict = spoilt.verdict();
    REQUIRE(verdict.first_blocker() != nullptr);
    CHECK(verdict.first_blocker()->gate == row.gate);
    const auto refusals = std::count_if(verdict.gates.begin(), verdict.gates.end(),
                                        [](const GateVerdict& one) { return !one.pass; });
    CHECK(refusals == 1);
    CHECK(verdict.at(row.gate).measured == row.measured);
    CHECK(verdict.at(row.gate).limit == row.limit);
    const auto opens = row.opens_at != nullptr ? std::optional{gate_time(row.opens_at)} : std::nullopt;
    CHECK(verdict.at(row.gate).opens_at == opens);
    CHECK(spoilt.callable() == opens);
    CHECK(gates_text(verdict).find("!" + std::string{to_text(row.gate)}) != std::string::npos);
    seen.push_back(row.gate);
  }
  CHECK(seen.size() == kGateCount);
  for (std::size_t i = 0; i < seen.size(); ++i)
    CHECK(seen[i] == static_cast<Gate>(i));
}

TEST_CASE("RT-02 rolling windows end to the millisecond") {
  GateCase one;
  one.number().dialled = {one.now - std::chrono::hours{24}, one.now - std::chrono::hours{5},
                          one.now - std::chrono::hours{2}};
  CHECK(one.verdict().at(Gate::number_24h).pass);  // the first has just left (now - 24 h, now]
  CHECK(one.verdict().at(Gate::number_24h).measured == 2);
  one.number().dialled.front() += Milliseconds{1};
  CHECK_FALSE(one.verdict().at(Gate::number_24h).pass);
  CHECK(one.callable() == one.now + Milliseconds{1});
  one.number().dialled = {one.now - Minutes{15}};
  CHECK(one.verdict().at(Gate::number_gap).pass);
  one.number().dialled = {one.now - Minutes{15} + Milliseconds{1}};
  CHECK_FALSE(one.verdict().at(Gate::number_gap).pass);
}

TEST_CASE("RT-02 a limit of nought is none, a region without its own takes that of all, else none holds") {
  GateCase one;
  for (int i = 0; i < 30; ++i)
    one.number().dialled.push_back(one.now - Minutes{600 - i * 20});
  one.settings.number_limits = {{"UA", 0, 0, Seconds{0}, ""}};
  CHECK(one.verdict().pass());
  one.settings.number_limits = {{"*", 2, 0, Seconds{0}, ""}};
  CHECK_FALSE(one.verdict().at(Gate::number_24h).pass);
  one.settings.number_limits = {{"*", 2, 0, Seconds{0}, ""}, {"UA", 50, 0, Seconds{0}, ""}};
  CHECK(one.verdict().pass());
  one.settings.number_limits = {{"UA", 50, 0, Seconds{0}, ""}, {"*", 2, 0, Seconds{0}, ""}};
  CHECK(one.verdict().pass());
  one.settings.number_limits = {{"RU", 2, 0, Seconds{0}, ""}};
  CHECK(one.verdict().pass());
}

TEST_CASE("RN-07 the next callable instant is where all gates of time are open together") {
  GateCase one;
  one.now = gate_time("2026-11-23T19:30:00Z");  // 21:30 in Kyiv
  one.moment.next_slot = one.now;
  CHECK(one.callable() == gate_time("2026-11-24T08:00:00Z"));  // the project opens at 10:00
  one.task.next_at = gate_time("2026-11-24T17:30:00Z");
  CHECK(one.callable() == gate_time("2026-11-24T17:30:00Z"));
  one.task.next_at = gate_time("2026-11-24T18:00:00Z");  // 20:00: closed, half open
  CHECK(one.callable() == gate_time("2026-11-25T08:00:00Z"));
  one.number().blacklisted = true;
  CHECK_FALSE(one.callable().has_value());
  one.number().blacklist_expires = gate_time("2026-11-26T12:00:00Z");
  CHECK(one.verdict().at(Gate::blacklist).opens_at == gate_time("2026-11-26T12:00:00Z"));
}

TEST_CASE("RN-07 without a project, a template or the number, the gate that misses it refuses") {
  GateCase one;
  one.settings.projects.clear();
  CHECK_FALSE(one.verdict().at(Gate::project_active).pass);
  GateCase two;
  two.settings.templates.clear();
  CHECK_FALSE(two.verdict().at(Gate::template_usable).pass);
  GateCase three;
  three.task.numbers.clear();
  CHECK_FALSE(three.verdict().at(Gate::number_usable).pass);
  GateCase four;
  four.settings.statuses.clear();
  CHECK_FALSE(four.verdict().at(Gate::order_status).pass);
}

TEST_CASE("ST-02 a template bound to a status is meant for it, whatever the status means") {
  for (const auto meaning : {StatusMeaning::open, StatusMeaning::approved, StatusMeaning::cancelled,
                             StatusMeaning::hold, StatusMeaning::done, StatusMeaning::invalid}) {
    CAPTURE(to_text(meaning));
    GateCase bound;
    bound.settings.statuses[0].meaning = meaning;
    CHECK(bound.verdict().pass());
    bound.settings.statuses[0].robot_template.reset();
    CHECK(bound.verdict().pass() == (meaning == StatusMeaning::open || meaning == StatusMeaning::approved));
  }
}

TEST_CASE("RB-08 a template that needs nobody needs no queue and no free operator") {
  GateCase one;
  one.settings.templates[0].kind = TemplateKind::message;
  one.settings.templates[0].text = "Your order is ready";
  one.settings.projects[0].queue.reset();
  one.settings.queues[0].paused = true;
  one.moment.operator_allowance = 0;
  CHECK(one.verdict().pass());
}

TEST_CASE("CO-01 the evidence names each gate that has a number") {
  const auto text = gates_text(GateCase{}.verdict());
  for (const char* part : {"zone-known=1/1", "schedule=1/1", "legal-hours=1/1", "attempts-left=0/3",
                           "number-24h=0/3", "number-7d=0/5", "lines=4/10", "operators=2/1"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(text.find('!') == std::string::npos);
}

}  // namespace dialctl
