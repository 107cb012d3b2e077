#include "engine/decide/template.h"

#include <algorithm>

#include "engine/decide/template_scanner.h"

namespace dialctl {
namespace {

bool has_word(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char symbol) {
    const auto byte = static_cast<unsigned char>(symbol);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
  });
}

bool says_something(const Segment& segment) {
  const auto* spoken = std::get_if<SpokenText>(&segment);
  if (!spoken) return true;
  return std::any_of(spoken->parts.begin(), spoken->parts.end(), [](const TextPart& part) {
    const auto* text = std::get_if<std::string>(&part);
    return !text || has_word(*text);
  });
}

std::string_view field(const OrderFields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

std::string with_single_spaces(std::string_view text) {
  std::string result;
  bool blank_before = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = blank_at(text, at);
    if (blank != 0) {
      blank_before = true;
      at += blank;
      continue;
    }
    if (blank_before && !result.empty()) result += ' ';
    blank_before = false;
    result += text[at++];
  }
  return result;
}

std::string filled(const SpokenText& spoken, const OrderFields& fields, std::optional<int> position_in_line) {
  std::string text;
  for (const TextPart& part : spoken.parts) {
    if (const auto* words = std::get_if<std::string>(&part))
      text += *words;
    else if (const auto* tag = std::get_if<FieldTag>(&part))
      text += field(fields, tag->name);
    else if (position_in_line)
      text += std::to_string(*position_in_line);
  }
  return with_single_spaces(text);
}

void say(std::vector<Say>& list, const Segment& segment, const OrderFields& fields,
         std::optional<int> position) {
  if (const auto* audio = std::get_if<AudioTag>(&segment)) {
    list.emplace_back(SayAudio{audio->name});
    return;
  }
  std::string text = filled(std::get<SpokenText>(segment), fields, position);
  if (!text.empty()) list.emplace_back(SayText{std::move(text)});
}

void collect_empty(const Segment& segment, const OrderFields& fields, std::vector<const FieldTag*>& empty) {
  const auto* spoken = std::get_if<SpokenText>(&segment);
  if (!spoken) return;
  for (const TextPart& part : spoken->parts) {
    const auto* tag = std::get_if<FieldTag>(&part);
    if (tag && trimmed_blanks(field(fields, tag->name)).empty()) empty.push_back(tag);
  }
}

}  // namespace

std::optional<Key> Key::parse(char symbol) {
  if ((symbol >= '0' && symbol <= '9') || symbol == '*' || symbol == '#') return Key(symbol);
  return std::nullopt;
}

OperatorNeed ParsedTemplate::operator_need() const {
  if (auto_predictive) return OperatorNeed::at_answer;
  const bool keyed = std::any_of(keys.begin(), keys.end(), [](const KeyBinding& binding) {
    return std::holds_alternative<ToOperator>(binding.action);
  });
  return keyed ? OperatorNeed::at_key : OperatorNeed::never;
}

const KeyBinding* ParsedTemplate::binding(Key key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const KeyBinding& binding) { return binding.key == key; });
  return found == keys.end() ? nullptr : &*found;
}

bool ParsedTemplate::has_anything_to_say() const {
  return std::any_of(message.begin(), message.end(), says_something);
}

std::vector<std::string> empty_tags(const ParsedTemplate& parsed, const OrderFields& fields) {
  std::vector<const FieldTag*> empty;
  for (const Segment& segment : parsed.message)
    collect_empty(segment, fields, empty);
  for (const KeyBinding& binding : parsed.keys) {
    if (binding.reply) collect_empty(*binding.reply, fields, empty);
  }
  std::stable_sort(empty.begin(), empty.end(),
                   [](const FieldTag* a, const FieldTag* b) { return a->at < b->at; });
  std::vector<std::string> names;
  for (const FieldTag* tag : empty) {
    if (std::find(names.begin(), names.end(), tag->name) == names.end()) names.push_back(tag->name);
  }
  return names;
}

std::vector<Say> render_message(const ParsedTemplate& parsed, const OrderFields& fields) {
  std::vector<Say> list;
  for (const Segment& segment : parsed.message)
    say(list, segment, fields, std::nullopt);
  return list;
}

std::vector<Say> render_reply(const KeyBinding& binding, const OrderFields& fields,
                              std::optional<int> position_in_line) {
  std::vector<Say> list;
  if (binding.reply) say(list, *binding.reply, fields, position_in_line);
  return list;
}

std::string_view to_text(OperatorNeed need) {
  switch (need) {
    case OperatorNeed::never:
      return "never";
    case OperatorNeed::at_answer:
      return "at-answer";
    case OperatorNeed::at_key:
      return "at-key";
  }
  return {};
}

}  // namespace dialctl
