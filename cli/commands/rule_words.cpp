#include "cli/commands/rule_words.h"

#include <fmt/format.h>

#include "cli/commands/number_words.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

// "queue:sales" is queue and sales; "transfer" is transfer and nothing.
struct Word {
  std::string_view kind;
  std::string_view value;
  bool has_value = false;
};

Word split(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {text, "", false};
  return {text.substr(0, colon), text.substr(colon + 1), true};
}

Error bad_place(std::string_view text, std::string_view why) {
  return {ErrorKind::usage, "rule.bad-place", fmt::format("place '{}' {}", text, why),
          "write any, transfer, or queue:NAME, project:NAME, operator:NAME, group:NAME, number:NUMBER, "
          "site:TEXT, scenario:TEXT, tag:TEXT"};
}
Error bad_target(std::string_view text, std::string_view why) {
  return {ErrorKind::usage, "rule.bad-target", fmt::format("target '{}' {}", text, why),
          "write project, lost-by, tried, last-phase, or queue:NAME, operator:NAME, group:NAME, "
          "number:NUMBER, template:NAME"};
}
Error bad_prompt(std::string_view text, std::string_view why) {
  return {ErrorKind::usage, "rule.bad-prompt", fmt::format("prompt '{}' {}", text, why),
          "write standard, none, facts, text:WORDS or audio:NAME"};
}

template <class Row>
Result<std::int64_t> id_of(const std::vector<Row>& rows, std::string_view noun, std::string_view name) {
  const Row* row = find_named(rows, name);
  if (row == nullptr) return no_such(noun, name);
  return row->id.value;
}
template <class Row>
std::string name_of(const std::vector<Row>& rows, std::int64_t id) {
  const Row* row = find(rows, decltype(Row::id){id});
  return row == nullptr ? "?" : row->name;
}

Result<std::int64_t> row_of_place(PlaceKind kind, std::string_view name, const All& settings) {
  switch (kind) {
    case PlaceKind::project:
      return id_of(settings.projects, "project", name);
    case PlaceKind::queue:
      return id_of(settings.queues, "queue", name);
    case PlaceKind::operator_name:
      return id_of(settings.operators, "operator", name);
    case PlaceKind::group:
      return id_of(settings.groups, "group", name);
    case PlaceKind::number:
    case PlaceKind::site:
    case PlaceKind::scenario:
    case PlaceKind::transfer:
    case PlaceKind::tag:
      return std::int64_t{0};
  }
  return std::int64_t{0};
}

// A rule stands above several projects, so the number is read without one.
Result<std::string> text_of_place(PlaceKind kind, std::string_view text, Ports& ports, const All& settings) {
  if (kind == PlaceKind::site || kind == PlaceKind::scenario || kind == PlaceKind::tag)
    return std::string{text};
  if (kind != PlaceKind::number) return std::string{};
  auto number = number_of(ports, settings, std::nullopt, text);
  if (!number) return number.error();
  return number.value().text();
}

constexpr std::string_view kNumberTarget = "number";
// A short number of the own phone server, in no numbering plan.
constexpr std::size_t kExtensionMost = 6;

bool is_own_extension(std::string_view text) {
  return text.size() <= kExtensionMost && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool takes_name(TargetKind kind) {
  return kind == TargetKind::queue || kind == TargetKind::operator_name || kind == TargetKind::group ||
         kind == TargetKind::scenario;
}

Result<std::int64_t> row_of_target(TargetKind kind, std::string_view name, const All& settings) {
  switch (kind) {
    case TargetKind::queue:
      return id_of(settings.queues, "queue", name);
    case TargetKind::operator_name:
      return id_of(settings.operators, "operator", name);
    case TargetKind::group:
      return id_of(settings.groups, "group", name);
    case TargetKind::scenario:
      return id_of(settings.templates, "template", name);
    case TargetKind::as_project:
    case TargetKind::lost_by:
    case TargetKind::tried:
    case TargetKind::last_phase:
      return std::int64_t{0};
  }
  return std::int64_t{0};
}

std::string short_text(Seconds length) {
  const auto seconds = length.count();
  if (seconds != 0 && seconds % 86400 == 0) return std::to_string(seconds / 86400) + "d";
  if (seconds != 0 && seconds % 3600 == 0) return std::to_string(seconds / 3600) + "h";
  if (seconds != 0 && seconds % 60 == 0) return std::to_string(seconds / 60) + "m";
  return std::to_string(seconds) + "s";
}

}  // namespace

Result<LossPlace> parse_place(std::string_view text, Ports& ports, const All& settings) {
  const Word word = split(text);
  const auto kind = parse_text<PlaceKind>(word.kind);
  if (!kind) return bad_place(text, "is not known");
  if (*kind == PlaceKind::transfer && word.has_value) return bad_place(text, "has no name behind it");
  if (*kind != PlaceKind::transfer && word.value.empty()) return bad_place(text, "does not say which one");
  auto id = row_of_place(*kind, word.value, settings);
  if (!id) return id.error();
  auto words = text_of_place(*kind, word.value, ports, settings);
  if (!words) return words.error();
  return LossPlace{*kind, id.value(), std::move(words).value()};
}

