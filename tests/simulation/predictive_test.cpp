// Predictive pacing in the whole engine: orders, gates, retries, open legs, on virtual time.
#include <doctest/doctest.h>

#include "engine/decide/pace/queue_pacer.h"
#include "tests/simulation/scripted_shop.h"

namespace dialctl::simulation {
namespace {

constexpr const char* kMorning = "2026-11-23T08:00:00Z";  // 10:00 in Kyiv

Settings sales_floor(PacingMode pacing, int operators, const std::string& text) {
  Settings settings = usual_settings();
  settings.queues.front().pacing = pacing;
  settings.templates.front().text = text;
  for (int i = 1; i <= operators; ++i) {
    auto one = operator_on(i, "op" + std::to_string(i), "PJSIP/op" + std::to_string(i));
    one.leg = LegMode::open;
    settings.operators.push_back(one);
  }
  return settings;
}

// Three of ten answer, and talk for one to three minutes.
void usual_people(CallCentre& centre) {
  centre.people.coded_numbers = false;
  PeopleMix& mix = centre.people.customers;
  mix.bad_numbers = mix.rejected = mix.network_trouble = mix.machines = 0;
  mix.hang_up_in_message = mix.press_nothing = mix.wrong_key_first = 0;
  mix.press_in_message = 0;
  mix.busy = 1'000;
  mix.no_answer = 6'000;
  mix.keys = {{{'1', 100}, {}, {}, {}}};
  mix.ring = {Milliseconds{4'000}, Milliseconds{15'000}};
  mix.talk = {Milliseconds{60'000}, Milliseconds{180'000}};
  centre.people.operators.no_answer = centre.people.operators.rejected = 0;
}

void add_orders(CallCentre& centre, int count) {
  for (int i = 1; i <= count; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1'000'000 + i)}));
}

template <class Wanted>
std::vector<Wanted> recorded(const CallCentre& centre) {
  std::vector<Wanted> found;
  for (const Record& record : centre.recorded) {
    if (const auto* one = std::get_if<Wanted>(&record)) found.push_back(*one);
  }
  return found;
}

int count_of(const std::vector<OperatorNeeded>& needs, NeedMet met) {
  return static_cast<int>(
      std::count_if(needs.begin(), needs.end(), [&](const auto& need) { return need.met == met; }));
}

