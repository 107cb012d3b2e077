// What each strategy promises for any operators and any state, said without the code that keeps it.
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <rapidcheck.h>
#include <set>

#include "engine/model/settings_text.h"
#include "tests/engine/decide/distribution_cases.h"

using namespace dialctl;
using namespace dialctl::distribution_cases;

namespace {

std::vector<Row> any_rows() {
  const auto count = *rc::gen::inRange(0, 8);
  std::vector<Row> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back({static_cast<char>('A' + i), *rc::gen::inRange(1, 5), *rc::gen::inRange(kNone, 4),
                    *rc::gen::inRange(0, 4), *rc::gen::inRange(0, 4), *rc::gen::inRange(kNone, 4),
                    *rc::gen::arbitrary<bool>()});
  }
  return rows;
}

DistributionState any_state() {
  DistributionState state;
  if (*rc::gen::arbitrary<bool>()) state.last_offered_position = *rc::gen::inRange(0, 6);
  if (*rc::gen::arbitrary<bool>())
    state.last_tried_missed = op(static_cast<char>('A' + *rc::gen::inRange(0, 9)));
  state.random = Random{*rc::gen::arbitrary<std::uint64_t>()};
  return state;
}

CallerCursor any_cursor() {
  if (*rc::gen::arbitrary<bool>()) return {};
  return {true, CallerCursor::Place{*rc::gen::inRange(1, 5), std::string(1, *rc::gen::inRange('A', 'I'))}};
}

const Row& row_of(const std::vector<Row>& rows, OperatorId who) {
  return *std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return op(row.letter) == who; });
}

// The promise of the strategies that compare one figure:
// nobody eligible has a smaller (figure, position, name).
template <class Figure>
void nobody_comes_before_the_chosen(Strategy strategy, Figure figure) {
  CHECK(rc::check([&] {
    const auto rows = any_rows();
    const Offer offer = next_offer(candidates(rows), {strategy, false}, any_state(), any_cursor());
    const auto free = std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.eligible; });
    RC_ASSERT(offer.ring.size() == (free > 0 ? 1U : 0U));
    if (offer.ring.empty()) return;
    const Row& chosen = row_of(rows, offer.ring[0]);
    RC_ASSERT(chosen.eligible);
    for (const Row& row : rows) {
      if (!row.eligible) continue;
      RC_ASSERT(std::tuple(figure(chosen), chosen.position, chosen.letter) <=
                std::tuple(figure(row), row.position, row.letter));
    }
  }));
}

}  // namespace

TEST_CASE("QU-04 property: any strategy rings eligible operators only, whatever their order in memory") {
  for (const Strategy strategy : kAllStrategies) {
    CAPTURE(to_text(strategy));
    CHECK(rc::check([&] {
      const auto rows = any_rows();
      const DistributionSettings settings{strategy, *rc::gen::arbitrary<bool>()};
      const auto state = any_state();
      const auto cursor = any_cursor();
      const Offer offer = next_offer(candidates(rows), settings, state, cursor);
      for (const OperatorId who : offer.ring)
        RC_ASSERT(row_of(rows, who).eligible);
      RC_ASSERT(std::set<OperatorId>(offer.ring.begin(), offer.ring.end()).size() == offer.ring.size());

      auto mixed = rows;
      Random{*rc::gen::arbitrary<std::uint64_t>()}.shuffle(mixed);
      const Offer again = next_offer(candidates(mixed), settings, state, cursor);
      RC_ASSERT(again.ring == offer.ring);
      RC_ASSERT(again.state == offer.state);
      RC_ASSERT(again.cursor == offer.cursor);
    }));
  }
}

TEST_CASE("QU-04 property: ring-all rings all who are eligible, in line") {
  CHECK(rc::check([] {
    auto rows = any_rows();
    const Offer offer = next_offer(candidates(rows), {Strategy::ring_all, false}, any_state(), any_cursor());
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return std::tuple(a.position, a.letter) < std::tuple(b.position, b.letter);
    });
    std::string expected;
    for (const Row& row : rows) {
      if (row.eligible) expected += row.letter;
    }
    RC_ASSERT(letters(offer.ring) == expected);
  }));
}

TEST_CASE("QU-04 property: longest-idle-agent") {
  nobody_comes_before_the_chosen(Strategy::longest_idle_agent, [](const Row& row) { return row.bridged; });
}

TEST_CASE("QU-04 property: agent-with-least-talk-time") {
  nobody_comes_before_the_chosen(Strategy::agent_with_least_talk_time,
                                 [](const Row& row) { return row.talk; });
}

TEST_CASE("QU-04 property: agent-with-fewest-calls") {
  nobody_comes_before_the_chosen(Strategy::agent_with_fewest_calls, [](const Row& row) { return row.calls; });
}

TEST_CASE("QU-04 property: sequentially-by-agent-order") {
  nobody_comes_before_the_chosen(Strategy::sequentially_by_agent_order,
                                 [](const Row& row) { return std::pair(row.position, row.offered); });
}

