// Around an offer: sticky-last-tried, misses and breaks, the counts, and the race of ring-all.
#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/decide/miss.h"
#include "engine/decide/ring_round.h"
#include "engine/decide/tally.h"
#include "engine/model/settings_text.h"
#include "tests/engine/decide/distribution_cases.h"

using namespace dialctl;
using namespace dialctl::distribution_cases;

namespace {

const std::vector<Row> kTeam = {{'A', 1}, {'B', 2}, {'C', 3}};
const Instant kNow = from_millis(1'795'000'000'000);

DistributionState missed_by(char letter) {
  return after_missed({}, op(letter));
}

}  // namespace

TEST_CASE(
    "QU-04 sticky-last-tried: the next call goes first to the one who was tried last and did not answer") {
  for (const Strategy strategy : kAllStrategies) {
    if (strategy == Strategy::ring_all) continue;
    CAPTURE(to_text(strategy));
    CHECK(letters(next_offer(candidates(kTeam), {strategy, true}, missed_by('C'), {}).ring) == "C");
  }
  const DistributionSettings sticky{Strategy::top_down, true};
  CHECK(letters(next_offer(candidates(kTeam), {Strategy::top_down, false}, missed_by('C'), {}).ring) == "A");
  CHECK(letters(next_offer(candidates(kTeam), sticky, {}, {}).ring) == "A");
  CHECK(letters(next_offer(candidates(kTeam), sticky, after_answered(missed_by('C')), {}).ring) == "A");
  CHECK(letters(next_offer(candidates(kTeam), sticky, after_missed(missed_by('C'), op('B')), {}).ring) ==
        "B");

  SUBCASE("the call that he missed goes on by the strategy") {
    const Offer first = next_offer(candidates(kTeam), sticky, {}, {});
    const Offer second =
        next_offer(candidates(kTeam), sticky, after_missed(first.state, op('A')), first.cursor);
    CHECK(letters(second.ring) == "B");
  }
  SUBCASE("not while he is left alone, busy or gone") {
    CHECK(letters(next_offer(candidates({{'A', 1}, {'C', 3, 0, 0, 0, 0, false}}), sticky, missed_by('C'), {})
                      .ring) == "A");
    CHECK(letters(next_offer(candidates({{'A', 1}}), sticky, missed_by('C'), {}).ring) == "A");
  }
  SUBCASE("top-down then starts at the top") {
    const Offer first = next_offer(candidates(kTeam), sticky, missed_by('C'), {});
    CHECK(letters(next_offer(candidates(kTeam), sticky, missed_by('C'), first.cursor).ring) == "A");
  }
  SUBCASE("ring-all rings all") {
    CHECK(letters(next_offer(candidates(kTeam), {Strategy::ring_all, true}, missed_by('C'), {}).ring) ==
          "ABC");
  }
}

TEST_CASE("QU-06 a change of strategy holds from the next offer and keeps the place in the round") {
  const Offer first = next_offer(candidates(kTeam), {Strategy::longest_idle_agent, false}, {}, {});
  REQUIRE(letters(first.ring) == "A");
  const Offer second =
      next_offer(candidates(kTeam), {Strategy::round_robin, false}, first.state, first.cursor);
  CHECK(letters(second.ring) == "B");
  const Offer all = next_offer(candidates(kTeam), {Strategy::ring_all, false}, second.state, second.cursor);
  CHECK(letters(all.ring) == "ABC");
  CHECK(letters(next_offer(candidates(kTeam), {Strategy::round_robin, false}, all.state, {}).ring) == "C");
}

TEST_CASE("QU-04 strategies have the names of the requirement") {
  for (const char* name :
       {"ring-all", "longest-idle-agent", "round-robin", "top-down", "agent-with-least-talk-time",
        "agent-with-fewest-calls", "sequentially-by-agent-order", "random"}) {
    REQUIRE(parse_text<Strategy>(name));
    CHECK(to_text(*parse_text<Strategy>(name)) == name);
  }
  CHECK(!parse_text<Strategy>("ring-progressively"));
}

TEST_CASE("QU-05 each miss has its own delay") {
  QueueSettings settings;
  settings.no_answer_delay = Seconds{11};
  settings.busy_delay = Seconds{22};
  settings.reject_delay = Seconds{33};
  settings.unreachable_delay = Seconds{44};
  CHECK(after_miss(Miss::no_answer, settings, 0, kNow).eligible_from == kNow + Seconds{11});
  CHECK(after_miss(Miss::busy, settings, 0, kNow).eligible_from == kNow + Seconds{22});
  CHECK(after_miss(Miss::rejected, settings, 0, kNow).eligible_from == kNow + Seconds{33});
  CHECK(after_miss(Miss::unreachable, settings, 0, kNow).eligible_from == kNow + Seconds{44});
}

