// The server's words about a call in any order, any number of times: the same end, told once.
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <random>

#include "tests/adapters/asterisk/deaf_switchboard.h"

using namespace dialctl;
using namespace dialctl::asterisk;
using dialctl::test::DeafSwitchboard;

namespace {

int orders() {
  const char* full = std::getenv("DIALCTL_TEST_FULL");
  return full != nullptr && std::string{full} == "1" ? 1'000'000 : 20'000;
}

ChannelView in(ChannelState state) {
  ChannelView view;
  view.state = state;
  view.app_name = state == ChannelState::up ? "Stasis" : "AppDial2";
  return view;
}

std::vector<AriEvent> answered_call() {
  return {event::StateChanged{in(ChannelState::ringing)},
          event::Dialled{in(ChannelState::ringing), "", "RINGING"},
          event::Dialled{in(ChannelState::ringing), "", "ANSWER"},
          event::StateChanged{in(ChannelState::up)},
          event::Started{in(ChannelState::up), {}},
          event::HangupRequested{in(ChannelState::up), 16, false},
          event::Left{in(ChannelState::up)},
          event::Destroyed{in(ChannelState::up), 16, "Normal Clearing"}};
}

std::vector<AriEvent> call_that_ends_with(int cause) {
  return {event::StateChanged{in(ChannelState::ringing)},
          event::Dialled{in(ChannelState::ringing), "", "RINGING"},
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
