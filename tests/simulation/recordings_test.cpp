// Recordings of callbacks on virtual time (CB-17): the notice first, then the conversation is kept, and both
// copies are gone after their time.
#include <doctest/doctest.h>

#include "tests/simulation/callback_shop.h"
#include "tests/simulation/recording_files.h"

namespace dialctl::simulation {

namespace {

constexpr Minutes kKept{10};

Settings recording_settings(NoticeKind kind = NoticeKind::text) {
  Settings settings = with_phones({"101"});
  RecordingWish& wish = rule_of(settings).recording;
  wish.on = true;
  wish.keep_for = kKept;
  wish.notice.kind = kind;
  if (kind == NoticeKind::text) wish.notice.text = "This call is recorded.";
  if (kind == NoticeKind::audio) wish.notice.text = "notice";
  if (kind == NoticeKind::none) wish.no_notice_reason = "he was told on the site";
  settings.audio.push_back({AudioId{1}, "notice", "notice.wav", Milliseconds{3000}});
  return settings;
}

struct Shop {
  explicit Shop(Settings settings = recording_settings()) : centre(std::move(settings)) {
    centre.recordings = &files;
    centre.look_for_changes_every = Milliseconds{1'000};  // so exactly a run ends
  }
  const Recording& only() const {
    REQUIRE(centre.data.recordings.size() == 1);
    return centre.data.recordings.begin()->second;
  }
  const RecordingSeen& theirs() const {
    REQUIRE(centre.provider->recordings().size() == 1);
    return centre.provider->recordings().begin()->second;
  }
  int journalled(const std::string& kind, const std::string& detail) const {
    int count = 0;
    for (const Journalled& line : centre.data.journal)
      count += line.kind == kind && line.detail == detail ? 1 : 0;
    return count;
  }
  Instant fact_at(AttemptFactKind kind) const {
    for (const AttemptFact& fact : centre.data.facts) {
      if (fact.kind == kind) return fact.at;
    }
    FAIL("no such fact: " << to_text(kind));
    return {};
  }

  FilesInMemory files;  // outlives the loops
  CallCentre centre;
};

}  // namespace

TEST_CASE("CB-17 the customer hears the notice to its end, is joined, and only then the recording begins") {
  for (const NoticeKind kind : {NoticeKind::text, NoticeKind::audio}) {
    Shop shop{recording_settings(kind)};
    add_missed(shop.centre, missed_by(kAnswers));
    shop.centre.run_for(Minutes{3});
    const auto customers = legs(shop.centre, LegKind::customer);
    REQUIRE(customers.size() == 1);
    REQUIRE(customers[0]->heard.size() == 1);
    const auto [from, to] = customers[0]->heard.front();
    CHECK(from >= *customers[0]->answered);
    CHECK(to - from == shop.centre.people.words_per_play);
    CHECK(shop.fact_at(AttemptFactKind::notice_played) >= to);
    CHECK(shop.fact_at(AttemptFactKind::notice_played) <= shop.fact_at(AttemptFactKind::bridged));
    CHECK(shop.theirs().began >= shop.fact_at(AttemptFactKind::bridged));
    CHECK(shop.fact_at(AttemptFactKind::recording) >= shop.theirs().began);
    const Recording& row = shop.only();
    CHECK(row.state == RecordingState::fetched);
    CHECK(row.attempt == customers[0]->leg.number);
    CHECK(row.notice == (kind == NoticeKind::audio ? "notice.wav" : shop.only().notice));
    CHECK_FALSE(row.notice.empty());
    CHECK(row.no_notice_reason.empty());
    CHECK(row.name == "virtual." + to_text(row.attempt));
    CHECK(row.file.length == *shop.theirs().ended - shop.theirs().began);
    CHECK(row.file.length > Seconds{10});
    CHECK(*shop.theirs().ended == *customers[0]->ended);
    CHECK(*row.keep_until == *row.ended + kKept);
    CHECK(shop.files.files == std::set{row.attempt});
    expect_sound_callbacks(shop.centre);
  }
}

TEST_CASE("CB-17 a rule that does not record plays nothing and keeps nothing") {
  Settings settings = recording_settings();
  rule_of(settings).recording.on = false;
  Shop shop{settings};
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  const auto customers = legs(shop.centre, LegKind::customer);
  REQUIRE(customers.size() == 1);
  CHECK(customers[0]->heard.empty());
  CHECK(shop.centre.data.recordings.empty());
  CHECK(shop.centre.provider->recordings().empty());
}

TEST_CASE("CB-17 without a notice, for a reason, the recording says why") {
  Shop shop{recording_settings(NoticeKind::none)};
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  CHECK(legs(shop.centre, LegKind::customer).front()->heard.empty());
  CHECK(shop.only().state == RecordingState::fetched);
  CHECK(shop.only().no_notice_reason == "he was told on the site");
  CHECK(shop.only().notice.empty());
}

TEST_CASE(
    "CB-17 a notice that cannot be made: the call goes on, nothing is recorded, and the attempt says so") {
  Settings settings = recording_settings(NoticeKind::audio);
  settings.audio.clear();
  Shop shop{settings};
  const TaskId task = add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  CHECK(callback_of(shop.centre, task).outcome == Outcome::delivered_operator);
  CHECK(shop.centre.data.recordings.empty());
  CHECK(shop.centre.provider->recordings().empty());
  CHECK(shop.centre.has_fact(AttemptFactKind::not_recorded, "the notice could not be made"));
}

TEST_CASE("CB-17 a customer who hangs up during the notice is not recorded") {
  Shop shop;
  shop.centre.people.words_per_play = Seconds{30};
  add_missed(shop.centre, missed_by("+380440100105"));  // talks for 5 s
  shop.centre.run_for(Minutes{1});
  CHECK(shop.centre.has_fact(AttemptFactKind::answered));
  CHECK_FALSE(shop.centre.has_fact(AttemptFactKind::bridged));
  CHECK_FALSE(shop.centre.has_fact(AttemptFactKind::notice_played));
  CHECK(shop.centre.data.recordings.empty());
}

TEST_CASE("CB-17 past its period both copies are deleted, each once, and the journal tells of each") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{9});
  CHECK(shop.files.files.size() == 1);
  CHECK_FALSE(shop.theirs().deleted);
  shop.centre.run_for(Minutes{4});
  CHECK(shop.files.files.empty());
  CHECK(shop.theirs().deleted);
  const Recording& row = shop.only();
  CHECK(row.state == RecordingState::deleted);
  CHECK(*row.own_gone_at >= *row.keep_until);
  CHECK(*row.own_gone_at < *row.keep_until + Seconds{2});
  CHECK(*row.their_gone_at < *row.keep_until + Seconds{2});
  CHECK(shop.journalled("recording.deleted", "own copy") == 1);
  CHECK(shop.journalled("recording.deleted", "the provider's copy") == 1);
  shop.centre.run_for(Minutes{30});
  CHECK(shop.journalled("recording.deleted", "own copy") == 1);
}