TEST_CASE("QU-05 after N calls in a row that he did not answer an operator is put on break and told why") {
  QueueSettings settings;  // the default is three
  MissReaction reaction;
  for (const int expected : {1, 2}) {
    reaction = after_miss(Miss::no_answer, settings, reaction.misses_in_a_row, kNow);
    CHECK(reaction.misses_in_a_row == expected);
    CHECK(!reaction.break_reason);
  }
  for (const Miss other : {Miss::busy, Miss::rejected, Miss::unreachable}) {
    reaction = after_miss(other, settings, reaction.misses_in_a_row, kNow);
    CHECK(reaction.misses_in_a_row == 2);
    CHECK(!reaction.break_reason);
  }
  reaction = after_miss(Miss::no_answer, settings, reaction.misses_in_a_row, kNow);
  CHECK(reaction.break_reason == "did not answer 3 calls in a row");
  settings.misses_until_break = 1;
  CHECK(after_miss(Miss::no_answer, settings, 0, kNow).break_reason);
  settings.misses_until_break = 0;
  CHECK(!after_miss(Miss::no_answer, settings, 99, kNow).break_reason);
}

TEST_CASE("QU-04 talk time and calls count since login or since the local day") {
  const auto monday = std::chrono::local_days{std::chrono::year{2026} / 11 / 23};
  const auto tuesday = monday + std::chrono::days{1};
  const Instant login = kNow;
  const Instant later_login = kNow + Seconds{3600};
  const auto worked =
      with_call(with_call(current_tally({}, CountersSince::login, login, monday), Seconds{60}), Seconds{5});
  REQUIRE(worked.calls_answered == 2);
  REQUIRE(worked.talk_time == Seconds{65});
  CHECK(current_tally(worked, CountersSince::login, login, tuesday).calls_answered == 2);
  CHECK(current_tally(worked, CountersSince::login, later_login, monday).calls_answered == 0);
  CHECK(current_tally(worked, CountersSince::login, later_login, monday).talk_time == Seconds{0});
  CHECK(current_tally(worked, CountersSince::day, later_login, monday).calls_answered == 2);
  CHECK(current_tally(worked, CountersSince::day, login, tuesday).calls_answered == 0);
}

TEST_CASE("QU-04 ring-all: the first answer wins, the others are released and have missed nothing") {
  RingRound round{{op('A'), op('B'), op('C')}};
  CHECK(round.on_ended(op('A')));
  const auto won = round.on_answered(op('C'));
  CHECK(won.won);
  CHECK(letters(won.release) == "B");
  CHECK(!round.on_ended(op('B')));
  const auto late = round.on_answered(op('B'));
  CHECK(!late.won);
  CHECK(letters(late.release) == "B");
  CHECK(round.on_answered(op('C')).won);
  CHECK(round.on_answered(op('C')).release.empty());
  CHECK(round.winner() == op('C'));
  CHECK(!round.failed());
}

TEST_CASE("QU-04 ring-all: nobody answers, the customer leaves, a stranger answers") {
  RingRound unanswered{{op('A'), op('B')}};
  CHECK(unanswered.on_ended(op('A')));
  CHECK(!unanswered.on_ended(op('A')));
  CHECK(!unanswered.failed());
  CHECK(unanswered.on_ended(op('B')));
  CHECK(unanswered.failed());

  RingRound left{{op('A'), op('B')}};
  CHECK(letters(left.close()) == "AB");
  CHECK(!left.on_ended(op('A')));
  CHECK(!left.on_answered(op('B')).won);
  CHECK(!left.winner());

  RingRound other{{op('A')}};
  CHECK(!other.on_answered(op('Z')).won);
  CHECK(letters(other.on_answered(op('Z')).release) == "Z");
  CHECK(!other.on_ended(op('Z')));
  CHECK(letters(other.ringing()) == "A");
}

TEST_CASE("QU-04 property: a race on ring-all has at most one winner and leaves no other leg up") {
  CHECK(rc::check([] {
    const int count = *rc::gen::inRange(1, 6);
    std::vector<OperatorId> ring;
    for (int i = 0; i < count; ++i)
      ring.push_back(op(static_cast<char>('A' + i)));
    RingRound round{ring};
    std::vector<OperatorId> connected;
    std::vector<OperatorId> hung_up;
    std::vector<OperatorId> answered;
    const int events = *rc::gen::inRange(0, 20);
    for (int i = 0; i < events; ++i) {
      const OperatorId who = ring[static_cast<std::size_t>(*rc::gen::inRange(0, count))];
      const int kind = *rc::gen::inRange(0, 9);
      if (kind == 8) {
        for (const OperatorId gone : round.close())
          hung_up.push_back(gone);
      } else if (kind % 2 == 0) {
        const auto result = round.on_answered(who);
        answered.push_back(who);
        if (result.won && std::find(connected.begin(), connected.end(), who) == connected.end())
          connected.push_back(who);
        hung_up.insert(hung_up.end(), result.release.begin(), result.release.end());
      } else {
        const bool was_ringing = [&] {
          const auto now = round.ringing();
          return std::find(now.begin(), now.end(), who) != now.end();
        }();
        RC_ASSERT(round.on_ended(who) == was_ringing);
      }
      RC_ASSERT(connected.size() <= 1U);
    }
    RC_ASSERT(round.winner().has_value() == !connected.empty());
    for (const OperatorId who : answered) {
      const bool is_winner = round.winner() == who;
      const bool released = std::find(hung_up.begin(), hung_up.end(), who) != hung_up.end();
      RC_ASSERT(is_winner != released);
    }
    if (round.winner()) RC_ASSERT(round.ringing().empty());
  }));
}
