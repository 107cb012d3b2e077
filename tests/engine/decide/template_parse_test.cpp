#include <doctest/doctest.h>
#include <string>

#include "tests/engine/decide/template_cases.h"

using namespace dialctl;
using namespace dialctl::template_cases;

TEST_CASE("RB-01 words and order fields are said in the order of the text") {
  const auto parsed = understood("Hello {{fio}}, your order {{ order_id }} is ready.");
  REQUIRE(parsed.message.size() == 1);
  const auto& parts = std::get<SpokenText>(parsed.message[0]).parts;
  REQUIRE(parts.size() == 5);
  CHECK(std::get<std::string>(parts[0]) == "Hello ");
  CHECK(std::get<FieldTag>(parts[1]).name == "fio");
  CHECK(std::get<FieldTag>(parts[1]).at == TextPlace{1, 7});
  CHECK(std::get<FieldTag>(parts[3]).name == "order_id");
  CHECK(parsed.operator_need() == OperatorNeed::never);
}

TEST_CASE("RB-01 any column may be a field, also with spaces and other letters") {
  const auto parsed = understood("{{Имя клиента}} {{Order No.}}");
  const auto& parts = std::get<SpokenText>(parsed.message[0]).parts;
  CHECK(std::get<FieldTag>(parts[0]).name == "Имя клиента");
  CHECK(std::get<FieldTag>(parts[2]).name == "Order No.");
  CHECK(std::get<FieldTag>(parts[2]).at == TextPlace{1, 17});  // characters, not bytes
}

TEST_CASE("RB-01 keys: an operator, a status, with the spaces as shown or none") {
  for (const char* text :
       {R"(Press. {{key_1 = "@"}}{{key_2 = "cancelled"}})", R"(Press. {{key_1="@"}} {{key_2="cancelled"}})",
        "Press. {{ key_1  =  \"@\" }}\n{{key_2 =\" cancelled \"}}",
        "Press. {{key_1\u00A0=\u00A0\"@\"}}{{key_2 = \"cancelled\"}}"}) {
    CAPTURE(text);
    const auto parsed = understood(text);
    REQUIRE(parsed.keys.size() == 2);
    CHECK(parsed.binding(key('1'))->action == KeyAction{ToOperator{}});
    CHECK(parsed.binding(key('2'))->action == KeyAction{ToStatus{"cancelled"}});
    CHECK(parsed.binding(key('3')) == nullptr);
    CHECK(parsed.operator_need() == OperatorNeed::at_key);
  }
}

TEST_CASE("RB-01 all twelve keys, in the order 0-9 * #") {
  std::string text = "Press.";
  for (const char symbol : std::string("#*9876543210"))
    text += std::string("{{key_") + symbol + " = \"done\"}}";
  std::string order;
  for (const auto& binding : understood(text).keys)
    order += binding.key.symbol();
  CHECK(order == "0123456789*#");
  CHECK(!Key::parse('a'));
  CHECK(!Key::parse('\0'));
}

TEST_CASE("RB-01 a reply per key: text with fields and the position in line, or an audio file") {
  const auto parsed = understood(
      R"(Press. {{key_1_reply = "Thank you {{fio}}, wait ... your number in line is {{position}}"}})"
      R"({{key_1 = "@"}}{{key_2 = "cancelled"}}{{key_2_audio = "goodbye"}})");
  const auto& reply = std::get<SpokenText>(*parsed.binding(key('1'))->reply);
  REQUIRE(reply.parts.size() == 4);
  CHECK(std::get<FieldTag>(reply.parts[1]).name == "fio");
  CHECK(std::holds_alternative<PositionTag>(reply.parts[3]));
  CHECK(std::get<AudioTag>(*parsed.binding(key('2'))->reply).name == "goodbye");
  CHECK(render_message(parsed, {}) == std::vector<Say>{SayText{"Press."}});
}

TEST_CASE("RB-01 quotes and backslashes inside a value") {
  const auto parsed = understood(R"(Press. {{key_1 = "@"}}{{key_1_reply = "say \"yes\" or c:\\ "}})");
  CHECK(render_reply(*parsed.binding(key('1')), {}, 1) == std::vector<Say>{SayText{R"(say "yes" or c:\)"}});
}

TEST_CASE("RB-01 audio files take the place of text") {
  const auto parsed = understood(R"({{audio = "jingle"}} Hello {{fio}} {{audio="terms"}})");
  REQUIRE(parsed.message.size() == 3);
  CHECK(std::get<AudioTag>(parsed.message[0]).name == "jingle");
  CHECK(std::get<AudioTag>(parsed.message[2]).at == TextPlace{1, 36});
}

TEST_CASE("RB-01 autoPredictive needs an operator at the answer, text beside it is the greeting") {
  const auto parsed =
      parse_template(TemplateKind::predictive, "Hello.\n {{autoPredictive}}{{key_9 = \"stop\"}}");
  CHECK(parsed.syntax.empty());
  CHECK(parsed.auto_predictive == TextPlace{2, 2});
  CHECK(parsed.operator_need() == OperatorNeed::at_answer);
  CHECK(render_message(parsed, {}) == std::vector<Say>{SayText{"Hello."}});
}

