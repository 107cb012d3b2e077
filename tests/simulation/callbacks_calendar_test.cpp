// Two calendars that differ, lost at night and called by day, over the changes to and from summer time, with
// holidays.
//
// Expected instants are python3's zoneinfo: the local times below turned into UTC, and for each loss the
// first opening of the hours of calls. Those of the last test are made by hand from SC-03.
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"
#include "tests/simulation/stored_centre.h"

namespace dialctl::simulation {
namespace {

constexpr const char* kKyiv = "Europe/Kyiv";
constexpr const char* kNewYork = "America/New_York";
constexpr const char* kTokyo = "Asia/Tokyo";
constexpr const char* kNight = "night";  // lost from 21:00 to 08:00 on the caller's clock
constexpr const char* kDay = "day";      // all others, called at once within the legal hours, 09:00 to 21:00

// Of "night". Changes are on Sundays, which are closed; so are most Mondays after them, and the others begin
// later.
constexpr const char* kCalls =
    "mon-fri 10:00-18:00, sat 11:00-15:00, 2026-03-09 closed, 2026-03-30 closed, 2026-10-26 12:00-16:00,"
    " 2026-11-02 closed, 2027-03-15 closed, 2027-03-29 12:00-16:00, 2027-11-01 closed, 2027-11-08 closed";

struct Loss {
  const char* zone;
  const char* lost;
  const char* rule;
  const char* rung;  // the operator, to the second; "": at once
};
struct Retry {
  const char* zone;
  const char* lost;
  const char* first;
  const char* again;  // 5 hours after that were outside: in the first minutes of this opening
};
struct Weekend {
  Loss losses[12];
  Retry retry;
};

const Weekend kWeekends[] = {
    // Europe/Kyiv, 2026-03-29. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the retry: on
    // Friday 23:00.
    {{{kKyiv, "2026-03-28T18:59:59Z", kDay, ""},
      {kKyiv, "2026-03-28T19:00:00Z", kNight, "2026-03-31T07:00:00Z"},
      {kKyiv, "2026-03-29T04:59:59Z", kNight, "2026-03-31T07:00:00Z"},
      {kKyiv, "2026-03-29T05:00:00Z", kDay, "2026-03-29T06:00:00Z"},
      {kNewYork, "2026-03-29T00:59:59Z", kDay, ""},
      {kNewYork, "2026-03-29T01:00:00Z", kNight, "2026-03-31T14:00:00Z"},
      {kNewYork, "2026-03-29T11:59:59Z", kNight, "2026-03-31T14:00:00Z"},
      {kNewYork, "2026-03-29T12:00:00Z", kDay, "2026-03-29T13:00:00Z"},
      {kTokyo, "2026-03-28T11:59:59Z", kDay, ""},
      {kTokyo, "2026-03-28T12:00:00Z", kNight, "2026-03-31T01:00:00Z"},
      {kTokyo, "2026-03-28T22:59:59Z", kNight, "2026-03-31T01:00:00Z"},
      {kTokyo, "2026-03-28T23:00:00Z", kDay, "2026-03-29T00:00:00Z"}},
     {kKyiv, "2026-03-27T21:00:00Z", "2026-03-28T09:00:00Z", "2026-03-31T07:00:00Z"}},
    // Europe/Kyiv, 2026-10-25. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the retry: on
    // Friday 23:00.
    {{{kKyiv, "2026-10-24T17:59:59Z", kDay, ""},
      {kKyiv, "2026-10-24T18:00:00Z", kNight, "2026-10-26T10:00:00Z"},
      {kKyiv, "2026-10-25T05:59:59Z", kNight, "2026-10-26T10:00:00Z"},
      {kKyiv, "2026-10-25T06:00:00Z", kDay, "2026-10-25T07:00:00Z"},
      {kNewYork, "2026-10-25T00:59:59Z", kDay, ""},
      {kNewYork, "2026-10-25T01:00:00Z", kNight, "2026-10-26T16:00:00Z"},
      {kNewYork, "2026-10-25T11:59:59Z", kNight, "2026-10-26T16:00:00Z"},
      {kNewYork, "2026-10-25T12:00:00Z", kDay, "2026-10-25T13:00:00Z"},
      {kTokyo, "2026-10-24T11:59:59Z", kDay, ""},
      {kTokyo, "2026-10-24T12:00:00Z", kNight, "2026-10-26T03:00:00Z"},
      {kTokyo, "2026-10-24T22:59:59Z", kNight, "2026-10-26T03:00:00Z"},
      {kTokyo, "2026-10-24T23:00:00Z", kDay, "2026-10-25T00:00:00Z"}},
     {kKyiv, "2026-10-23T20:00:00Z", "2026-10-24T08:00:00Z", "2026-10-26T10:00:00Z"}},
    // Europe/Kyiv, 2027-03-28. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the retry: on
    // Friday 23:00.
    {{{kKyiv, "2027-03-27T18:59:59Z", kDay, ""},
      {kKyiv, "2027-03-27T19:00:00Z", kNight, "2027-03-29T09:00:00Z"},
      {kKyiv, "2027-03-28T04:59:59Z", kNight, "2027-03-29T09:00:00Z"},
      {kKyiv, "2027-03-28T05:00:00Z", kDay, "2027-03-28T06:00:00Z"},
      {kNewYork, "2027-03-28T00:59:59Z", kDay, ""},
      {kNewYork, "2027-03-28T01:00:00Z", kNight, "2027-03-29T16:00:00Z"},
      {kNewYork, "2027-03-28T11:59:59Z", kNight, "2027-03-29T16:00:00Z"},
      {kNewYork, "2027-03-28T12:00:00Z", kDay, "2027-03-28T13:00:00Z"},
      {kTokyo, "2027-03-27T11:59:59Z", kDay, ""},
      {kTokyo, "2027-03-27T12:00:00Z", kNight, "2027-03-29T03:00:00Z"},
      {kTokyo, "2027-03-27T22:59:59Z", kNight, "2027-03-29T03:00:00Z"},
      {kTokyo, "2027-03-27T23:00:00Z", kDay, "2027-03-28T00:00:00Z"}},
     {kKyiv, "2027-03-26T21:00:00Z", "2027-03-27T09:00:00Z", "2027-03-29T09:00:00Z"}},
    // Europe/Kyiv, 2027-10-31. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the retry: on
    // Friday 23:00.
    {{{kKyiv, "2027-10-30T17:59:59Z", kDay, ""},
      {kKyiv, "2027-10-30T18:00:00Z", kNight, "2027-11-02T08:00:00Z"},
      {kKyiv, "2027-10-31T05:59:59Z", kNight, "2027-11-02T08:00:00Z"},
      {kKyiv, "2027-10-31T06:00:00Z", kDay, "2027-10-31T07:00:00Z"},
      {kNewYork, "2027-10-31T00:59:59Z", kDay, ""},
      {kNewYork, "2027-10-31T01:00:00Z", kNight, "2027-11-02T14:00:00Z"},
      {kNewYork, "2027-10-31T11:59:59Z", kNight, "2027-11-02T14:00:00Z"},
      {kNewYork, "2027-10-31T12:00:00Z", kDay, "2027-10-31T13:00:00Z"},
      {kTokyo, "2027-10-30T11:59:59Z", kDay, ""},
      {kTokyo, "2027-10-30T12:00:00Z", kNight, "2027-11-02T01:00:00Z"},
      {kTokyo, "2027-10-30T22:59:59Z", kNight, "2027-11-02T01:00:00Z"},
      {kTokyo, "2027-10-30T23:00:00Z", kDay, "2027-10-31T00:00:00Z"}},
     {kKyiv, "2027-10-29T20:00:00Z", "2027-10-30T08:00:00Z", "2027-11-02T08:00:00Z"}},
    // America/New_York, 2026-03-08. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the
    // retry: on Friday 23:00.
    {{{kKyiv, "2026-03-07T18:59:59Z", kDay, ""},
      {kKyiv, "2026-03-07T19:00:00Z", kNight, "2026-03-10T08:00:00Z"},
      {kKyiv, "2026-03-08T05:59:59Z", kNight, "2026-03-10T08:00:00Z"},
      {kKyiv, "2026-03-08T06:00:00Z", kDay, "2026-03-08T07:00:00Z"},
      {kNewYork, "2026-03-08T01:59:59Z", kDay, ""},
      {kNewYork, "2026-03-08T02:00:00Z", kNight, "2026-03-10T14:00:00Z"},
      {kNewYork, "2026-03-08T11:59:59Z", kNight, "2026-03-10T14:00:00Z"},
      {kNewYork, "2026-03-08T12:00:00Z", kDay, "2026-03-08T13:00:00Z"},
      {kTokyo, "2026-03-07T11:59:59Z", kDay, ""},
      {kTokyo, "2026-03-07T12:00:00Z", kNight, "2026-03-10T01:00:00Z"},
      {kTokyo, "2026-03-07T22:59:59Z", kNight, "2026-03-10T01:00:00Z"},
      {kTokyo, "2026-03-07T23:00:00Z", kDay, "2026-03-08T00:00:00Z"}},
     {kNewYork, "2026-03-07T04:00:00Z", "2026-03-07T16:00:00Z", "2026-03-10T14:00:00Z"}},
    // America/New_York, 2026-11-01. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the
    // retry: on Friday 23:00.
    {{{kKyiv, "2026-10-31T18:59:59Z", kDay, ""},
      {kKyiv, "2026-10-31T19:00:00Z", kNight, "2026-11-03T08:00:00Z"},
      {kKyiv, "2026-11-01T05:59:59Z", kNight, "2026-11-03T08:00:00Z"},
      {kKyiv, "2026-11-01T06:00:00Z", kDay, "2026-11-01T07:00:00Z"},
      {kNewYork, "2026-11-01T00:59:59Z", kDay, ""},
      {kNewYork, "2026-11-01T01:00:00Z", kNight, "2026-11-03T15:00:00Z"},
      {kNewYork, "2026-11-01T12:59:59Z", kNight, "2026-11-03T15:00:00Z"},
      {kNewYork, "2026-11-01T13:00:00Z", kDay, "2026-11-01T14:00:00Z"},
      {kTokyo, "2026-10-31T11:59:59Z", kDay, ""},
      {kTokyo, "2026-10-31T12:00:00Z", kNight, "2026-11-03T01:00:00Z"},
      {kTokyo, "2026-10-31T22:59:59Z", kNight, "2026-11-03T01:00:00Z"},
      {kTokyo, "2026-10-31T23:00:00Z", kDay, "2026-11-01T00:00:00Z"}},
     {kNewYork, "2026-10-31T03:00:00Z", "2026-10-31T15:00:00Z", "2026-11-03T15:00:00Z"}},
    // America/New_York, 2027-03-14. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the
    // retry: on Friday 23:00.
    {{{kKyiv, "2027-03-13T18:59:59Z", kDay, ""},
      {kKyiv, "2027-03-13T19:00:00Z", kNight, "2027-03-16T08:00:00Z"},
      {kKyiv, "2027-03-14T05:59:59Z", kNight, "2027-03-16T08:00:00Z"},
      {kKyiv, "2027-03-14T06:00:00Z", kDay, "2027-03-14T07:00:00Z"},
      {kNewYork, "2027-03-14T01:59:59Z", kDay, ""},
      {kNewYork, "2027-03-14T02:00:00Z", kNight, "2027-03-16T14:00:00Z"},
      {kNewYork, "2027-03-14T11:59:59Z", kNight, "2027-03-16T14:00:00Z"},
      {kNewYork, "2027-03-14T12:00:00Z", kDay, "2027-03-14T13:00:00Z"},
      {kTokyo, "2027-03-13T11:59:59Z", kDay, ""},
      {kTokyo, "2027-03-13T12:00:00Z", kNight, "2027-03-16T01:00:00Z"},
      {kTokyo, "2027-03-13T22:59:59Z", kNight, "2027-03-16T01:00:00Z"},
      {kTokyo, "2027-03-13T23:00:00Z", kDay, "2027-03-14T00:00:00Z"}},
     {kNewYork, "2027-03-13T04:00:00Z", "2027-03-13T16:00:00Z", "2027-03-16T14:00:00Z"}},
    // America/New_York, 2027-11-07. Lost on Saturday 20:59:59, 21:00:00, Sunday 07:59:59, 08:00:00; the
    // retry: on Friday 23:00.
    {{{kKyiv, "2027-11-06T18:59:59Z", kDay, ""},
      {kKyiv, "2027-11-06T19:00:00Z", kNight, "2027-11-09T08:00:00Z"},
      {kKyiv, "2027-11-07T05:59:59Z", kNight, "2027-11-09T08:00:00Z"},
      {kKyiv, "2027-11-07T06:00:00Z", kDay, "2027-11-07T07:00:00Z"},
      {kNewYork, "2027-11-07T00:59:59Z", kDay, ""},
      {kNewYork, "2027-11-07T01:00:00Z", kNight, "2027-11-09T15:00:00Z"},
      {kNewYork, "2027-11-07T12:59:59Z", kNight, "2027-11-09T15:00:00Z"},
      {kNewYork, "2027-11-07T13:00:00Z", kDay, "2027-11-07T14:00:00Z"},
      {kTokyo, "2027-11-06T11:59:59Z", kDay, ""},
      {kTokyo, "2027-11-06T12:00:00Z", kNight, "2027-11-09T01:00:00Z"},
      {kTokyo, "2027-11-06T22:59:59Z", kNight, "2027-11-09T01:00:00Z"},
      {kTokyo, "2027-11-06T23:00:00Z", kDay, "2027-11-07T00:00:00Z"}},
     {kNewYork, "2027-11-06T03:00:00Z", "2027-11-06T15:00:00Z", "2027-11-09T15:00:00Z"}},
};

Settings calendar_settings() {
  Settings settings = usual_settings();
  settings.schedules = {{ScheduleId{1}, "nights", "daily 21:00-08:00", "customer"},
                        {ScheduleId{2}, "days", kCalls, "customer"}};
  for (int id = 1; id <= 9; ++id)
    settings.operators.push_back(operator_on(id, "op" + std::to_string(id), "10" + std::to_string(id)));
  CallbackRule night;
  night.id = RuleId{1};
  night.name = kNight;
  night.position = 1;
  night.applies = ScheduleId{1};
  night.calls = ScheduleId{2};
  night.intervals = {Seconds{0}, std::chrono::hours{5}};
  night.prompt.kind = PromptKind::none;
  night.at_once_max = 9;
  CallbackRule day = night;
  day.id = RuleId{2};
  day.name = kDay;
  day.position = 2;
  day.applies.reset();
  day.calls.reset();
  settings.rules = {night, day};
  return settings;
}

// The first that an operator was rung for this order at or after `from`.
std::string rung_at(StoredCentre& centre, OrderId order, Instant from) {
  const std::int64_t millis = centre.count(
      "SELECT coalesce(min(at), 0) FROM journal WHERE kind = 'session.ringing' AND detail = 'order:" +
      std::to_string(order.value) + "' AND at >= " + std::to_string(to_millis(from)));
  return millis == 0 ? "never" : to_iso(std::chrono::floor<Seconds>(from_millis(millis)));
}

std::string number_of(int index, const char* code) {
  return "+38044" + std::to_string(index) + code;
}

void live_through(const Weekend& weekend) {
  StoredCentre centre{calendar_settings(), at(weekend.retry.lost) - std::chrono::hours{1}};
  centre.look_for_changes_every = Milliseconds{20'000};
  std::vector<TaskId> tasks(std::size(weekend.losses));
  TaskId busy;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Loss& one = weekend.losses[i];
    centre.time.schedule(at(one.lost), [&, i] {
      tasks[i] = centre.lose_call(missed_by(number_of(static_cast<int>(i + 10), "100120")), one.zone);
    });
  }
  centre.time.schedule(at(weekend.retry.lost), [&] {
    busy = centre.lose_call(missed_by(number_of(30, "300100")), weekend.retry.zone);
  });
  centre.run_for(std::chrono::hours{5 * 24});
  const Settings settings = must(centre.registry.load());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Loss& one = weekend.losses[i];
    CAPTURE(one.zone);
    CAPTURE(one.lost);
    const CallbackLine line = centre.callback(tasks[i]);
    CHECK(find(settings.rules, line.rule)->name == std::string{one.rule});
    CHECK(line.outcome == Outcome::delivered_operator);
    if (*one.rung != '\0') CHECK(rung_at(centre, line.order, at(one.lost)) == to_iso(at(one.rung)));
  }
  const OrderId order = centre.callback(busy).order;
  CHECK(rung_at(centre, order, at(weekend.retry.lost)) == to_iso(at(weekend.retry.first)));
  const Instant again = at(rung_at(centre, order, at(weekend.retry.first) + Minutes{1}).c_str());
  CHECK(again >= at(weekend.retry.again));
  CHECK(again < at(weekend.retry.again) + kSpread);
}

}  // namespace

