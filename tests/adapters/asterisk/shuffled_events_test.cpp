// The server's words about a call in any order, any number of times: the same end, told once.
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <random>

#include "adapters/asterisk/switchboard.h"
#include "tests/adapters/provider_contract/rig/rig.h"

using namespace dialctl;
using namespace dialctl::asterisk;

namespace {

int orders() {
  const char* full = std::getenv("DIALCTL_TEST_FULL");
  return full != nullptr && std::string{full} == "1" ? 1'000'000 : 20'000;
}

// A switchboard without a server: its requests lead nowhere, and its words come from the test.
class DeafSwitchboard {
 public:
  DeafSwitchboard()
      : http_({1}),
        ari_(http_, settings_, [](const http::Answer&) {}),
        link_(http_, ari_, settings_, {}),
        switchboard_(Desk{settings_, names_, ari_, link_, legs_, reporter_}) {
    settings_.url = "http://127.0.0.1:9/ari";
    http_.stop();
  }

  // What is told of a call that is being placed while these events come.
  std::string story(const std::vector<AriEvent>& events) {
    const LegId leg{LegKind::customer, AttemptId{++last_}, 0};
    legs_.add(leg);
    told_.facts.clear();
    for (AriEvent event : events) {
      std::visit(
          [&](auto& one) {
            if constexpr (requires { one.channel; }) one.channel.id = names_.channel(leg);
          },
          event);
      switchboard_.take(event);
    }
    legs_.sweep();
    return test::story_of(told_.facts, leg);
  }

 private:
  struct Told : ProviderEventSink {
    void post(ProviderEvent event) override { facts.push_back(std::move(event.fact)); }
    std::vector<ProviderFact> facts;
  };

  AsteriskSettings settings_;
  Names names_{"t"};
  Told told_;
  test::SteadyClock clock_;
  Reporter reporter_{ProviderId{1}, clock_, told_};
  http::HttpClient http_;
  AriClient ari_;
  Legs legs_{reporter_};
  Link link_;
  Switchboard switchboard_;
  std::int64_t last_ = 1'000'000;
};

ChannelView in(ChannelState state) {
  return {"", state, state == ChannelState::up ? "Stasis" : "AppDial2", ""};
}

std::vector<AriEvent> answered_call() {
  return {event::StateChanged{in(ChannelState::ringing)},
          event::Dialled{in(ChannelState::ringing), "RINGING"},
          event::Dialled{in(ChannelState::ringing), "ANSWER"},
          event::StateChanged{in(ChannelState::up)},
          event::Started{in(ChannelState::up), {}},
          event::HangupRequested{in(ChannelState::up), 16, false},
          event::Left{in(ChannelState::up)},
          event::Destroyed{in(ChannelState::up), 16, "Normal Clearing"}};
}

std::vector<AriEvent> call_that_ends_with(int cause) {
  return {event::StateChanged{in(ChannelState::ringing)},
          event::Dialled{in(ChannelState::ringing), "RINGING"},
          event::HangupRequested{in(ChannelState::ringing), cause, false},
          event::Destroyed{in(ChannelState::ringing), cause, "as told"}};
}

std::vector<std::string> words_of(const std::string& story) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from < story.size();) {
    const std::size_t to = std::min(story.find(", ", from), story.size());
    words.push_back(story.substr(from, to - from));
    from = to + 2;
  }
  return words;
}

// "ended busy" of "ended busy by them": who hung up first can be told only in the true order.
std::string end_of(const std::string& story) {
  const std::string last = words_of(story).back();
  return last.substr(0, last.find(" by "));
}

void expect_one_story(const std::string& story, const std::string& in_order) {
  CAPTURE(story);
  auto words = words_of(story);
  REQUIRE_FALSE(words.empty());
  REQUIRE(words.front() == "placed accepted");
  REQUIRE(end_of(story) == end_of(in_order));
  const auto told = [](const std::vector<std::string>& in, const char* word) {
    return std::count(in.begin(), in.end(), word);
  };
  REQUIRE(told(words, "answered") == told(words_of(in_order), "answered"));
  std::sort(words.begin(), words.end());
  REQUIRE(std::adjacent_find(words.begin(), words.end()) == words.end());
  REQUIRE(std::count_if(words.begin(), words.end(),
                        [](const std::string& word) { return word.starts_with("ended"); }) == 1);
}

}  // namespace

TEST_CASE("fault 42 events in any order, some of them several times: each fact once, and the same end") {
  DeafSwitchboard board;
  std::mt19937 dice(42);
  std::vector<std::vector<AriEvent>> calls{answered_call()};
  for (const int cause : {1, 16, 17, 19, 21, 38})
    calls.push_back(call_that_ends_with(cause));
  std::vector<std::string> in_order;
  for (const auto& events : calls)
    in_order.push_back(board.story(events));
  REQUIRE(in_order[0] == "placed accepted, ringing, answered, ended normal by them");
  for (int order = 0; order < orders(); ++order) {
    const std::size_t which = dice() % calls.size();
    std::vector<AriEvent> events = calls[which];
    for (unsigned again = dice() % 4; again > 0; --again)
      events.push_back(calls[which][dice() % calls[which].size()]);
    std::shuffle(events.begin(), events.end(), dice);
    expect_one_story(board.story(events), in_order[which]);
  }
}
