// Robot-call templates: the text that an admin writes, as a value that calls can be made from. Pure.
//
//   Hello {{fio}}, your order {{order_id}} is ready.       any order field; spaces inside the braces are free
//   Press 1 for an operator, 2 to cancel.
//   {{key_1 = "@"}}                                        key 1 connects to an operator
//   {{key_1_reply = "Thank you, wait ... your number in line is {{position}}"}}   said after key 1
//   {{key_2 = "cancelled"}}                                key 2 moves the order to that status, call ends
//   {{key_2_audio = "goodbye"}}                            a file of the audio library instead of a reply
//   {{audio = "greeting"}}                                 a file of the audio library, said in its place
//   {{autoPredictive}}                                     an operator at once on answer; the text is the
//   greeting
//
// Keys are 0-9, * and #. A value stands in straight double quotes; \" and \\ are a quote and a backslash
// inside it. Tags that are not said (keys, replies, autoPredictive) may stand anywhere. {{position}} is the
// caller's place in line and exists only in the reply of a key to an operator. Reserved, so no order field
// can be reached by these names: autoPredictive, position, audio and all that begins with key_.
//
// parse -> check -> (per order) empty_tags -> render. Nothing throws; every problem has a place and a hint.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/settings.h"

namespace dialctl {

inline constexpr std::size_t kTemplateBytesMax = 16 * 1024;

// The enum TemplateKind and its text forms: engine/model/settings.h, settings_text.h.

// When a call with this template needs an operator. Follows from the text alone, whatever the kind:
// at_answer = autoPredictive, at_key = a key bound to "@".
enum class OperatorNeed { never, at_answer, at_key };

// Both count from 1; columns are characters (code points), not bytes.
struct TextPlace {
  int line = 1;
  int column = 1;
  friend constexpr auto operator<=>(const TextPlace&, const TextPlace&) = default;
};

// One key of a telephone. Sorts 0-9, *, #.
class Key {
 public:
  static std::optional<Key> parse(char symbol);
  char symbol() const { return symbol_; }
  friend bool operator==(const Key&, const Key&) = default;
  friend std::strong_ordering operator<=>(const Key& a, const Key& b) { return a.rank() <=> b.rank(); }

 private:
  explicit Key(char symbol) : symbol_(symbol) {}
  int rank() const { return symbol_ == '*' ? 10 : symbol_ == '#' ? 11 : symbol_ - '0'; }
  char symbol_;
};

struct FieldTag {
  std::string name;
  TextPlace at;
};
struct PositionTag {
  TextPlace at;
};
using TextPart = std::variant<std::string, FieldTag, PositionTag>;

struct SpokenText {
  std::vector<TextPart> parts;  // neighbours of one voice; never empty
};
struct AudioTag {
  std::string name;  // of the audio library
  TextPlace at;
};
using Segment = std::variant<SpokenText, AudioTag>;

struct ToOperator {
  friend bool operator==(const ToOperator&, const ToOperator&) = default;
};
struct ToStatus {
  std::string status;
  friend bool operator==(const ToStatus&, const ToStatus&) = default;
};
using KeyAction = std::variant<ToOperator, ToStatus>;

struct KeyBinding {
  Key key;
  KeyAction action;
  TextPlace at;
  std::optional<Segment> reply;  // said after the key, before the action
};

struct TemplateProblem {
  TextPlace at;
  std::string code;     // stable, dotted: "template.unknown-tag"
  std::string message;  // what is wrong
  std::string hint;     // what to write instead
};

struct ParsedTemplate {
  TemplateKind kind = TemplateKind::message;
  std::vector<Segment> message;              // in the order of the text; of spaces alone: left out
  std::optional<TextPlace> auto_predictive;  // where the first such tag stands
  std::vector<KeyBinding> keys;              // ascending, each key once (the first binding in the text holds)
  std::vector<TemplateProblem> syntax;       // by place; empty = the text was understood in full

  OperatorNeed operator_need() const;
  const KeyBinding* binding(Key key) const;  // nullptr: not bound, that is a wrong key
  // A library file, a field tag, or text with a letter or digit in it.
  bool has_anything_to_say() const;
};

// Always gives a value: where `syntax` is not empty, it holds what could be understood.
//   template.invalid-text   not UTF-8, or a control character other than tab and line ends
//   template.too-long       more than kTemplateBytesMax bytes; nothing else is then looked at
//   template.unclosed-tag   "{{" without "}}", or a value without its closing quote
//   template.stray-braces   "}}" without "{{"
//   template.bad-tag        no name, no value where one is needed, or a value where none belongs
//   template.bad-key        key_ with something else than 0-9 * #
//   template.key-bound-twice, template.reply-twice
//   template.reply-without-key     a reply or audio for a key that nothing binds
//   template.position-outside-reply
ParsedTemplate parse_template(TemplateKind kind, std::string_view text);

// What a template may refer to. Names are compared exactly.
struct TemplateFacts {
  std::set<std::string, std::less<>> fields;    // order fields of the project, built-in ones included
  std::set<std::string, std::less<>> statuses;  // of the project
  std::set<std::string, std::less<>> audios;    // of the library
};

// All problems, those of the syntax included, by place. Empty = may be used. Besides the syntax:
//   template.unknown-tag, template.unknown-status, template.missing-audio   (hint: the nearest name)
//   template.no-operator     predictive with neither autoPredictive nor a key to an operator
//   template.two-ways        autoPredictive and a key to an operator
//   template.nothing-to-say  no text and no audio, and no autoPredictive that could do without
std::vector<TemplateProblem> check(const ParsedTemplate& parsed, const TemplateFacts& facts);

using OrderFields = std::map<std::string, std::string, std::less<>>;

// Field tags of the message and of all replies that this order leaves empty (absent, or spaces alone), each
// once, in the order of the text. Asked before any call is made.
std::vector<std::string> empty_tags(const ParsedTemplate& parsed, const OrderFields& fields);

// What is said one after the other. Text has its tags filled in, runs of spaces and line ends made one space,
// and none at its ends; an empty text is left out.
struct SayText {
  std::string text;
  friend bool operator==(const SayText&, const SayText&) = default;
};
struct SayAudio {
  std::string name;
  friend bool operator==(const SayAudio&, const SayAudio&) = default;
};
using Say = std::variant<SayText, SayAudio>;

std::vector<Say> render_message(const ParsedTemplate& parsed, const OrderFields& fields);
// `position_in_line` counts from 1; nullopt leaves {{position}} out. Empty when the key has no reply.
std::vector<Say> render_reply(const KeyBinding& binding, const OrderFields& fields,
                              std::optional<int> position_in_line);

std::string_view to_text(OperatorNeed need);

}  // namespace dialctl