TEST_CASE("CB-01 SC-03 lost at night, called by day, in three zones over the changes of 2026 and 2027") {
  for (const Weekend& weekend : kWeekends)
    live_through(weekend);
}

TEST_CASE("CB-18 a caller whose zone cannot be told is called in the hours of the rule's zone") {
  Settings settings = calendar_settings();
  for (CallbackRule& rule : settings.rules)
    rule.zone = kTokyo;  // nobody else is there
  StoredCentre centre{settings, at("2026-10-24T11:00:00Z")};
  TaskId task;
  centre.time.schedule(at("2026-10-24T12:00:00Z"),  // 21:00 in Tokyo, 15:00 in Kyiv
                       [&] { task = centre.lose_call(missed_by(kAnswers), ""); });
  centre.run_for(std::chrono::hours{3 * 24});
  const CallbackLine line = centre.callback(task);
  CHECK(line.rule == RuleId{1});
  CHECK(rung_at(centre, line.order, centre.callback(task).made_at) == "2026-10-26T03:00:00Z");
}

TEST_CASE(
    "CB-01 SC-03 hours that begin or end in a gap or in a repeated hour are judged at the time of loss") {
  struct Edge {
    const char* zone;
    const char* hours;
    const char* lost;
    bool taken;
  };
  const Edge edges[] = {
      // Kyiv has no 03:00 to 04:00 on 2026-03-29: 03:30 is 04:00, 01:00 UTC.
      {kKyiv, "daily 00:00-03:30", "2026-03-29T00:59:59Z", true},
      {kKyiv, "daily 00:00-03:30", "2026-03-29T01:00:00Z", false},
      {kKyiv, "daily 03:30-05:00", "2026-03-29T00:59:59Z", false},
      {kKyiv, "daily 03:30-05:00", "2026-03-29T01:00:00Z", true},
      // And 03:00 to 04:00 twice on 2026-10-25: closes at the first 03:30, opens at the second.
      {kKyiv, "daily 00:00-03:30", "2026-10-25T00:29:59Z", true},
      {kKyiv, "daily 00:00-03:30", "2026-10-25T00:30:00Z", false},
      {kKyiv, "daily 00:00-03:30", "2026-10-25T01:29:59Z", false},
      {kKyiv, "daily 03:30-05:00", "2026-10-25T00:30:00Z", false},
      {kKyiv, "daily 03:30-05:00", "2026-10-25T01:29:59Z", false},
      {kKyiv, "daily 03:30-05:00", "2026-10-25T01:30:00Z", true},
      // New York has no 02:00 to 03:00 on 2027-03-14, and 01:00 to 02:00 twice on 2027-11-07.
      {kNewYork, "daily 00:00-02:30", "2027-03-14T06:59:59Z", true},
      {kNewYork, "daily 00:00-02:30", "2027-03-14T07:00:00Z", false},
      {kNewYork, "daily 00:00-01:30", "2027-11-07T05:29:59Z", true},
      {kNewYork, "daily 00:00-01:30", "2027-11-07T05:30:00Z", false},
      {kNewYork, "daily 01:30-05:00", "2027-11-07T06:29:59Z", false},
      {kNewYork, "daily 01:30-05:00", "2027-11-07T06:30:00Z", true},
  };
  for (const Edge& edge : edges) {
    CAPTURE(edge.zone);
    CAPTURE(edge.hours);
    CAPTURE(edge.lost);
    Settings settings = calendar_settings();
    settings.schedules.front().text = edge.hours;
    StoredCentre centre{settings, at(edge.lost)};
    const CallbackLine line = centre.callback(centre.lose_call(missed_by(kAnswers), edge.zone));
    CHECK((line.rule == RuleId{1}) == edge.taken);
  }
}

}  // namespace dialctl::simulation
