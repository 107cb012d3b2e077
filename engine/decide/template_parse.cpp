#include <algorithm>
#include <map>
#include <utility>

#include "engine/decide/template.h"
#include "engine/decide/template_scanner.h"
#include "engine/model/text.h"

namespace dialctl {
namespace {

constexpr std::string_view kAutoPredictive = "autoPredictive";
constexpr std::string_view kPosition = "position";
constexpr std::string_view kAudio = "audio";
constexpr std::string_view kKeyPrefix = "key_";
constexpr const char* kKeyExample =
    "{{key_1 = \"@\"}} for an operator, {{key_1 = \"cancelled\"}} for a status";

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lower;
}

// What key_… names: a key, and which of its three things.
struct KeyName {
  enum class Part { action, reply, audio };
  Key key;
  Part part;
};

std::optional<KeyName> parse_key_name(std::string_view name) {
  name.remove_prefix(kKeyPrefix.size());
  if (name.empty()) return std::nullopt;
  const auto key = Key::parse(name.front());
  name.remove_prefix(1);
  if (!key) return std::nullopt;
  if (name.empty()) return KeyName{*key, KeyName::Part::action};
  if (name == "_reply") return KeyName{*key, KeyName::Part::reply};
  if (name == "_audio") return KeyName{*key, KeyName::Part::audio};
  return std::nullopt;
}

std::string unescaped(std::string_view value) {
  std::string text;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '\\' && at + 1 < value.size()) ++at;
    text += value[at];
  }
  return text;
}

void append_text(std::vector<TextPart>& parts, std::string text) {
  if (text.empty()) return;
  if (!parts.empty()) {
    if (auto* before = std::get_if<std::string>(&parts.back())) {
      *before += text;
      return;
    }
  }
  parts.emplace_back(std::move(text));
}

bool blank_only(const std::vector<TextPart>& parts) {
  return std::all_of(parts.begin(), parts.end(), [](const TextPart& part) {
    const auto* text = std::get_if<std::string>(&part);
    return text && trimmed_blanks(*text).empty();
  });
}

class Parser {
 public:
  Parser(TemplateKind kind, std::string_view text) : text_(text), places_(text) { parsed_.kind = kind; }

  ParsedTemplate parse() {
    if (!sound_text()) return std::move(parsed_);
    for (std::size_t at = 0; at < text_.size();) {
      const Piece piece = piece_at(text_, at, text_.size());
      if (piece.kind == Piece::Kind::text)
        append_text(said_, std::string(text_.substr(at, piece.end - at)));
      else if (piece.kind == Piece::Kind::tag)
        on_tag(piece.tag);
      else
        on_broken(piece);
      at = piece.end;
    }
    flush_said();
    attach_replies();
    std::sort(parsed_.keys.begin(), parsed_.keys.end(),
              [](const KeyBinding& a, const KeyBinding& b) { return a.key < b.key; });
    std::stable_sort(parsed_.syntax.begin(), parsed_.syntax.end(),
                     [](const TemplateProblem& a, const TemplateProblem& b) { return a.at < b.at; });
    return std::move(parsed_);
  }

 private:
  struct Reply {
    Segment segment;
    TextPlace at;
  };

  void problem(std::size_t offset, const char* code, std::string message, std::string hint) {
    parsed_.syntax.push_back(
        {places_.at(offset), std::string("template.") + code, std::move(message), std::move(hint)});
  }

  bool sound_text() {
    if (text_.size() > kTemplateBytesMax) {
      problem(0, "too-long", "the text has " + std::to_string(text_.size()) + " bytes",
              "at most " + std::to_string(kTemplateBytesMax) + " are taken: shorten it");
      return false;
    }
    for (std::size_t at = 0; at < text_.size();) {
      const CodePoint point = code_point_at(text_, at);
      const bool control =
          (point.value < 0x20 && point.value != '\t' && point.value != '\n' && point.value != '\r') ||
          point.value == 0x7F;
      if (!point.valid || control) {
        problem(at, "invalid-text", point.valid ? "a control character" : "a byte that is not UTF-8",
                "save the text as plain UTF-8");
        return false;
      }
      at += point.bytes;
    }
    return true;
  }

