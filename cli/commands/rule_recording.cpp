// What a rule says of recording, field by field (CB-17).
#include <fmt/format.h>

#include "cli/commands/rule_fields.h"
#include "cli/declared/field_kinds.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;
using R = CallbackRule;

Error bad_notice(std::string_view text, std::string_view why) {
  return {ErrorKind::usage, "rule.bad-notice", fmt::format("notice '{}' {}", text, why),
          "write none, text:WORDS or audio:NAME"};
}

// What belongs to another kind of notice goes with it.
Result<void> set_notice(R& row, std::string_view text, const All& settings) {
  const auto colon = text.find(':');
  const auto kind = parse_text<NoticeKind>(text.substr(0, colon));
  if (!kind) return bad_notice(text, "is not known");
  const std::string_view words = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  if (*kind == NoticeKind::none && colon != std::string_view::npos)
    return bad_notice(text, "has nothing behind it");
  if (*kind != NoticeKind::none && words.empty()) return bad_notice(text, "does not say what");
  if (*kind == NoticeKind::audio && find_named(settings.audio, words) == nullptr)
    return no_such("audio", words);
  CallNotice& notice = row.recording.notice;
  if (*kind != NoticeKind::none) row.recording.no_notice_reason.clear();
  if (*kind != NoticeKind::text) notice = {};
  notice.kind = *kind;
  notice.text = words;
  return {};
}

std::string notice_text(const CallNotice& notice) {
  const std::string kind{to_text(notice.kind)};
  return notice.text.empty() ? kind : kind + ":" + notice.text;
}

std::string_view or_none(std::string_view text) {
  return text == "none" ? "" : text;
}

std::vector<Field<R>> wish_fields() {
  return {{"record",
           "YES|NO",
           "whether conversations are recorded",
           {.kind = ValueKind::choice, .choices = {"yes", "no"}},
           CellKind::boolean,
           true,
           [](R& row, std::string_view text, const All&) -> Result<void> {
             row.recording.on = as_yes(text);
             return {};
           },
           [](const R& row, const All&) { return Cell{row.recording.on}; }},
          {"keep-for",
           "LENGTH",
           "how long a recording is kept, from the end of the conversation: 30d",
           {.kind = ValueKind::duration},
           CellKind::seconds,
           true,
           [](R& row, std::string_view text, const All&) -> Result<void> {
             row.recording.keep_for = std::chrono::ceil<Seconds>(as_duration(text));
             return {};
           },
           [](const R& row, const All&) { return Cell{row.recording.keep_for}; }}};
}

}  // namespace

std::vector<Field<R>> recording_fields() {
  std::vector<Field<R>> fields = wish_fields();
  const auto add_text = [&](std::string_view name, std::string_view value_name, std::string_view help,
                            auto set, auto show) {
    fields.push_back({name, value_name, help, {}, CellKind::text, true, set, show});
  };
  add_text("notice", "WHAT", "what the customer hears before: none, text:WORDS or audio:NAME", set_notice,
           [](const R& row, const All&) { return Cell{notice_text(row.recording.notice)}; });
  add_text(
      "notice-language", "TAG", "of its words; none: the project's",
      [](R& row, std::string_view text, const All&) -> Result<void> {
        row.recording.notice.language = or_none(text);
        return {};
      },
      [](const R& row, const All&) { return Cell{row.recording.notice.language}; });
  add_text(
      "notice-voice", "NAME", "of its words, as the speech command knows it; none: the language's own",
      [](R& row, std::string_view text, const All&) -> Result<void> {
        row.recording.notice.voice = or_none(text);
        return {};
      },
      [](const R& row, const All&) { return Cell{row.recording.notice.voice}; });
  add_text(
      "no-notice-reason", "WHY", "why the customer is told nothing, where he is not",
      [](R& row, std::string_view text, const All&) -> Result<void> {
        row.recording.no_notice_reason = text;
        return {};
      },
      [](const R& row, const All&) { return Cell{row.recording.no_notice_reason}; });
  return fields;
}

}  // namespace dialctl::cli
