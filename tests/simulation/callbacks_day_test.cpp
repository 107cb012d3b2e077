// Days with callbacks among robot calls: rules of all kinds, breaks, pauses, crashes and lost connections.
// Whatever happens, the invariants hold.
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"
#include "tests/simulation/recording_files.h"
#include "tests/simulation/seeded_days.h"

namespace dialctl::simulation {
namespace {

CallbackTarget drawn_target(Random& random) {
  switch (random.below(6)) {
    case 0:
      return {TargetKind::queue, kSales.value, 1};
    case 1:
      return {TargetKind::operator_name, random.between(1, 6), 1};
    case 2:
      return {TargetKind::group, 1, 1};
    case 3:
      return {TargetKind::tried, 0, static_cast<int>(random.between(1, 3))};
    case 4:
      return {TargetKind::lost_by, 0, 1};
    default:
      return {};
  }
}

// The file "notice" is not there: it cannot be played.
RecordingWish drawn_wish(Random& random) {
  RecordingWish wish;
  wish.on = random.chance(2, 3);
  wish.keep_for = Seconds{random.between(1, 1800)};
  if (random.chance(1, 4)) {
    wish.no_notice_reason = "drawn";
  } else {
    const bool file = random.chance(1, 4);
    wish.notice = {file ? NoticeKind::audio : NoticeKind::text, "notice", "", ""};
  }
  return wish;
}

Settings drawn_settings(Random& random) {
  Settings settings = usual_settings();
  for (int i = 1; i <= 6; ++i) {
    OperatorSettings one =
        operator_on(i, "op" + std::to_string(i), std::to_string(random.between(1, 8) * 100 + i));
    if (random.chance(1, 4)) one.leg = LegMode::open;
    if (random.chance(1, 3)) one.queue.reset();
    settings.operators.push_back(one);
  }
  settings.groups.push_back({GroupId{1}, "some", {OperatorId{1}, OperatorId{2}, OperatorId{5}}});
  for (int id = 1; id <= 4; ++id) {
    CallbackRule rule;
    rule.id = RuleId{id};
    rule.name = "rule" + std::to_string(id);
    rule.position = id;
    rule.target = drawn_target(random);
    rule.intervals.assign(static_cast<std::size_t>(random.between(1, 4)), Seconds{random.between(0, 600)});
    rule.at_once_max = static_cast<int>(random.between(1, 4));
    rule.prompt.kind = random.chance(1, 2) ? PromptKind::none : PromptKind::standard;
    rule.cancel_on = random.chance(1, 2) ? CancelOn::success : CancelOn::any_dial;
    if (random.chance(1, 4)) rule.only_when_empty = kSales;
    rule.recording = drawn_wish(random);
    settings.rules.push_back(rule);
  }
  settings.callbacks.lines_max = static_cast<int>(random.between(0, 5));
  settings.providers.front().settle_window = Seconds{10};
  settings.providers.front().lines_max = static_cast<int>(random.between(2, 10));
  return settings;
}

// Half of them are sure to answer, and talk for a while.
std::string drawn_number(Random& random) {
  if (random.chance(1, 2))
    return "+38044" + std::to_string(random.between(1, 9)) + "1001" + std::to_string(random.between(10, 59));
  return "+38044" + std::to_string(random.between(1000000, 9999999));
}

void lose_call(CallCentre& centre, Random& random) {
  MissedCall call = missed_by(drawn_number(random));
  call.operator_id = OperatorId{random.between(1, 6)};
  if (random.chance(1, 2)) call.queue = kSales;
  call.phases = {{*call.operator_id}, {OperatorId{random.between(1, 6)}, OperatorId{3}}};
  add_missed(centre, call, RuleId{random.between(1, 4)});
  if (random.chance(1, 8))
    centre.add(order_of(static_cast<int>(random.below(100'000)), {call.caller.text()}));
}

void change_something(CallCentre& centre, Random& random) {
  Settings settings = centre.data.settings;
  if (random.chance(1, 2)) {
    OperatorSettings& one = settings.operators[random.below(settings.operators.size())];
    one.status = one.status == OperatorStatus::ready ? OperatorStatus::on_break : OperatorStatus::ready;
    one.status_since = centre.time.now();
  } else if (random.chance(1, 2)) {
    settings.callbacks.paused = !settings.callbacks.paused;
  } else {
    CallbackRule& rule = settings.rules[random.below(settings.rules.size())];
    rule.enabled = !rule.enabled;
    rule.when_disabled = random.chance(1, 2) ? DisabledTasks::drain : DisabledTasks::hold;
  }
  centre.data.set_settings(std::move(settings));
}

void live_a_day(CallCentre& centre, Random& random) {
  for (int moment = 0; moment < 40; ++moment) {
    const Instant when = centre.time.now() + Milliseconds{random.between(0, 3 * 3'600'000)};
    const auto seed = random.next();
    centre.time.schedule(when, [&centre, seed] {
      Random own{seed};
      if (own.chance(1, 4)) change_something(centre, own);
      if (own.chance(1, 2)) lose_call(centre, own);
    });
  }
  run_with_mishaps(centre, random);
}

}  // namespace

TEST_CASE("CB-02 CB-12 CB-17 seeded days with callbacks break no invariant") {
  std::size_t recorded = 0;
  for (int seed = 1; seed <= seeds(300); ++seed) {
    Random random{static_cast<std::uint64_t>(seed)};
    CallCentre centre{drawn_settings(random)};
    FilesInMemory files;
    centre.recordings = &files;
    centre.look_for_changes_every = Milliseconds{400};
    for (auto i = random.between(3, 20); i > 0; --i)
      lose_call(centre, random);
    live_a_day(centre, random);
    auto broken = broken_callback_invariants(centre);
    for (std::string& what : broken_recordings(centre, files))
      broken.push_back(std::move(what));
    recorded += centre.provider->recordings().size();
    CAPTURE(seed);
    for (const auto& what : broken)
      FAIL_CHECK(what);
    if (!broken.empty()) return;
  }
  CHECK(recorded > static_cast<std::size_t>(seeds(300)));  // else these days show nothing of recordings
}

}  // namespace dialctl::simulation