  void on_broken(const Piece& piece) {
    const std::string as_written(text_.substr(piece.begin, piece.end - piece.begin));
    if (piece.kind == Piece::Kind::stray_braces) {
      problem(piece.begin, "stray-braces", "'}}' without '{{' before it",
              "remove it, or write the whole tag: {{fio}}");
    } else if (piece.kind == Piece::Kind::bad_tag) {
      problem(piece.begin, "bad-tag", std::string(piece.why) + " in " + quoted(as_written),
              "write {{fio}} or {{key_1 = \"@\"}}, with straight quotes");
    } else {
      problem(piece.begin, "unclosed-tag", "a tag is opened by '{{' and never closed",
              "end it with '}}', and its value with a straight double quote before that");
    }
  }

  void flush_said() {
    if (!blank_only(said_)) parsed_.message.emplace_back(SpokenText{std::move(said_)});
    said_.clear();
  }

  void on_tag(const RawTag& tag) {
    if (!sound_name(tag)) return;
    if (tag.name == kAutoPredictive) {
      if (!parsed_.auto_predictive) parsed_.auto_predictive = places_.at(tag.begin);
    } else if (tag.name == kPosition) {
      outside_reply(tag.begin);
    } else if (tag.name == kAudio) {
      if (const auto name = plain_value(tag)) {
        flush_said();
        parsed_.message.emplace_back(AudioTag{*name, places_.at(tag.begin)});
      }
    } else if (tag.name.starts_with(kKeyPrefix)) {
      on_key_tag(tag);
    } else {
      said_.emplace_back(FieldTag{std::string(tag.name), places_.at(tag.begin)});
    }
  }

  // Refuses a tag that no meaning could be right for: no name, a
  // reserved name in other letters, a value too many or too few.
  bool sound_name(const RawTag& tag) {
    const std::string lower = lower_ascii(tag.name);
    const bool keyed = lower.starts_with(kKeyPrefix);
    const bool needs_value = keyed || lower == kAudio;
    if (tag.name.empty()) {
      problem(tag.begin, "bad-tag", "a tag without a name", "name an order field: {{fio}}");
      return false;
    }
    for (const std::string_view reserved : {kAutoPredictive, kPosition, kAudio, kKeyPrefix}) {
      const bool meant = reserved == kKeyPrefix ? keyed : lower == lower_ascii(reserved);
      if (!meant || tag.name.starts_with(reserved)) continue;
      problem(tag.begin, "bad-tag", "unknown tag " + quoted(tag.name), "it is written " + quoted(reserved));
      return false;
    }
    if (needs_value && !tag.value) {
      problem(tag.begin, "bad-tag", quoted(tag.name) + " needs a value",
              keyed ? std::string("write ") + kKeyExample
                    : "write {{audio = \"name\"}} with a name of `audio list`");
      return false;
    }
    if (!needs_value && tag.value) {
      problem(tag.begin, "bad-tag", quoted(tag.name) + " takes no value",
              "values belong to key_1, key_1_reply, key_1_audio and audio: " + std::string(kKeyExample));
      return false;
    }
    return true;
  }

  // The value as plain text, without blanks around it; refused when nothing is left.
  std::optional<std::string> plain_value(const RawTag& tag) {
    std::string value(trimmed_blanks(unescaped(*tag.value)));
    if (!value.empty()) return value;
    problem(tag.begin, "bad-tag", "the value of " + quoted(tag.name) + " is empty",
            "put it between the quotes");
    return std::nullopt;
  }

  void on_key_tag(const RawTag& tag) {
    const auto name = parse_key_name(tag.name);
    if (!name) {
      problem(tag.begin, "bad-key", "no such key: " + quoted(tag.name),
              "keys are 0-9, * and #: " + std::string(kKeyExample) + "; key_1_reply, key_1_audio");
      return;
    }
    const auto value = plain_value(tag);
    if (!value) return;
    if (name->part == KeyName::Part::action) {
      bind(name->key, *value, tag);
    } else if (name->part == KeyName::Part::audio) {
      add_reply(name->key, AudioTag{*value, places_.at(tag.begin)}, tag);
    } else {
      auto spoken = reply_text(tag);
      if (!spoken.parts.empty()) add_reply(name->key, std::move(spoken), tag);
    }
  }

