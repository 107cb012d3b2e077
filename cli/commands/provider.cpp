// provider: who carries the calls, and how it is reached.
#include <array>

#include "cli/commands/nouns.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct ProviderNoun {
  using Row = ProviderSettings;
  static constexpr std::string_view kNoun = "provider";
  static const std::vector<Row>& rows(const All& settings) { return settings.providers; }
  static const std::vector<Field<Row>>& fields();
  static Result<void> check(const Row& row, const All& settings, Ports& ports);
};

struct Option {
  std::string_view flag;
  std::string_view key;  // in ProviderSettings::options
  std::string_view value_name;
  std::string_view help;
};
// Of kind asterisk.
constexpr std::array kOptions{
    Option{"url", "url", "URL", "of the REST interface, e.g. http://127.0.0.1:8088/ari"},
    Option{"user", "user", "NAME", "its user"},
    Option{"app", "app", "NAME", "Stasis application; two dialers on one server need two"},
    Option{"customer-endpoint", "customer_endpoint", "PATTERN", "e.g. PJSIP/{number}@carrier"},
    Option{"operator-endpoint", "operator_endpoint", "PATTERN", "e.g. PJSIP/{number}"},
    Option{"formats", "formats", "LIST", "codecs to offer, e.g. ulaw"},
    Option{"caller-id", "caller_id", "NUMBER", "when a project has none"},
    Option{"prompt-url", "prompt_url", "URL",
           "where the phone server fetches prompts; default: from this dialctl"},
    Option{"amd-context", "amd_context", "NAME", "dialplan context that tells machines from people"},
    Option{"watch", "watch", "ENDPOINTS",
           "trunks whose incoming calls are watched for lost ones, e.g. PJSIP/carrier"},
    Option{"connections", "connections", "COUNT", "HTTP connections at once"},
};

template <std::size_t index>
Field<ProviderSettings> option_field() {
  constexpr Option option = kOptions[index];
  return {option.flag,
          option.value_name,
          option.help,
          {},
          CellKind::text,
          option.flag != "url",
          [](ProviderSettings& row, std::string_view text, const All&) -> Result<void> {
            const std::string key{kOptions[index].key};
            if (text.empty()) {
              row.options.erase(key);
            } else {
              row.options[key] = text;
            }
            return {};
          },
          [](const ProviderSettings& row, const All&) {
            const auto found = row.options.find(std::string{kOptions[index].key});
            return found == row.options.end() ? Cell{} : Cell{found->second};
          }};
}

Field<ProviderSettings> redial_field() {
  return {"redial-after-absent",
          "LENGTH",
          "an unknown call that is not listed for so long was not placed; off: a person decides",
          {},
          CellKind::seconds,
          true,
          [](ProviderSettings& row, std::string_view text, const All&) -> Result<void> {
            row.redial_after_absent.reset();
            if (text == "off" || text.empty()) return {};
            const auto length = parse_duration(text);
            if (!length) {
              return Error{ErrorKind::usage, "value.bad-duration",
                           "'" + std::string{text} + "' is not a length", "write it like 10m, or off"};
            }
            row.redial_after_absent = std::chrono::ceil<Seconds>(*length);
            return {};
          },
          [](const ProviderSettings& row, const All&) { return Cell{row.redial_after_absent}; }};
}

template <std::size_t... index>
std::vector<Field<ProviderSettings>> option_fields(std::index_sequence<index...>) {
  return {option_field<index>()...};
}

const std::vector<Field<ProviderSettings>>& ProviderNoun::fields() {
  using P = ProviderSettings;
  static const std::vector<Field<P>> all = [] {
    std::vector<Field<P>> fields{text_field<&P::kind>("kind", "KIND", "asterisk", Shown::always)};
    for (auto& field : option_fields(std::make_index_sequence<kOptions.size()>{}))
      fields.push_back(field);
    fields.push_back(text_field<&P::secret_from>(
        "password-from", "SOURCE",
        "file:/path, env:NAME, credential:NAME or command:WORDS; never the password itself"));
    fields.push_back(
        count_field<&P::lines_max>("lines", "most calls at once; 0 is unlimited", 0, Shown::always));
    fields.push_back(decimal_field<&P::calls_per_second_milli>(
        "calls-per-second", "most new calls a second; 0 is unlimited", Shown::always));
    fields.push_back(
        length_field<&P::settle_window>("settle-window", "how long an unknown call is looked for"));
    fields.push_back(redial_field());
    fields.push_back(yes_field<&P::enabled>("enabled", "whether the loop uses it", Shown::always));
    return fields;
  }();
  return all;
}

Result<void> ProviderNoun::check(const Row& row, const All&, Ports& ports) {
  return ports.check_provider(row);
}

Result<ExitCode> test(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const auto* row = find_named(settings.value().providers, in.text("name"));
  if (row == nullptr) return no_such("provider", in.text("name"));
  auto reached = ports.value()->try_provider(*row, in.duration("wait").value_or(Milliseconds{5000}));
  if (!reached) return reached.error();
  in.note("provider '" + row->name + "' answers");
  return ExitCode::done;
}

}  // namespace

Noun provider_noun() {
  Noun noun{.name = "provider",
            .summary = "Who carries the calls",
            .commands = declared_commands<ProviderNoun>(
                "Add a provider",
                {{"dialctl provider add office --url http://127.0.0.1:8088/ari --user dialer "
                  "--password-from file:/etc/dialctl/ari.secret",
                  "an Asterisk on this machine"}},
                "provider-name"),
            .completers = {{"provider-name", names_of<ProviderNoun>}}};
  noun.commands.push_back(
      {.verb = "test",
       .summary = "Connect to it and come back; no call is made",
       .examples = {{"dialctl provider test office --wait 2s", "in a script, before run"}},
       .positionals = {{.name = "name", .help = "its name", .value = {.complete = "provider-name"}}},
       .flags = {{.name = "wait",
                  .help = "give up after this; 5s",
                  .value_name = "LENGTH",
                  .value = {.kind = ValueKind::duration}}},
       .access = Access::read,
       .run = test});
  return noun;
}

}  // namespace dialctl::cli