// Conversations of the last four hours before the legal hours end.
int served(PacingMode pacing, const std::string& text, std::vector<OperatorNeeded>* needs = nullptr) {
  CallCentre centre{sales_floor(pacing, 8, text), at("2026-11-23T15:00:00Z")};
  usual_people(centre);
  add_orders(centre, 6'000);
  centre.run_for(Milliseconds{4 * 3'600'000 + 600'000});
  CHECK(broken_invariants(centre).empty());
  for (const CallSeen* call : legs(centre, LegKind::customer))
    CHECK(call->placed < at("2026-11-23T19:00:00Z"));  // 21:00 in Kyiv
  const auto seen = recorded<OperatorNeeded>(centre);
  if (needs != nullptr) *needs = seen;
  return count_of(seen, NeedMet::served);
}

}  // namespace

TEST_CASE("PA-03 predictive serves far more than progressive, and stays within the limit") {
  std::vector<OperatorNeeded> needs;
  const int predictive = served(PacingMode::predictive, "{{autoPredictive}}", &needs);
  const int progressive = served(PacingMode::progressive, "{{autoPredictive}}");
  CHECK(predictive > progressive * 6 / 5);
  CHECK(count_of(needs, NeedMet::lost) * 100 <= 3 * static_cast<int>(needs.size()));
  CHECK(count_of(needs, NeedMet::lost) > 0);  // or it had not tried
}

TEST_CASE("PA-06 with a key template those who press are counted on, not those who answer") {
  const std::string text = R"(Press one. {{key_1 = "@"}})";
  std::vector<OperatorNeeded> needs;
  const int predictive = served(PacingMode::predictive, text, &needs);
  const int progressive = served(PacingMode::progressive, text);
  CHECK(predictive > progressive * 6 / 5);
  CHECK(std::all_of(needs.begin(), needs.end(), [](const auto& need) { return need.kind == NeedKind::key; }));
  CHECK(count_of(needs, NeedMet::lost) * 100 <= 4 * static_cast<int>(needs.size()));
}

TEST_CASE("PA-04 each decision that was kept with what had been learnt comes out the same again") {
  CallCentre centre{sales_floor(PacingMode::predictive, 5, "{{autoPredictive}}"), at(kMorning)};
  usual_people(centre);
  add_orders(centre, 600);
  centre.run_for(Milliseconds{3'600'000});
  int repeated = 0;
  int launched = 0;
  const auto kept = recorded<PaceDecided>(centre);
  for (const PaceDecided& one : kept) {
    const auto moment = pace::parse_moment(one.moment);
    const auto choice = pace::parse_choice(one.chosen);
    REQUIRE(moment);
    REQUIRE(choice);
    CHECK(to_text(*moment) == one.moment);
    launched += choice->launch;
    if (one.learnt.empty()) continue;
    pace::QueuePacer pacer;
    REQUIRE(pacer.take_up(one.learnt));
    CHECK(pacer.learnt() == one.learnt);
    CHECK(pacer.decide(*moment) == *choice);
    repeated += 1;
  }
  CHECK(repeated >= 28);  // one in two minutes
  CHECK(launched > 0);
  CHECK(kept.size() <= 4 * 60 + 2);  // the journal is not flooded
}

TEST_CASE("PA-03 what was learnt is taken up by the next run") {
  CallCentre centre{sales_floor(PacingMode::predictive, 5, "{{autoPredictive}}"), at(kMorning)};
  usual_people(centre);
  add_orders(centre, 1'500);
  centre.run_for(Milliseconds{3'600'000});
  const auto before = pace::parse_choice(recorded<PaceDecided>(centre).back().chosen);
  const std::size_t known = centre.recorded.size();
  centre.run_for(Milliseconds{60'000});
  std::vector<PaceDecided> after;
  for (std::size_t i = known; i < centre.recorded.size(); ++i) {
    if (const auto* one = std::get_if<PaceDecided>(&centre.recorded[i])) after.push_back(*one);
  }
  REQUIRE_FALSE(after.empty());
  const auto first = pace::parse_choice(after.front().chosen);
  const auto moment = pace::parse_moment(after.front().moment);
  REQUIRE(first);
  REQUIRE(before);
  // A new pacer believes that half of all calls are answered; these are three of ten.
  CHECK(std::abs(first->answered_millionths - before->answered_millionths) < 60'000);
  CHECK(first->answered_millionths < 420'000);
  CHECK(moment->wanted > 30);  // PA-02: the window of the day goes on
}

TEST_CASE("PA-03 without operators nothing is launched") {
  CallCentre centre{sales_floor(PacingMode::predictive, 0, "{{autoPredictive}}"), at(kMorning)};
  usual_people(centre);
  add_orders(centre, 50);
  centre.run_for(Milliseconds{600'000});
  CHECK(legs(centre, LegKind::customer).empty());
}

TEST_CASE(
    "PA-03 operators who all leave while calls ring: no call is let go before it rang for 15 s, none "
    "follows") {
  Scripted shop{sales_floor(PacingMode::predictive, 4, "{{autoPredictive}}"), kMorning};
  shop.centre.look_for_changes_every = Milliseconds{500};
  shop.on_customer = [&](const LegId& leg) { shop.provider().tell_after(Milliseconds{500}, Ringing{leg}); };
  shop.on_open_leg = [&](const LegId& leg) { shop.provider().tell(Answered{leg}); };
  add_orders(shop.centre, 100);
  const Instant start = shop.centre.time.now();
  shop.centre.time.schedule(start + Seconds{6}, [&] {
    for (auto one : shop.centre.data.settings.operators)
      shop.centre.data.record(OperatorStatusSet{one.id, OperatorStatus::on_break, "all", start + Seconds{6}});
  });
  shop.centre.run_for(Milliseconds{60'000});
  std::map<LegId, Instant> placed;
  int let_go = 0;
  for (const auto& [when, command] : shop.provider().commands) {
    if (const auto* place = std::get_if<Place>(&command);
        place != nullptr && place->leg.kind == LegKind::customer) {
      placed[place->leg] = when;
      CAPTURE((when - start).count());
      CHECK(when < start + Seconds{8});
    }
    const auto* gone = std::get_if<HangUp>(&command);
    if (gone == nullptr || gone->reason != HangUpReason::nobody_free) continue;
    CHECK(when - placed.at(gone->leg) >= Seconds{15});
    let_go += 1;
  }
  CHECK(placed.size() >= 4);
  CHECK(let_go == static_cast<int>(placed.size()));
}

TEST_CASE("PA-02 who answers at the moment that his call is let go in has been abandoned") {
  Scripted shop{sales_floor(PacingMode::predictive, 1, "{{autoPredictive}}"), kMorning};
  shop.centre.look_for_changes_every = Milliseconds{500};
  shop.on_customer = [&](const LegId& leg) { shop.provider().tell_after(Milliseconds{500}, Ringing{leg}); };
  shop.on_open_leg = [&](const LegId& leg) { shop.provider().tell(Answered{leg}); };
  shop.hangs_up = [&](const HangUp& gone) {
    if (gone.reason == HangUpReason::nobody_free) shop.provider().tell(Answered{gone.leg});
  };
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  const Instant start = shop.centre.time.now();
  shop.centre.time.schedule(start + Seconds{6}, [&] {
    shop.centre.data.record(
        OperatorStatusSet{OperatorId{1}, OperatorStatus::on_break, "", start + Seconds{6}});
  });
  shop.centre.run_for(Milliseconds{60'000});
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::abandoned});
  CHECK(shop.centre.data.number_locks.contains(E164::parse(kNumber).value()));  // PA-05
  CHECK(count_of(recorded<OperatorNeeded>(shop.centre), NeedMet::lost) == 1);
}

namespace {

// Of the last decision that was kept with what had been learnt.
std::string missed_share(int no_answer) {
  Settings settings = sales_floor(PacingMode::predictive, 4, R"(Press one. {{key_1 = "@"}})");
  settings.queues.front().misses_until_break = 0;
  for (OperatorSettings& one : settings.operators)
    one.leg = LegMode::ring;
  CallCentre centre{settings, at(kMorning)};
  usual_people(centre);
  centre.people.operators.no_answer = no_answer;
  add_orders(centre, 600);
  centre.run_for(Milliseconds{1'800'000});
  std::string learnt;
  for (const PaceDecided& one : recorded<PaceDecided>(centre)) {
    if (!one.learnt.empty()) learnt = one.learnt;
  }
  const std::size_t from = learnt.find(" missed=");
  REQUIRE(from != std::string::npos);
  return learnt.substr(from + 8, learnt.find(' ', from + 8) - from - 8);
}

}  // namespace

TEST_CASE("PA-01 pacing learns which share of offers operators miss") {
  CHECK(missed_share(0) == "0");
  CHECK(std::stod(missed_share(3'000)) > 1);
}

TEST_CASE("PA-03 a crew of 80 gains as well, though its pacer is not asked at each moment") {
  const auto served_of = [](PacingMode pacing) {
    CallCentre centre{sales_floor(pacing, 80, "{{autoPredictive}}"), at(kMorning)};
    usual_people(centre);
    add_orders(centre, 6'000);
    centre.run_for(Milliseconds{1'800'000});
    CHECK(broken_invariants(centre).empty());
    return count_of(recorded<OperatorNeeded>(centre), NeedMet::served);
  };
  CHECK(served_of(PacingMode::predictive) > served_of(PacingMode::progressive) * 6 / 5);
}

}  // namespace dialctl::simulation
