#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <string>

#include "engine/decide/key_dialogue.h"
#include "tests/engine/decide/template_cases.h"

using namespace dialctl;
using namespace dialctl::template_cases;

namespace {

constexpr auto kMessage = TemplateKind::message;
constexpr auto kPredictive = TemplateKind::predictive;

}  // namespace

TEST_CASE("RB-02 good templates pass") {
  CHECK(codes(kMessage, "Hello {{fio}}") == "");
  CHECK(codes(kMessage, R"({{audio = "jingle"}})") == "");
  CHECK(codes(kMessage, R"(Hi {{key_1 = "@"}})") == "");
  CHECK(codes(kPredictive, "{{autoPredictive}}") == "");
  CHECK(codes(kPredictive, R"(Hello {{autoPredictive}} {{key_9 = "cancelled"}})") == "");
  CHECK(codes(kPredictive,
              R"(Hello {{fio}} {{key_1 = "@"}}{{key_1_reply = "{{order_id}}: {{position}}"}})") == "");
}

TEST_CASE("RB-02 what a template refers to must exist") {
  CHECK(codes(kMessage, "Hello {{name}}") == "unknown-tag");
  CHECK(codes(kMessage, "Hello {{FIO}}") == "unknown-tag");
  CHECK(codes(kMessage, R"(Hi {{key_1 = "canceled"}})") == "unknown-status");
  CHECK(codes(kMessage, R"({{audio = "jingel"}})") == "missing-audio");
  CHECK(codes(kMessage, R"(Hi {{key_1 = "@"}}{{key_1_audio = "bye"}})") == "missing-audio");
  CHECK(codes(kMessage, R"(Hi {{key_1 = "@"}}{{key_1_reply = "{{nme}}"}})") == "unknown-tag");
  CHECK(codes(kMessage, R"({{audio = "x"}} {{y}} {{key_1 = "z"}})") ==
        "missing-audio unknown-tag unknown-status");
}

TEST_CASE("RB-02 hints name the nearest thing that exists") {
  const auto hint = [](std::string_view text) {
    return check(parse_template(kMessage, text), kFacts).at(0).hint;
  };
  CHECK(hint("Hello {{FIO}}").find("did you mean 'fio'?") == 0);
  CHECK(hint(R"(Hi {{key_1 = "canceled"}})").find("did you mean 'cancelled'?") == 0);
  CHECK(hint(R"({{audio = "jingel"}})") == "did you mean 'jingle'? dialctl audio add jingel FILE");
  CHECK(hint("Hello {{completely_other}}").find("did you mean") == std::string::npos);
}

TEST_CASE("RB-02 a predictive template needs exactly one way to an operator") {
  CHECK(codes(kPredictive, "Hello") == "no-operator");
  CHECK(codes(kPredictive, R"(Hello {{key_1 = "cancelled"}})") == "no-operator");
  CHECK(codes(kPredictive, R"(Hello {{autoPredictive}} {{key_1 = "@"}})") == "two-ways");
  CHECK(codes(kMessage, R"(Hello {{key_1 = "@"}}{{autoPredictive}}{{key_2 = "@"}})") == "two-ways two-ways");
  const auto problem =
      check(parse_template(kPredictive, R"(Hello {{autoPredictive}} {{key_1 = "@"}})"), kFacts).at(0);
  CHECK(problem.at == TextPlace{1, 26});
}

TEST_CASE("RB-02 a template must have something to say, but with autoPredictive") {
  CHECK(codes(kMessage, "") == "nothing-to-say");
  CHECK(codes(kMessage, " \n\t ... !") == "nothing-to-say");
  CHECK(codes(kPredictive, R"({{key_1 = "@"}})") == "nothing-to-say");
  CHECK(codes(kMessage, "7") == "");
  CHECK(codes(kMessage, "Привет") == "");
  CHECK(codes(kMessage, "{{") == "unclosed-tag");  // what was meant is not known
  CHECK(codes(kMessage, "{{fio}}") == "");
}

TEST_CASE("RB-02 tags that an order would leave empty are told before a call") {
  const auto parsed =
      understood(R"({{b}} {{a}} {{b}} {{c}} {{key_1 = "@"}}{{key_1_reply = "{{d}} {{position}}"}})");
  CHECK(empty_tags(parsed, {}) == std::vector<std::string>{"b", "a", "c", "d"});
  CHECK(empty_tags(parsed, {{"a", "x"}, {"b", "y"}, {"c", "z"}, {"d", "0"}}).empty());
  CHECK(empty_tags(parsed, {{"a", " \t"}, {"b", "y"}, {"c", "\u00A0"}, {"d", "0"}}) ==
        std::vector<std::string>{"a", "c"});
}

TEST_CASE("RB-01 rendering fills tags in and tidies blanks") {
  const auto parsed = understood(
      "Hello\n  {{fio}} !{{key_1 = \"@\"}}  {{audio = \"jingle\"}} {{key_1_reply = \"You are "
      "{{position}}\"}} Bye {{x}}  ");
  const OrderFields fields{{"fio", "Анна\nМария  {{x}}"}, {"x", "now"}};
  CHECK(render_message(parsed, fields) ==
        std::vector<Say>{SayText{"Hello Анна Мария {{x}} !"}, SayAudio{"jingle"}, SayText{"Bye now"}});
  CHECK(render_reply(*parsed.binding(key('1')), fields, 12) == std::vector<Say>{SayText{"You are 12"}});
  CHECK(render_reply(*parsed.binding(key('1')), fields, std::nullopt) ==
        std::vector<Say>{SayText{"You are"}});
  CHECK(render_message(understood("{{fio}}"), {}).empty());
  CHECK(render_reply(*understood(R"(Hi {{key_1 = "@"}})").binding(key('1')), {}, 1).empty());
}

