// project: whose orders they are, and how its customers are called.
#include <algorithm>

#include "cli/commands/nouns.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct Projects {
  using Row = Project;
  static constexpr std::string_view kNoun = "project";
  static const std::vector<Row>& rows(const All& settings) { return settings.projects; }
  static const std::vector<Field<Row>>& fields();
  static Result<void> check(const Row& row, const All& settings, Ports& ports);
};

Field<Project> price_field() {
  return {
      "price",
      "AMOUNT",
      "of a minute of conversation",
      {},
      CellKind::text,
      true,
      [](Project& row, std::string_view text, const All&) -> Result<void> {
        const auto milli = as_milli(text);
        if (!milli) return not_a_number(text);
        row.price.micros_per_minute = std::int64_t{*milli} * 1000;
        return {};
      },
      [](const Project& row, const All&) { return Cell{from_milli(row.price.micros_per_minute / 1000)}; }};
}
// "office=2.1,abroad=12": names of providers, and what a minute costs with them.
Result<void> set_prices(Project& row, std::string_view text, const All& settings) {
  row.price_by_provider.clear();
  if (text == "none") return {};
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const auto equals = part.find('=');
    const auto* provider = find_named(settings.providers, part.substr(0, equals));
    if (provider == nullptr) return no_such("provider", part.substr(0, equals));
    const auto milli = equals == std::string_view::npos ? std::nullopt : as_milli(part.substr(equals + 1));
    if (!milli) return not_a_number(equals == std::string_view::npos ? part : part.substr(equals + 1));
    row.price_by_provider[provider->id] = std::int64_t{*milli} * 1000;
  }
  return {};
}
Cell show_prices(const Project& row, const All& settings) {
  std::string text;
  for (const auto& [id, micros] : row.price_by_provider) {
    const auto* provider = find(settings.providers, id);
    if (provider == nullptr) continue;
    text += (text.empty() ? "" : ",") + provider->name + "=" + from_milli(micros / 1000);
  }
  return text.empty() ? Cell{} : Cell{std::move(text)};
}
Field<Project> provider_price_field() {
  return {"price-by-provider",
          "PROVIDER=AMOUNT,...",
          "of a minute, where a provider has another price; or none",
          {},
          CellKind::text,
          true,
          set_prices,
          show_prices};
}

Field<Project> currency_field() {
  return {"currency",
          "CODE",
          "of the price",
          {},
          CellKind::text,
          true,
          [](Project& row, std::string_view text, const All&) -> Result<void> {
            row.price.currency = text;
            return {};
          },
          [](const Project& row, const All&) { return Cell{row.price.currency}; }};
}
Field<Project> increment_field() {
  return {"billing-increment",
          "LENGTH",
          "conversations are rounded up to it",
          {.kind = ValueKind::duration},
          CellKind::seconds,
          true,
          [](Project& row, std::string_view text, const All&) -> Result<void> {
            row.price.increment = std::chrono::ceil<Seconds>(as_duration(text));
            return {};
          },
          [](const Project& row, const All&) { return Cell{row.price.increment}; }};
}

const std::vector<Field<Project>>& Projects::fields() {
  using P = Project;
  static const std::vector<Field<P>> all{
      text_field<&P::region>("region", "CC", "country of numbers without a country code, two letters",
                             Shown::always),
      text_field<&P::zone>("zone", "ZONE", "the project's time zone, e.g. Europe/Kyiv", Shown::always),
      reference_field<&P::queue, &All::queues>(
          "queue", "whose operators its customers are connected to, or none", "queue-name", Shown::always),
      reference_field<&P::schedule, &All::schedules>(
          "schedule", "when it may call; none: the legal hours alone", "schedule-name", Shown::always),
      reference_field<&P::policy, &All::policies>(
          "policy", "its retry policy; none: every 20 minutes, 5 times", "policy-name"),
      reference_field<&P::provider, &All::providers>(
          "provider", "who carries its calls; none: the only one there is", "provider-name"),
      choice_field<&P::ambiguous_zone>(
          "ambiguous-zone", "a number in several zones: open in all of them, or as the project's zone",
          {"all", "project"}),
      text_field<&P::caller_id>("caller-id", "NUMBER", "the number that customers see"),
      text_field<&P::language>("language", "TAG", "of text-to-speech, e.g. uk or ru"),
      text_field<&P::spoken_name>("spoken-name", "TEXT",
                                  "who called, said to a caller whom nobody could take"),
      text_field<&P::callback_number>("callback-number", "NUMBER", "said after the name"),
      text_field<&P::card_url>("card-url", "URL", "the order's page, with tags such as {{order_id}}"),
      text_field<&P::connect_hook>("connect-hook", "COMMAND",
                                   "a command or http URL that gets the order when an operator is connected"),
      price_field(),
      provider_price_field(),
      currency_field(),
      increment_field(),
      count_field<&P::lines_max>("lines", "most calls at once; 0 is unlimited"),
      decimal_field<&P::calls_per_second_milli>("calls-per-second",
                                                "most new calls a second; 0 is unlimited"),
      yes_field<&P::paused>("paused", "no new calls while yes", Shown::always),
  };
  return all;
}

Result<void> Projects::check(const Row& row, const All&, Ports& ports) {
  if (row.region.empty() || row.zone.empty()) {
    return Error{ErrorKind::usage, "project.incomplete", "a project needs a region and a zone",
                 "add --region UA --zone Europe/Kyiv"};
  }
  if (auto zone = ports.zones().find(row.zone); !zone) return zone.error();
  return {};
}

}  // namespace

Noun project_noun() {
  return {
      .name = "project",
      .summary = "Whose orders they are, and how their customers are called",
      .commands = declared_commands<Projects>(
          "Add a project",
          {{"dialctl project add shop --region UA --zone Europe/Kyiv --queue sales", "a shop in Ukraine"}},
          "project-name"),
      .completers = {{"project-name", names_of<Projects>}}};
}

}  // namespace dialctl::cli
