#include "adapters/json/scenario_file.h"

#include <doctest/doctest.h>
#include <string>

using namespace dialctl;

namespace {

// As PACING's own example has it.
const std::string kMessy =
    R"({"name":"messy_N20","duration_s":28800,"start_clock":"09:30","target_abandon":0.02,
"patience_s":2.5,"min_ring_before_cancel_s":16,"list_size":7,"max_lines":9,
"operators":[{"count":10,"shifts":[[0,28800]],"breaks":[[7200,8100]],"jitter_s":600},
             {"count":11,"shifts":[[3600,18000]],"jitter_s":0.5}],
"operator_no_answer":{"p":0.02,"detect_s":1.0,"away_s":30},
"answer":{"p_live":[[0,0.15],[9000,0.30]],"interp":"linear","machine_of_rest":0.25,"busy_of_rest":0.10},
"ring":{"live":{"dist":"lognormal","median":8,"sigma":0.5,"min":3,"max":25},
        "machine":{"dist":"uniform","min":12,"max":24},"busy":{"dist":"const","value":1.5},"timeout_s":25},
"talk":[[0,{"dist":"lognormal","mean":120,"cv":0.85}],[14400,{"dist":"exponential","mean":60}]],
"wrap":{"dist":"lognormal","mean":20,"cv":0.5}})";

const std::string kSmall = R"({"name":"small","duration_s":60,
"operators":[{"count":1,"shifts":[[0,60]]}],
"answer":{"p_live":0.2},
"ring":{"live":{"dist":"const","value":8},"timeout_s":25},
"talk":{"dist":"const","value":120},
"wrap":{"dist":"const","value":0}})";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

// "message | hint", or the scenarios' names.
std::string told(const std::string& text) {
  const auto read = json::parse_scenarios(text, "day.json");
  if (!read) return read.error().message + " | " + read.error().hint;
  std::string names;
  for (const Scenario& one : read.value())
    names += one.name + " ";
  return names;
}
std::string told_of(const std::string& from, const std::string& to) {
  return told(changed(kSmall, from, to));
}

}  // namespace