TEST_CASE("RB-02 what is not understood is told with its place") {
  struct Case {
    std::string text;
    std::string code;
    TextPlace at;
  };
  const std::vector<Case> table = {
      {"Hi {{fio", "unclosed-tag", {1, 4}},
      {"Hi {{fio {{order}}", "unclosed-tag", {1, 4}},
      {"Hi\n\n  {{fio}", "unclosed-tag", {3, 3}},
      {R"(Hi {{key_1 = "@}})", "unclosed-tag", {1, 4}},
      {R"(Hi {{key_1 = "@")", "unclosed-tag", {1, 4}},
      {R"(Hi {{key_1 = "@"})", "unclosed-tag", {1, 4}},
      {R"(Hi {{key_1 = )", "unclosed-tag", {1, 4}},
      {R"(Hi {{key_1 = "@\"}})", "unclosed-tag", {1, 4}},
      {"Hi {{", "unclosed-tag", {1, 4}},
      {"Привет }} мир", "stray-braces", {1, 8}},
      {"Hi {{}}", "bad-tag", {1, 4}},
      {"Hi {{  }}", "bad-tag", {1, 4}},
      {R"(Hi {{ = "x"}})", "bad-tag", {1, 4}},
      {"Hi {{{fio}}}", "bad-tag", {1, 4}},
      {R"(Hi {{"fio"}})", "bad-tag", {1, 4}},
      {R"(Hi {{fio = "x"}})", "bad-tag", {1, 4}},
      {"Hi {{key_1}}", "bad-tag", {1, 4}},
      {"Hi {{key_1 = @}}", "bad-tag", {1, 4}},
      {"Hi {{key_1 = '@'}}", "bad-tag", {1, 4}},
      {"Hi {{key_1 = “@”}}", "bad-tag", {1, 4}},
      {R"(Hi {{key_1 = ""}})", "bad-tag", {1, 4}},
      {R"(Hi {{key_1 = "@" x}})", "bad-tag", {1, 4}},
      {R"(Hi {{Key_1 = "@"}})", "bad-tag", {1, 4}},
      {"Hi {{autopredictive}}", "bad-tag", {1, 4}},
      {R"(Hi {{autoPredictive = "1"}})", "bad-tag", {1, 4}},
      {"Hi {{audio}}", "bad-tag", {1, 4}},
      {R"(Hi {{audio = " "}})", "bad-tag", {1, 4}},
      {"Hi {{Position}}", "bad-tag", {1, 4}},
      {R"(Hi {{key_10 = "@"}})", "bad-key", {1, 4}},
      {R"(Hi {{key_a = "@"}})", "bad-key", {1, 4}},
      {R"(Hi {{key_ = "@"}})", "bad-key", {1, 4}},
      {R"(Hi {{key_1_replay = "x"}})", "bad-key", {1, 4}},
      {"Hi {{position}}", "position-outside-reply", {1, 4}},
      {R"({{key_1 = "@"}}{{key_1 = "x"}})", "key-bound-twice", {1, 16}},
      {R"({{key_1 = "@"}}{{key_1="@"}})", "key-bound-twice", {1, 16}},
      {R"(Hi {{key_2_reply = "x"}})", "reply-without-key", {1, 4}},
      {R"(Hi {{key_2_audio = "x"}})", "reply-without-key", {1, 4}},
      {R"({{key_1 = "@"}}{{key_1_reply = "x"}}{{key_1_audio = "y"}})", "reply-twice", {1, 37}},
      {R"({{key_1 = "x"}}{{key_1_reply = "no {{position}}"}})", "position-outside-reply", {1, 36}},
      {R"({{key_1 = "@"}}{{key_1_reply = "a {{fio"}})", "unclosed-tag", {1, 35}},
      {R"({{key_1 = "@"}}{{key_1_reply = "a {{autoPredictive}}"}})", "bad-tag", {1, 35}},
      {std::string("Hi \xFF"), "invalid-text", {1, 4}},
      {std::string("Hi\n\0", 4), "invalid-text", {2, 1}},
      {std::string(kTemplateBytesMax + 1, 'a'), "too-long", {1, 1}},
  };
  for (const Case& row : table) {
    CAPTURE(row.text.substr(0, 80));
    const auto problems = parse_template(TemplateKind::message, row.text).syntax;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].code == "template." + row.code);
    CHECK(problems[0].at == row.at);
    CHECK(!problems[0].message.empty());
    CHECK(!problems[0].hint.empty());
  }
}

TEST_CASE("RB-02 every problem of a text is told, the rest of it understood") {
  const auto parsed =
      parse_template(TemplateKind::message, R"(Hi {{fio}} {{key_1}} {{key_x = "@"}} {{key_2 = "@"}} }})");
  std::string codes;
  for (const auto& problem : parsed.syntax)
    codes += problem.code + " ";
  CHECK(codes == "template.bad-tag template.bad-key template.stray-braces ");
  CHECK(parsed.binding(key('2')) != nullptr);
  CHECK(parsed.has_anything_to_say());
}

TEST_CASE("RB-02 a forgotten quote does not swallow what follows unnoticed") {
  CHECK(!parse_template(TemplateKind::message, R"(Hi {{key_1 = "@}} and {{key_2 = "x"}})").syntax.empty());
}

TEST_CASE("RB-02 after a tag that is not closed the next one is understood") {
  const auto parsed = parse_template(TemplateKind::message, "Hi {{fio {{order_id}}");
  CHECK(render_message(parsed, {{"order_id", "77"}}) == std::vector<Say>{SayText{"Hi fio 77"}});
}