TEST_CASE("RB-02 property: any text gives a value, problems in order, places inside the text") {
  const std::vector<std::string> pieces = {
      "{{",     "}}",    "{",   "}",  "\"", "@", "=",   " ", "key_",     "1",      "_reply",
      "_audio", "audio", "fio", "\n", "\\", "я", "a b", "#", "position", "\u00A0", "autoPredictive"};
  CHECK(rc::check([&] {
    std::string text;
    for (const int piece :
         *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(pieces.size())))) {
      text += pieces[static_cast<std::size_t>(piece)];
    }
    const auto parsed = parse_template(kMessage, text);
    const auto problems = check(parsed, kFacts);
    const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
    TextPlace before;
    for (const auto& problem : problems) {
      RC_ASSERT(problem.at >= before);
      RC_ASSERT(problem.at.line <= lines);
      RC_ASSERT(!problem.hint.empty());
      before = problem.at;
    }
    if (parsed.syntax.empty()) {
      const auto opens = text.find("{{") != std::string::npos;
      RC_ASSERT(opens || render_message(parsed, {}).size() <= 1U);
    }
    render_message(parsed, {{"fio", "x"}});
  }));
}

TEST_CASE("RB-02 a hostile text costs no more than its length") {
  std::string text;
  while (text.size() + 8 < kTemplateBytesMax)
    text += "{{a}}\"\\{";
  CHECK(!check(parse_template(kMessage, text), kFacts).empty());
  CHECK(!parse_template(kMessage, std::string(kTemplateBytesMax, '{')).syntax.empty());
}

TEST_CASE("RB-06 no key: the message is said again up to M times, then no-input") {
  const auto parsed = understood(R"(Press {{key_1 = "@"}})");
  KeyDialogue dialogue(parsed, {Seconds{7}, 2});
  for (int again = 1; again <= 2; ++again) {
    CHECK(dialogue.on_said() == DialogueStep::wait_for_key);
    CHECK(dialogue.on_wait_over() == DialogueStep::say_again);
    CHECK(dialogue.said_again() == again);
  }
  CHECK(dialogue.on_said() == DialogueStep::wait_for_key);
  CHECK(dialogue.on_wait_over() == DialogueStep::no_input);
  CHECK(dialogue.over());
  CHECK(dialogue.on_key(key('1')) == DialogueStep::ignore);
  CHECK(dialogue.on_hang_up() == DialogueStep::ignore);
}

TEST_CASE("RB-06 a wrong key counts the same and names the outcome when it is the last trouble") {
  const auto parsed = understood(R"(Press {{key_1 = "@"}})");
  KeyDialogue dialogue(parsed, {Seconds{7}, 1});
  CHECK(dialogue.on_key(key('5')) == DialogueStep::say_again);  // while it is being said
  CHECK(dialogue.on_wait_over() == DialogueStep::ignore);       // a timer of the saying before
  CHECK(dialogue.on_said() == DialogueStep::wait_for_key);
  CHECK(dialogue.on_key(key('#')) == DialogueStep::bad_input);

  KeyDialogue mixed(parsed, {Seconds{7}, 1});
  CHECK(mixed.on_key(key('5')) == DialogueStep::say_again);
  CHECK(mixed.on_said() == DialogueStep::wait_for_key);
  CHECK(mixed.on_wait_over() == DialogueStep::no_input);

  KeyDialogue once(parsed, {Seconds{7}, 0});
  CHECK(once.on_key(key('5')) == DialogueStep::bad_input);
}

TEST_CASE("RB-06 a bound key acts at once, while the message is said or after a wrong one") {
  const auto parsed = understood(R"(Press {{key_1 = "@"}}{{key_2 = "cancelled"}})");
  KeyDialogue early(parsed, {});
  CHECK(early.on_key(key('2')) == DialogueStep::act_on_key);
  CHECK(early.pressed()->action == KeyAction{ToStatus{"cancelled"}});
  CHECK(early.on_said() == DialogueStep::ignore);

  KeyDialogue late(parsed, {});
  CHECK(late.on_said() == DialogueStep::wait_for_key);
  CHECK(late.on_key(key('7')) == DialogueStep::say_again);
  CHECK(late.on_key(key('1')) == DialogueStep::act_on_key);
  CHECK(late.pressed()->action == KeyAction{ToOperator{}});
}

TEST_CASE("RB-06 hang-up inside the message is hung-up, a message without keys is delivered at its end") {
  const auto keys = understood(R"(Press {{key_1 = "@"}})");
  KeyDialogue saying(keys, {});
  CHECK(saying.on_hang_up() == DialogueStep::hung_up);
  KeyDialogue waiting(keys, {});
  CHECK(waiting.on_said() == DialogueStep::wait_for_key);
  CHECK(waiting.on_hang_up() == DialogueStep::hung_up);

  const auto plain = understood("Hello");
  KeyDialogue delivered(plain, {});
  CHECK(delivered.on_key(key('1')) == DialogueStep::ignore);
  CHECK(delivered.on_said() == DialogueStep::delivered);
  CHECK(delivered.on_hang_up() == DialogueStep::ignore);
  KeyDialogue left(plain, {});
  CHECK(left.on_hang_up() == DialogueStep::hung_up);
}