  void bind(Key key, const std::string& value, const RawTag& tag) {
    if (const KeyBinding* before = parsed_.binding(key)) {
      problem(tag.begin, "key-bound-twice",
              std::string("key ") + key.symbol() + " is bound already at line " +
                  std::to_string(before->at.line) + ", column " + std::to_string(before->at.column),
              "remove one of the two, or use another key");
      return;
    }
    const KeyAction action = value == "@" ? KeyAction{ToOperator{}} : KeyAction{ToStatus{value}};
    parsed_.keys.push_back({key, action, places_.at(tag.begin), std::nullopt});
  }

  void add_reply(Key key, Segment segment, const RawTag& tag) {
    const bool added = replies_.try_emplace(key, Reply{std::move(segment), places_.at(tag.begin)}).second;
    if (!added) {
      problem(tag.begin, "reply-twice", std::string("key ") + key.symbol() + " has a reply already",
              "keep one text or one audio file per key");
    }
  }

  SpokenText reply_text(const RawTag& outer) {
    SpokenText spoken;
    const std::size_t limit = outer.value_begin + outer.value->size();
    for (std::size_t at = outer.value_begin; at < limit;) {
      const Piece piece = piece_at(text_, at, limit);
      if (piece.kind == Piece::Kind::text) {
        append_text(spoken.parts, unescaped(text_.substr(at, piece.end - at)));
      } else if (piece.kind != Piece::Kind::tag) {
        on_broken(piece);
      } else if (piece.tag.name == kPosition && !piece.tag.value) {
        spoken.parts.emplace_back(PositionTag{places_.at(piece.begin)});
      } else if (sound_name(piece.tag)) {
        reply_field(spoken, piece.tag);
      }
      at = piece.end;
    }
    return spoken;
  }

  void reply_field(SpokenText& spoken, const RawTag& tag) {
    if (tag.name == kAutoPredictive || tag.value) {
      problem(tag.begin, "bad-tag", quoted(tag.name) + " inside a reply",
              "a reply holds words, order fields and {{position}}; key_1_audio plays a file");
      return;
    }
    spoken.parts.emplace_back(FieldTag{std::string(tag.name), places_.at(tag.begin)});
  }

  void attach_replies() {
    for (auto& [key, reply] : replies_) {
      const auto bound =
          std::find_if(parsed_.keys.begin(), parsed_.keys.end(),
                       [&, wanted = key](const KeyBinding& binding) { return binding.key == wanted; });
      if (bound == parsed_.keys.end()) {
        parsed_.syntax.push_back({reply.at, "template.reply-without-key",
                                  std::string("a reply for key ") + key.symbol() + ", which nothing binds",
                                  std::string("bind it: ") + kKeyExample});
        continue;
      }
      if (!std::holds_alternative<ToOperator>(bound->action)) refuse_positions(reply.segment);
      bound->reply = std::move(reply.segment);
    }
  }

  void refuse_positions(const Segment& segment) {
    const auto* spoken = std::get_if<SpokenText>(&segment);
    if (!spoken) return;
    for (const TextPart& part : spoken->parts) {
      if (const auto* tag = std::get_if<PositionTag>(&part)) outside_reply(tag->at);
    }
  }

  void outside_reply(std::size_t offset) { outside_reply(places_.at(offset)); }
  void outside_reply(TextPlace at) {
    parsed_.syntax.push_back(
        {at, "template.position-outside-reply", "{{position}} is known only to who waits in line",
         "use it in the reply of a key to an operator: {{key_1_reply = \"... {{position}}\"}}"});
  }

  std::string_view text_;
  PlaceFinder places_;
  ParsedTemplate parsed_;
  std::vector<TextPart> said_;
  std::map<Key, Reply> replies_;
};

}  // namespace

ParsedTemplate parse_template(TemplateKind kind, std::string_view text) {
  return Parser(kind, text).parse();
}

}  // namespace dialctl
