#include "cli/declared/field.h"

#include "cli/declared/field_kinds.h"
#include "engine/model/invariant.h"

namespace dialctl::cli {

Error no_such(std::string_view noun, std::string_view name) {
  const std::string command{noun};
  return Error{ErrorKind::not_found, "settings.no-such-row",
               "there is no " + command + " '" + std::string{name} + "'",
               "dialctl " + command + " list shows those that there are"};
}

Error not_a_number(std::string_view text) {
  return Error{ErrorKind::usage, "value.bad-number", "'" + std::string{text} + "' is not a number from 0 on",
               "write it like 2.5, with at most three decimals"};
}

Error not_a_percentage(std::string_view text) {
  return {ErrorKind::usage, "value.bad-percentage",
          "'" + std::string{text} + "' is not a percentage from 0 to 100",
          "write it like 3 or 2.5, with at most two decimals and without a sign"};
}

Error not_minutes(std::string_view text, int least) {
  return {ErrorKind::usage, "settings.not-minutes",
          "'" + std::string{text} + "' is no length of whole minutes" + (least > 0 ? ", at least one" : ""),
          "write 30m, 2h or 1d"};
}

std::string_view noun_of(std::vector<QueueSettings> dialctl::Settings::*) {
  return "queue";
}
std::string_view noun_of(std::vector<ScheduleSettings> dialctl::Settings::*) {
  return "schedule";
}
std::string_view noun_of(std::vector<RetryPolicy> dialctl::Settings::*) {
  return "policy";
}
std::string_view noun_of(std::vector<ProviderSettings> dialctl::Settings::*) {
  return "provider";
}
std::string_view noun_of(std::vector<TemplateSettings> dialctl::Settings::*) {
  return "template";
}
std::string_view noun_of(std::vector<OrderStatusSettings> dialctl::Settings::*) {
  return "order-status";
}

Milliseconds as_duration(std::string_view text) {
  const auto parsed = parse_duration(text);
  DIALCTL_INVARIANT(parsed.has_value());
  return *parsed;
}

std::int64_t as_integer(std::string_view text) {
  const auto parsed = parse_integer(text);
  DIALCTL_INVARIANT(parsed.has_value());
  return *parsed;
}

std::optional<int> as_milli(std::string_view text) {
  const auto dot = text.find('.');
  const auto whole = parse_integer(text.substr(0, dot));
  if (!whole || *whole < 0 || *whole > 1'000'000) return std::nullopt;
  std::int64_t milli = *whole * 1000;
  if (dot == std::string_view::npos) return static_cast<int>(milli);
  std::string decimals{text.substr(dot + 1)};
  if (decimals.empty() || decimals.size() > 3 || decimals.front() == '-' || decimals.front() == '+')
    return std::nullopt;
  decimals.resize(3, '0');
  const auto rest = parse_integer(decimals);
  if (!rest) return std::nullopt;
  return static_cast<int>(milli + *rest);
}

std::string from_milli(std::int64_t milli) {
  std::string text = std::to_string(milli / 1000);
  if (milli % 1000 == 0) return text;
  std::string decimals = std::to_string(1000 + milli % 1000).substr(1);
  while (decimals.back() == '0')
    decimals.pop_back();
  return text + "." + decimals;
}

bool as_yes(std::string_view text) {
  return text == "yes";
}

}  // namespace dialctl::cli