std::string place_text(const LossPlace& place, const All& settings) {
  const std::string kind{to_text(place.kind)};
  switch (place.kind) {
    case PlaceKind::project:
      return kind + ":" + name_of(settings.projects, place.id);
    case PlaceKind::queue:
      return kind + ":" + name_of(settings.queues, place.id);
    case PlaceKind::operator_name:
      return kind + ":" + name_of(settings.operators, place.id);
    case PlaceKind::group:
      return kind + ":" + name_of(settings.groups, place.id);
    case PlaceKind::number:
    case PlaceKind::site:
    case PlaceKind::scenario:
    case PlaceKind::tag:
      return kind + ":" + place.text;
    case PlaceKind::transfer:
      return kind;
  }
  return kind;
}

std::string places_text(const CallbackRule& rule, const All& settings) {
  std::string text;
  for (const LossPlace& place : rule.places)
    text += (text.empty() ? "" : ", ") + place_text(place, settings);
  return text.empty() ? "any" : text;
}

Result<std::string> number_of_target(std::string_view text, Ports& ports, const All& settings) {
  const Word word = split(text);
  if (word.kind != kNumberTarget) return std::string{};
  if (word.value.empty()) return bad_target(text, "does not say which one");
  if (is_own_extension(word.value)) return std::string{word.value};
  auto number = number_of(ports, settings, std::nullopt, word.value);
  if (!number) return number.error();
  return number.value().text();
}

Result<void> set_target(CallbackRule& rule, std::string_view text, const All& settings) {
  const Word word = split(text);
  if (word.kind == kNumberTarget) return {};  // number_of_target()
  const auto kind = parse_text<TargetKind>(word.kind);
  if (!kind) return bad_target(text, "is not known");
  if (!takes_name(*kind) && word.has_value) return bad_target(text, "has no name behind it");
  if (takes_name(*kind) && word.value.empty()) return bad_target(text, "does not say which one");
  auto id = row_of_target(*kind, word.value, settings);
  if (!id) return id.error();
  rule.target.kind = *kind;
  rule.target.id = id.value();
  return {};
}

std::string target_text(const CallbackRule& rule, const All& settings) {
  const std::string kind{to_text(rule.target.kind)};
  switch (rule.target.kind) {
    case TargetKind::queue:
      return kind + ":" + name_of(settings.queues, rule.target.id);
    case TargetKind::operator_name: {
      const std::string name = name_of(settings.operators, rule.target.id);
      const bool is_number = name.find_first_not_of("+0123456789") == std::string::npos;
      return (is_number ? std::string{kNumberTarget} : kind) + ":" + name;
    }
    case TargetKind::group:
      return kind + ":" + name_of(settings.groups, rule.target.id);
    case TargetKind::scenario:
      return kind + ":" + name_of(settings.templates, rule.target.id);
    case TargetKind::as_project:
    case TargetKind::lost_by:
    case TargetKind::tried:
    case TargetKind::last_phase:
      return kind;
  }
  return kind;
}

Result<void> set_prompt(CallbackRule& rule, std::string_view text, const All& settings) {
  const Word word = split(text);
  const auto kind = parse_text<PromptKind>(word.kind);
  if (!kind) return bad_prompt(text, "is not known");
  const bool takes_words = *kind == PromptKind::text || *kind == PromptKind::audio;
  if (!takes_words && word.has_value) return bad_prompt(text, "has nothing behind it");
  if (takes_words && word.value.empty()) return bad_prompt(text, "does not say what");
  if (*kind == PromptKind::audio && find_named(settings.audio, word.value) == nullptr)
    return no_such("audio", word.value);
  rule.prompt = {*kind, std::string{word.value}};
  return {};
}

std::string prompt_text(const CallbackRule& rule) {
  const std::string kind{to_text(rule.prompt.kind)};
  return rule.prompt.text.empty() ? kind : kind + ":" + rule.prompt.text;
}

Result<void> set_intervals(CallbackRule& rule, std::string_view text, const All&) {
  std::vector<Seconds> intervals;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const auto length = parse_duration(text.substr(at, end - at));
    if (!length || *length < Milliseconds{0})
      return Error{ErrorKind::usage, "rule.intervals",
                   fmt::format("'{}' is not an interval", text.substr(at, end - at)),
                   "give one for each try, as --intervals 0s,5m,15m"};
    intervals.push_back(std::chrono::ceil<Seconds>(*length));
    at = end + 1;
  }
  rule.intervals = std::move(intervals);
  return {};
}

std::string intervals_text(const CallbackRule& rule) {
  std::string text;
  for (const Seconds one : rule.intervals)
    text += (text.empty() ? "" : ",") + short_text(one);
  return text;
}

}  // namespace dialctl::cli