TEST_CASE("CB-17 a deletion that fails, here or there, is tried again") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{5});
  shop.files.failing = 2;
  shop.centre.provider->fail_deletions(3);
  shop.centre.run_for(Minutes{12});
  CHECK(shop.only().state == RecordingState::deleted);
  CHECK(shop.files.files.empty());
  CHECK(shop.theirs().deleted);
  CHECK(shop.journalled("recording.not-deleted", "own copy: read-only") == 2);
  CHECK(shop.journalled("recording.not-deleted", "the provider's copy: out of order") == 3);
  CHECK(shop.journalled("recording.deleted", "own copy") == 1);
}

TEST_CASE("CB-17 a file that cannot be fetched is asked for until it is here") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Seconds{1});
  shop.centre.provider->fail_fetches(3);
  shop.centre.run_for(Minutes{6});
  CHECK(shop.only().state == RecordingState::fetched);
  CHECK(shop.theirs().fetched == 1);
  CHECK(shop.files.files.size() == 1);
}

TEST_CASE("CB-17 what ended while the provider was out of reach is found and fetched when it is back") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Milliseconds{1});
  shop.centre.time.schedule(shop.centre.time.now() + Seconds{20},
                            [&] { shop.centre.provider->lose_connection(Minutes{3}); });
  shop.centre.run_for(Minutes{6});
  const Recording& row = shop.only();
  CHECK(row.state == RecordingState::fetched);
  CHECK(*row.ended - row.began == row.file.length);
  CHECK(shop.files.files.size() == 1);
}

