// Calls to us, as a provider tells them while the loop runs: lost ones become callbacks, and who is talked to
// in another way is not called back.
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {
namespace {

const E164 kOurs = E164::parse("+380440000001").value();

// One operator, at 101; the number kOurs is the shop's.
Settings with_number(const std::vector<std::string>& phones = {"101"}) {
  Settings settings = with_phones(phones);
  settings.own_numbers.push_back({kOurs, kShop, "", 0, 0});
  OrderStatusSettings status;
  status.id = StatusId{9};
  status.name = kCallbackStatus;
  status.meaning = StatusMeaning::open;
  settings.statuses.push_back(status);
  return settings;
}

InboundCall call_of(const std::string& id, const std::string& caller) {
  return {id, caller, "380440000001", {}};
}

void after(CallCentre& centre, Milliseconds delay, ProviderFact fact) {
  centre.time.schedule(centre.time.now() + delay, [&centre, fact = std::move(fact)] {
    centre.time.put(Event{ProviderEvent{kProvider, centre.time.now(), fact}});
  });
}

std::size_t journalled(const CallCentre& centre, const std::string& kind) {
  return static_cast<std::size_t>(std::count_if(centre.data.journal.begin(), centre.data.journal.end(),
                                                [&](const Journalled& one) { return one.kind == kind; }));
}

const memory::TaskRow& only_task(const CallCentre& centre) {
  REQUIRE(centre.data.tasks.size() == 1);
  return centre.data.tasks.begin()->second;
}

}  // namespace

TEST_CASE("IM-08 a call that a provider tells as lost is called back by the rule that takes it") {
  CallCentre centre{with_number()};
  const Instant began = centre.time.now();
  InboundCall call = call_of("a1", "380440100120");  // without the plus, as switches write it
  call.words = {"queue=sales", "tag=vip", "tried=op1", "lost-in=hold", "colour=red", "queue=nobody's"};
  after(centre, Seconds{10}, InboundLost{call, Milliseconds{20'400}});
  centre.run_for(Minutes{3});
  REQUIRE(centre.data.missed.size() == 1);
  const MissedTaken& taken = centre.data.missed.front();
  CHECK(taken.call.caller.text() == kAnswers);
  CHECK(taken.call.provider_call == "a1");
  CHECK(taken.call.dialled == kOurs.text());
  CHECK(taken.call.project == kShop);
  CHECK(taken.call.queue == kSales);
  CHECK(taken.call.tags == std::vector<std::string>{"vip"});
  CHECK(taken.call.phases == std::vector<std::vector<OperatorId>>{{OperatorId{1}}});
  CHECK(taken.call.lost_in == LostIn::hold);
  CHECK(taken.call.waited == Seconds{20});
  CHECK(taken.call.lost_at == began + Seconds{10});
  CHECK(taken.taking == "task");
  CHECK(taken.who.starts_with("provider:"));
  CHECK(journalled(centre, "missed.word-unknown") == 2);
  CHECK(only_task(centre).phase == TaskPhase::done);
  CHECK(only_task(centre).outcome == Outcome::delivered_operator);
  CHECK(legs(centre, LegKind::customer).front()->placed < began + Seconds{25});
  expect_sound_callbacks(centre);
}

TEST_CASE(
    "CB-14 of live calls the same one told twice, and a second one of one caller, make no second callback") {
  CallCentre centre{with_number({"300"})};                    // busy: the callback stays open
  centre.time.schedule(centre.time.now() + Seconds{1}, [&] {  // heard in one pass
    for (const char* id : {"a1", "a1", "a2"})
      centre.time.put(Event{
          ProviderEvent{kProvider, centre.time.now(), InboundLost{call_of(id, kAnswers), Seconds{20}}}});
  });
  after(centre, Seconds{40}, InboundLost{call_of("a3", kAnswers), Seconds{20}});
  centre.run_for(Minutes{2});
  REQUIRE(centre.data.missed.size() == 3);
  CHECK(centre.data.missed[0].taking == "task");
  CHECK(centre.data.missed[1].taking == "joined");
  CHECK(centre.data.missed[2].taking == "joined");
  CHECK(centre.data.tasks.size() == 1);
}

TEST_CASE(
    "CB-14 live calls of blacklisted callers, of withheld numbers and while callbacks are paused make none") {
  Settings settings = with_number();
  CallCentre centre{settings};
  centre.blacklist(E164::parse(kAnswers).value());
  after(centre, Seconds{1}, InboundLost{call_of("a1", kAnswers), Seconds{20}});
  after(centre, Seconds{2}, InboundLost{call_of("a2", "anonymous"), Seconds{20}});
  after(centre, Seconds{3}, InboundLost{call_of("a3", ""), Seconds{20}});
  after(centre, Seconds{4}, InboundLost{call_of("a4", "112"), Seconds{20}});
  centre.time.schedule(centre.time.now() + Seconds{60}, [&] {
    settings.callbacks.paused = true;
    centre.data.set_settings(settings);
  });
  after(centre, Seconds{200}, InboundLost{call_of("a5", kBusy), Seconds{20}});
  centre.run_for(Minutes{5});
  REQUIRE(centre.data.missed.size() == 2);
  CHECK(centre.data.missed[0].taking == "blacklisted");
  CHECK(centre.data.missed[1].taking == "paused");
  CHECK(centre.data.tasks.empty());
  CHECK(journalled(centre, "missed.unreadable") == 3);
  CHECK(legs(centre, LegKind::customer).empty());
}

TEST_CASE(
    "CB-13 a caller who calls again and is answered is not called back any more, whatever is under way") {
  struct Case {
    const char* moment;
    const char* phone;
    const char* number;
    Milliseconds answered;  // after the loss
    PromptKind prompt;
    std::size_t customers;  // calls to him that were placed
  };
  const Case cases[] = {
      {"before the first try", "101", kAnswers, Seconds{200}, PromptKind::none, 0},
      {"while the operator's phone rings", "102010", kAnswers, Seconds{305}, PromptKind::none, 0},
      {"while the operator hears the prompt", "101", kAnswers, Seconds{303}, PromptKind::standard, 0},
      {"while his phone rings", "101", "+380440402000", Seconds{310}, PromptKind::none, 1},
      {"between two tries", "101", kBusy, Seconds{340}, PromptKind::none, 1},
  };
  for (const Case& one : cases) {
    CAPTURE(one.moment);
    Settings settings = with_number({one.phone});
    rule_of(settings).intervals = {Minutes{5}, Minutes{5}};
    rule_of(settings).prompt.kind = one.prompt;
    CallCentre centre{settings};
    centre.look_for_changes_every = Milliseconds{400};
    const Instant answered = centre.time.now() + one.answered;
    after(centre, Milliseconds{0}, InboundLost{call_of("a1", one.number), Seconds{20}});
    after(centre, one.answered, InboundAnswered{call_of("a2", one.number)});
    centre.run_for(Minutes{20});
    CHECK(only_task(centre).phase == TaskPhase::cancelled);
    CHECK(only_task(centre).reason == "contact");
    CHECK(legs(centre, LegKind::customer).size() == one.customers);
    for (const auto& call : centre.provider->history()) {  // nobody is kept on the line
      REQUIRE(call.ended.has_value());
      CHECK(*call.ended <= answered + Seconds{1});
    }
    CHECK(centre.data.rounds.empty());
    expect_sound_callbacks(centre);
  }
}

TEST_CASE(
    "CB-13 whom the callback has reached already talks on, and who is lost again after a contact is called") {
  CallCentre centre{with_number()};
  after(centre, Milliseconds{0}, InboundLost{call_of("a1", kAnswers), Seconds{20}});
  after(centre, Seconds{15}, InboundAnswered{call_of("a2", kAnswers)});
  after(centre, Minutes{10}, InboundLost{call_of("a3", kAnswers), Seconds{20}});
  centre.run_for(Minutes{20});
  REQUIRE(centre.data.tasks.size() == 2);
  for (const auto& [id, task] : centre.data.tasks) {
    CHECK(task.phase == TaskPhase::done);
    CHECK(task.outcome == Outcome::delivered_operator);
  }
  expect_sound_callbacks(centre);
}

}  // namespace dialctl::simulation