TEST_CASE("RN-08 PA-03 every key of a scenario file is read") {
  const auto read = json::parse_scenarios(kMessy, "day.json");
  REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().message));
  REQUIRE(read.value().size() == 1);
  Scenario wanted;
  wanted.name = "messy_N20";
  wanted.duration = Seconds{28'800};
  wanted.start_clock = Minutes{9 * 60 + 30};
  wanted.target_abandon_millionths = 20'000;
  wanted.patience = Milliseconds{2'500};
  wanted.min_ring_before_cancel = Seconds{16};
  wanted.list_size = 7;
  wanted.max_lines = 9;
  wanted.operators = std::vector<ScenarioOperators>{
      {10, {{Seconds{0}, Seconds{28'800}}}, {{Seconds{7'200}, Seconds{8'100}}}, Seconds{600}},
      {11, {{Seconds{3'600}, Seconds{18'000}}}, {}, Milliseconds{500}}};
  wanted.misses = ScenarioMisses{20'000, Seconds{1}, Seconds{30}};
  wanted.answer = ScenarioAnswers{{{Seconds{0}, 150'000}, {Seconds{9'000}, 300'000}}, true, 250'000, 100'000};
  Law live;
  live.kind = Law::Kind::lognormal;
  live.median = Seconds{8};
  live.sigma_millionths = 500'000;
  live.min = Seconds{3};
  live.max = Seconds{25};
  Law machine;
  machine.kind = Law::Kind::uniform;
  machine.min = Seconds{12};
  machine.max = Seconds{24};
  Law busy;
  busy.value = Milliseconds{1'500};
  wanted.ring = ScenarioRing{live, machine, busy, Seconds{25}};
  Law talk;
  talk.kind = Law::Kind::lognormal;
  talk.mean = Seconds{120};
  talk.cv_millionths = 850'000;
  Law later;
  later.kind = Law::Kind::exponential;
  later.mean = Seconds{60};
  wanted.talk = {{Seconds{0}, talk}, {Seconds{14'400}, later}};
  Law wrap;
  wrap.kind = Law::Kind::lognormal;
  wrap.mean = Seconds{20};
  wrap.cv_millionths = 500'000;
  wanted.wrap = wrap;
  CHECK(read.value().front() == wanted);
}

TEST_CASE("RN-08 PA-03 what may be left out has its default") {
  const auto read = json::parse_scenarios(kSmall, "day.json");
  REQUIRE(read.ok());
  const Scenario& day = read.value().front();
  CHECK(day.start_clock == Minutes{540});
  CHECK(day.target_abandon_millionths == 30'000);
  CHECK(day.patience == Seconds{2});
  CHECK(day.min_ring_before_cancel == Seconds{15});
  CHECK(day.answer->live == std::vector<LiveShare>{{Milliseconds{0}, 200'000}});
  CHECK_FALSE(day.answer->linear);
  CHECK_FALSE(day.misses.has_value());
}

TEST_CASE("RN-08 PA-03 an array is several scenarios, each with a name of its own") {
  CHECK(told("[" + kSmall + ",\n" + kMessy + "]") == "small messy_N20 ");
  CHECK(told("[" + kSmall + ",\n" + kSmall + "]") ==
        "day.json, line 7: [1].name is that of another one ahead of it | give each a name of its own");
  CHECK(told("[]") == "day.json, line 1: the document has no scenario | write one: {\"name\": ...}");
}

TEST_CASE("RN-08 PA-03 what is no scenario at all is refused with its place") {
  CHECK(told("").starts_with("day.json, line 1, column 1: "));
  CHECK(told("{\n \"name\": \"x\",\n}").starts_with("day.json, line 3, column 1: "));
  CHECK(told("7").starts_with("day.json, line 1: the document is a number | write an object"));
  CHECK(told("[7]").starts_with("day.json, line 1: [0] is a number | write an object"));
  CHECK(told(changed(kSmall, R"("wrap")", R"("talk")")).find("line 6, column 1") != std::string::npos);
}

TEST_CASE("RN-08 PA-03 a missing key is named, with what to write") {
  const struct {
    const char* cut;
    const char* says;
  } cases[] = {
      {R"("name":"small",)", "name is missing"},
      {R"("duration_s":60,)", "duration_s is missing"},
      {R"("operators":[{"count":1,"shifts":[[0,60]]}],)", "operators is missing"},
      {R"("count":1,)", "operators[0].count is missing"},
      {R"(,"shifts":[[0,60]])", "operators[0].shifts is missing"},
      {R"("answer":{"p_live":0.2},)", "answer is missing"},
      {R"("p_live":0.2)", "answer.p_live is missing"},
      {R"("ring":{"live":{"dist":"const","value":8},"timeout_s":25},)", "ring is missing"},
      {R"("live":{"dist":"const","value":8},)", "ring.live is missing"},
      {R"(,"timeout_s":25)", "ring.timeout_s is missing"},
      {R"("dist":"const","value":8)", "ring.live.dist is missing"},
      {R"(,"value":8)", "ring.live.value is missing"},
      {R"("talk":{"dist":"const","value":120},)", "talk is missing"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.cut);
    const std::string said = told_of(one.cut, "");
    CHECK_MESSAGE(said.find(one.says) != std::string::npos, said);
    CHECK_MESSAGE(said.find(" | write ") != std::string::npos, said);
  }
  CHECK(told_of("\"p_live\":0.2", "\"p_live\":0.2,\"busy_of_rest\":0.1") ==
        "day.json, line 4: ring.busy is missing | write when the busy tone comes, or leave busy_of_rest out");
}

TEST_CASE("RN-08 PA-03 negative, absurd and contradictory values are refused by line and key") {
  const struct {
    const char* from;
    const char* to;
    const char* says;
  } cases[] = {
      {R"("duration_s":60)", R"("duration_s":-60)",
       "line 1: duration_s is -60: nothing takes less than no time"},
      {R"("duration_s":60)", R"("duration_s":1e8)", "line 1: duration_s is 100000000: too long"},
      {R"("duration_s":60)", R"("duration_s":1e300)", "duration_s is 1e+300: nothing is so much"},
      {R"("duration_s":60)", R"("duration_s":"60")", "duration_s is a text | write a number without quotes"},
      {R"("duration_s":60)", R"("duration_s":60,"start_clock":"24:00")", "start_clock is no time of the day"},
      {R"("duration_s":60)", R"("duration_s":60,"start_clock":"9")", "start_clock is \"9\""},
      {R"("duration_s":60)", R"("duration_s":60,"target_abandon":3)",
       "target_abandon is 3: a share is 0 to 1 | write 0.03 for 3 %"},
      {R"("duration_s":60)", R"("duration_s":60,"max_lines":-1)", "max_lines is -1: less than nothing"},
      {R"("duration_s":60)", R"("duration_s":60,"max_lines":1.5)", "max_lines is no whole number"},
      {R"("duration_s":60)", R"("duration_s":60,"list_size":20000000)", "list_size is 20000000: too many"},
      {R"("duration_s":60)", R"("duration_s":60,"durations":60)",
       "durations is not known here | leave it out"},
      {R"("count":1)", R"("count":-1)", "line 2: operators[0].count is -1"},
      {R"("count":1)", R"("count":20000)", "line 2: operators[0].count is 20000: too many"},
      {R"([[0,60]])", R"([[0]])", "line 2: operators[0].shifts[0] is no pair"},
      {R"([[0,60]])", R"([[60,0]])", "line 2: operators[0].shifts[0] [60, 0] ends before it has begun"},
      {R"([[0,60]])", R"([[-5,60]])", "line 2: operators[0].shifts[0] [-5, 60] begins before the day"},
      {R"([[0,60]])", R"([[0,60],[30,90]])", "operators[0].shifts[1] [30, 90] begins before the one ahead"},
      {R"([[0,60]])", R"([[0,60]],"breaks":[[70,80]])", "operators[0].breaks[0] is in none of their shifts"},
      {R"([[0,60]])", R"([[0,60]],"jitter_s":-1)", "operators[0].jitter_s is -1"},
      {R"("p_live":0.2)", R"("p_live":20)",
       "line 3: answer.p_live is 20: a share is 0 to 1 | write 0.2 for 20 %"},
      {R"("p_live":0.2)", R"("p_live":-0.2)", "answer.p_live is -0.2: a share is 0 to 1"},
      {R"("p_live":0.2)", R"("p_live":[[5,0.2]])", "answer.p_live[0] is from 5 s on: what holds before"},
      {R"("p_live":0.2)", R"("p_live":[[0,0.2],[0,0.3]])", "answer.p_live[1] is from 0 s on, not after"},
      {R"("p_live":0.2)", R"("p_live":0.2,"interp":"cubic")",
       R"(answer.interp is "cubic" | write one of: step, linear)"},
      {R"("p_live":0.2)", R"("p_live":0.2,"machine_of_rest":0.6,"busy_of_rest":0.6)",
       "answer.busy_of_rest and machine_of_rest are 1.2 together"},
      {R"("const","value":8)", R"("const","value":-8)", "line 4: ring.live.value is -8"},
      {R"("const","value":8)", R"("normal","mean":8)",
       R"(ring.live.dist is "normal" | write one of: lognormal)"},
      {R"("const","value":8)", R"("const","value":8,"mean":8)", "ring.live.mean does not belong to const"},
      {R"("const","value":8)", R"("lognormal","mean":8)", "ring.live.cv is missing"},
      {R"("const","value":8)", R"("lognormal","mean":8,"sigma":1)", "ring.live.cv is missing"},
      {R"("const","value":8)", R"("lognormal","mean":8,"cv":1,"median":8,"sigma":1)",
       "ring.live.median does not belong to lognormal by its mean"},
      {R"("const","value":8)", R"("lognormal","mean":8,"cv":11)", "ring.live.cv is 11: too much"},
      {R"("const","value":8)", R"("exponential","mean":0)", "ring.live.mean is 0: too short"},
      {R"("const","value":8)", R"("uniform","min":9,"max":8)", "ring.live.min is 9, above max, which is 8"},
      {R"("const","value":8)", R"("uniform","min":9)", "ring.live.max is missing"},
      {R"("const","value":8)", R"("const","value":8,"min":9)",
       "ring.live has nothing between its min and max"},
      {R"("timeout_s":25)", R"("timeout_s":0)", "ring.timeout_s is 0: too short"},
      {R"("timeout_s":25)", R"("timeout_s":3600)", "ring.timeout_s is 3600: too long"},
      {R"("talk":{"dist":"const","value":120})", R"("talk":[])", "talk is missing"},
      {R"("talk":{"dist":"const","value":120})", R"("talk":[[1,{"dist":"const","value":1}]])",
       "talk[0] is from 1 s on"},
      {R"("value":120)", R"("value":90000)", "line 5: talk.value is 90000: too long"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.to);
    const std::string said = told_of(one.from, one.to);
    CHECK_MESSAGE(said.find(one.says) != std::string::npos, said);
    CHECK_MESSAGE(said.find(" | ") + 3 < said.size(), said);
  }
}

TEST_CASE("RN-08 PA-03 all problems are counted") {
  CHECK(told_of(R"("count":1,"shifts":[[0,60]])", R"("count":-1,"shifts":[[60,0]])")
            .find("(the first of 2 problems)") != std::string::npos);
}

TEST_CASE("RN-08 PA-03 one operator, no operator, limits of nothing and of everything are scenarios") {
  CHECK(told_of(R"([{"count":1,"shifts":[[0,60]]}])", "[]") == "small ");
  CHECK(told_of(R"("count":1)", R"("count":0)") == "small ");
  CHECK(told_of(R"("duration_s":60)", R"("duration_s":60,"target_abandon":0)") == "small ");
  CHECK(told_of(R"("duration_s":60)", R"("duration_s":60,"target_abandon":1)") == "small ");
  CHECK(told_of(R"("p_live":0.2)", R"("p_live":0)") == "small ");
  CHECK(told_of(R"("p_live":0.2)", R"("p_live":1)") == "small ");
}

TEST_CASE("RN-08 PA-03 a file that is not there is said so") {
  const auto read = json::read_scenarios("/nowhere/day.json");
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().code == "input.not-found");
}