TEST_CASE("CB-17 a recording outlives the process: found, fetched and deleted by the next one") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  LoopOptions options;
  options.run_for = Seconds{20};  // they talk
  options.drain = Milliseconds{0};
  shop.centre.run(options);
  REQUIRE(shop.only().state == RecordingState::recording);
  shop.centre.provider->process_died();
  shop.centre.time.schedule(shop.centre.time.now() + Minutes{2}, [] {});
  shop.centre.run_for(Minutes{1});
  CHECK(shop.only().state == RecordingState::fetched);
  CHECK(shop.files.files.size() == 1);
  shop.centre.run_for(Minutes{15});
  CHECK(shop.only().state == RecordingState::deleted);
  CHECK(shop.files.files.empty());
  CHECK(shop.theirs().deleted);
}

TEST_CASE("CB-17 the notice is said again after a restart in its midst, and the recording follows it") {
  Shop shop;
  shop.centre.people.words_per_play = Seconds{6};
  add_missed(shop.centre, missed_by("+380440100140"));  // talks for 40 s
  LoopOptions options;
  options.run_for = Seconds{12};
  options.drain = Milliseconds{0};
  shop.centre.run(options);
  REQUIRE(shop.centre.has_fact(AttemptFactKind::answered));
  REQUIRE_FALSE(shop.centre.has_fact(AttemptFactKind::notice_played));
  shop.centre.provider->process_died();
  shop.centre.run_for(Minutes{2});
  CHECK(shop.centre.has_fact(AttemptFactKind::notice_played));
  CHECK(shop.only().state == RecordingState::fetched);
  CHECK(shop.theirs().began >= shop.fact_at(AttemptFactKind::notice_played));
}

TEST_CASE("CB-17 a command ends the period: both copies go at once") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  REQUIRE(shop.only().state == RecordingState::fetched);
  Recording wanted_gone = shop.only();
  wanted_gone.keep_until = shop.centre.time.now();
  shop.centre.data.record(wanted_gone);
  shop.centre.run_for(Minutes{1});
  CHECK(shop.only().state == RecordingState::deleted);
  CHECK(shop.files.files.empty());
  CHECK(shop.theirs().deleted);
}

TEST_CASE("CB-17 what a command wants gone while its file is still asked for goes without it") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Milliseconds{1});
  shop.centre.provider->fail_fetches(1'000);
  const Instant asked = shop.centre.time.now() + Minutes{2} + Seconds{30};
  shop.centre.time.schedule(asked, [&] {
    Recording wanted_gone = shop.only();
    REQUIRE(wanted_gone.state == RecordingState::ended);
    wanted_gone.keep_until = asked;
    shop.centre.data.record(wanted_gone);
  });
  shop.centre.run_for(Minutes{4});
  CHECK(shop.only().state == RecordingState::deleted);
  CHECK(*shop.only().their_gone_at < asked + Seconds{3});
  CHECK(shop.theirs().deleted);
  CHECK(shop.journalled("recording.deleted", "own copy") == 0);  // there never was one
}

TEST_CASE("CB-17 others who commit while a copy goes make nobody delete it twice") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  REQUIRE(shop.only().keep_until);
  for (int ms = -5; ms < 50; ++ms) {
    shop.centre.time.schedule(*shop.only().keep_until + Milliseconds{ms}, [&] {
      shop.centre.data.record(Journalled{shop.centre.time.now(), "test", "test", ""});
    });
  }
  shop.centre.run_for(Minutes{12});
  CHECK(shop.only().state == RecordingState::deleted);
  CHECK(shop.journalled("recording.deleted", "own copy") == 1);
  CHECK(shop.journalled("recording.deleted", "the provider's copy") == 1);
}