TEST_CASE("QU-04 property: round-robin gives every free operator one turn in each full round") {
  CHECK(rc::check([] {
    const int count = *rc::gen::inRange(1, 8);
    std::vector<Row> rows;
    const bool all_equal = *rc::gen::arbitrary<bool>();
    for (int i = 0; i < count; ++i)
      rows.push_back({static_cast<char>('A' + i), all_equal ? 1 : i + 1});
    DistributionState state = any_state();
    if (all_equal) state.last_offered_position.reset();
    std::map<OperatorId, int> turns;
    for (int offered = 0; offered < 3 * count; ++offered) {
      const Offer offer = next_offer(candidates(rows), {Strategy::round_robin, false}, state, any_cursor());
      RC_ASSERT(offer.ring.size() == 1U);
      ++turns[offer.ring[0]];
      state = *rc::gen::arbitrary<bool>() ? after_missed(offer.state, offer.ring[0])
                                          : after_answered(offer.state);
      for (Row& row : rows) {
        if (op(row.letter) == offer.ring[0]) row.offered = offered;
      }
    }
    for (const Row& row : rows)
      RC_ASSERT(turns[op(row.letter)] == 3);
  }));
}

TEST_CASE("QU-04 property: round-robin takes the nearest higher position, else the lowest") {
  CHECK(rc::check([] {
    const auto rows = any_rows();
    const auto state = any_state();
    const Offer offer = next_offer(candidates(rows), {Strategy::round_robin, false}, state, any_cursor());
    if (offer.ring.empty()) return;
    const int chosen = row_of(rows, offer.ring[0]).position;
    const int last = state.last_offered_position.value_or(0);
    for (const Row& row : rows) {
      if (!row.eligible) continue;
      if (chosen > last)
        RC_ASSERT(row.position <= last || row.position >= chosen);
      else
        RC_ASSERT(row.position <= last && row.position >= chosen);
    }
    RC_ASSERT(offer.state.last_offered_position == chosen);
  }));
}

TEST_CASE(
    "QU-04 property: top-down reaches everybody once before it comes back, whatever other callers get") {
  CHECK(rc::check([] {
    auto rows = any_rows();
    for (Row& row : rows)
      row.eligible = true;
    RC_PRE(!rows.empty());
    DistributionState state = any_state();
    CallerCursor cursor;
    std::vector<std::pair<int, char>> reached;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Offer offer = next_offer(candidates(rows), {Strategy::top_down, false}, state, cursor);
      cursor = offer.cursor;
      reached.emplace_back(row_of(rows, offer.ring.at(0)).position, static_cast<char>(offer.ring[0].value));
      state = next_offer(candidates(rows), {Strategy::top_down, false}, offer.state, any_cursor()).state;
    }
    RC_ASSERT(std::is_sorted(reached.begin(), reached.end()));
    RC_ASSERT(std::set(reached.begin(), reached.end()).size() == rows.size());
    const Offer around = next_offer(candidates(rows), {Strategy::top_down, false}, state, cursor);
    RC_ASSERT(around.ring.at(0) == op(reached.front().second));
  }));
}

TEST_CASE("QU-04 property: top-down never goes up while somebody is below") {
  CHECK(rc::check([] {
    const auto rows = any_rows();
    const auto cursor = any_cursor();
    const Offer offer = next_offer(candidates(rows), {Strategy::top_down, false}, any_state(), cursor);
    if (!cursor.last_offered) return;
    const auto is_below = [&](const Row& row) {
      return CallerCursor::Place{row.position, std::string(1, row.letter)} > *cursor.last_offered;
    };
    if (std::none_of(rows.begin(), rows.end(), is_below)) return;
    for (const OperatorId who : offer.ring)
      RC_ASSERT(is_below(row_of(rows, who)));
  }));
}

TEST_CASE("QU-04 property: random offers everybody equally often") {
  const std::vector<Row> rows = {{'A', 1}, {'B', 2}, {'C', 3}, {'D', 4}, {'E', 5, 0, 0, 0, 0, false}};
  CHECK(rc::check([&] {
    DistributionState state;
    state.random = Random{*rc::gen::arbitrary<std::uint64_t>()};
    std::map<OperatorId, int> turns;
    for (int i = 0; i < 4000; ++i) {
      const Offer offer = next_offer(candidates(rows), {Strategy::random, false}, state, {});
      ++turns[offer.ring.at(0)];
      state = offer.state;
    }
    // 1000 each; the standard deviation is 27, so 200 off happens by chance less than once in 10^12 cases.
    for (const char letter : {'A', 'B', 'C', 'D'})
      RC_ASSERT(std::abs(turns[op(letter)] - 1000) < 200);
    RC_ASSERT(turns[op('E')] == 0);
  }));
}

TEST_CASE("QU-04 the generator agrees with the published sequence and draws without bias") {
  Random random{0};
  CHECK(random.next() == 0xE220A8397B1DCDAFULL);
  CHECK(random.next() == 0x6E789E6AA1B965F4ULL);
  CHECK(random.next() == 0x06C45D188009454FULL);
  CHECK(Random{random.state()}.next() == Random{random}.next());
  // 3 * 2^62 leaves a quarter of all draws over: taken modulo, the lowest quarter would come twice as often.
  const std::uint64_t count = 3ULL << 62;
  int low = 0;
  for (int i = 0; i < 30'000; ++i)
    low += random.below(count) < (1ULL << 62) ? 1 : 0;
  CHECK(low > 9'500);
  CHECK(low < 10'500);
  CHECK(random.below(1) == 0);
  CHECK(random.between(-3, -3) == -3);
  CHECK(rc::check([](std::uint64_t seed, std::int64_t a, std::int64_t b) {
    const auto drawn = Random{seed}.between(std::min(a, b), std::max(a, b));
    RC_ASSERT(drawn >= std::min(a, b));
    RC_ASSERT(drawn <= std::max(a, b));
    RC_ASSERT(Random{seed}.branch(1).next() != Random{seed}.branch(2).next());
  }));
}