TEST_CASE(
    "CB-17 a restart between the notice and the bridge: whether he heard it is not known, nothing is "
    "recorded") {
  Settings settings = recording_settings();
  rule_of(settings).prompt.kind = PromptKind::none;
  LoopOptions options;
  options.drain = Milliseconds{0};
  int restarts = 0;
  for (int length = 8; length < 30; ++length) {
    Shop shop{settings};
    shop.centre.people.answer_delay = Seconds{3};  // of each request
    const TaskId task = add_missed(shop.centre, missed_by("+380440100159"));
    options.run_for = Seconds{length};
    shop.centre.run(options);
    const auto& open = shop.centre.data.open;
    if (open.empty() || open.begin()->second.step != CallStep::connecting) continue;
    restarts += 1;
    shop.centre.provider->process_died();
    shop.centre.run_for(Minutes{2});
    CHECK(callback_of(shop.centre, task).outcome == Outcome::delivered_operator);
    CHECK(shop.centre.has_fact(AttemptFactKind::bridged));
    CHECK(shop.centre.has_fact(AttemptFactKind::not_recorded,
                               "the dialer was started anew before they talked"));
    CHECK(shop.centre.data.recordings.empty());
    CHECK(shop.centre.provider->recordings().empty());
  }
  CHECK(restarts > 0);
}

TEST_CASE("CB-17 the same where the bridge was never asked for") {
  Settings settings = recording_settings();
  rule_of(settings).prompt.kind = PromptKind::none;
  LoopOptions options;
  options.drain = Milliseconds{0};
  int restarts = 0;
  for (int length = 8; length < 30; ++length) {
    Shop shop{settings};
    shop.centre.people.answer_delay = Seconds{3};
    add_missed(shop.centre, missed_by("+380440100159"));
    options.run_for = Seconds{length};
    shop.centre.run(options);
    const auto open = shop.centre.data.open;
    if (open.empty() || open.begin()->second.step != CallStep::connecting) continue;
    restarts += 1;
    shop.centre.scripted = std::make_unique<ScriptedProvider>(kProvider, shop.centre.time);
    ScriptedProvider& server = *shop.centre.scripted;
    server.listed = {{{LegKind::customer, open.begin()->first, 0}, LegState::up},
                     {*open.begin()->second.operator_leg, LegState::up}};
    server.on_command = [&](const Command& command) {
      if (const auto* connect = std::get_if<Connect>(&command))
        server.tell(Bridged{connect->customer, connect->operator_leg});
    };
    options.run_for = Seconds{5};
    shop.centre.run(options);
    CHECK(server.sent<Connect>().size() == 1);
    CHECK(server.sent<StartRecording>().empty());
    CHECK(shop.centre.has_fact(AttemptFactKind::bridged));
    CHECK(shop.centre.has_fact(AttemptFactKind::not_recorded,
                               "the dialer was started anew before they talked"));
  }
  CHECK(restarts > 0);
}

TEST_CASE("CB-17 a clock that is doubted deletes nothing") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  shop.centre.time.schedule(shop.centre.time.now() + Seconds{10},
                            [&] { shop.centre.time.set_clock_by(std::chrono::hours{24}); });
  shop.centre.run_for(Minutes{5});
  CHECK(shop.only().state == RecordingState::fetched);
  CHECK(shop.files.files.size() == 1);
}

TEST_CASE("CB-17 a provider that was removed keeps its copy, which is told, and ours is deleted") {
  Shop shop;
  add_missed(shop.centre, missed_by(kAnswers));
  shop.centre.run_for(Minutes{3});
  Settings without = shop.centre.data.settings;
  without.providers.clear();
  shop.centre.data.set_settings(without);
  shop.centre.run_for(Minutes{15});
  CHECK(shop.only().state == RecordingState::deleted);
  CHECK(shop.files.files.empty());
  CHECK_FALSE(shop.theirs().deleted);
  CHECK(shop.journalled("recording.deleted", "the provider was removed with its copy") == 1);
}

}  // namespace dialctl::simulation
