// config: what the settings are and where each came from. Also the pattern for other nouns: handlers in an
// unnamed namespace, then the description.
#include <fmt/format.h>

#include "cli/commands/nouns.h"
#include "cli/invocation.h"
#include "cli/nearest.h"

namespace dialctl::cli {

namespace {

std::vector<std::string_view> known_keys(const Settings& settings) {
  std::vector<std::string_view> keys;
  for (const SettingSpec& spec : setting_specs()) {
    if (spec.key.find('*') == std::string_view::npos) keys.push_back(spec.key);
  }
  for (const Setting& setting : settings.all()) {
    if (std::find(keys.begin(), keys.end(), setting.key) == keys.end()) keys.push_back(setting.key);
  }
  return keys;
}

Result<ExitCode> show(Invocation& in) {
  Rows out = in.rows(in.flag("origin"));
  for (const std::string_view key : known_keys(in.settings())) {
    const Setting* setting = in.settings().find(key);
    const bool set = setting != nullptr;
    if (!out.add({key, set ? Cell{setting->value} : Cell{}, set ? Cell{setting->origin} : Cell{}})) break;
  }
  return out.finish();
}

Result<ExitCode> get(Invocation& in) {
  const std::string_view key = in.text("key");
  const auto keys = known_keys(in.settings());
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
    std::string hint = "dialctl config show lists the settings";
    if (const auto close = nearest(key, keys)) hint = fmt::format("did you mean '{}'?", *close);
    return Error{ErrorKind::not_found, "settings.unknown-key", fmt::format("there is no setting '{}'", key),
                 std::move(hint)};
  }
  const Setting* setting = in.settings().find(key);
  if (setting == nullptr) {
    return Error{ErrorKind::not_found, "settings.not-set", fmt::format("'{}' is not set", key),
                 "dialctl config show tells which are"};
  }
  in.print(setting->value + '\n');
  return ExitCode::done;
}

Result<ExitCode> validate(Invocation& in) {
  const std::vector<Error> errors = check_settings(in.settings_request(), in.wiring());
  Rows out = in.rows();
  for (const Error& error : errors) {
    if (!out.add({error.code, error.message, error.hint})) break;
  }
  return out.finish(errors.empty() ? ExitCode::done : ExitCode::differs);
}

Result<std::vector<std::string>> setting_keys(Invocation&, std::string_view prefix) {
  std::vector<std::string> keys;
  for (const SettingSpec& spec : setting_specs()) {
    if (spec.key.starts_with(prefix)) keys.emplace_back(spec.key);
  }
  return keys;
}

}  // namespace

Noun config_noun() {
  return {
      .name = "config",
      .summary = "Settings and where they come from",
      .commands =
          {{.verb = "show",
            .summary = "List every setting with its value",
            .description =
                "A flag wins over the environment, that over the file of --config, that over the file in "
                "the user's configuration folder, that over /etc/dialctl/config.toml.",
            .examples = {{"dialctl config show --origin",
                          "which value holds, and which file or variable set it"},
                         {"dialctl config show --json", "the same for a program"}},
            .flags = {{.name = "origin", .help = "also where each value comes from"}},
            .columns =
                {{.name = "key", .help = "the setting's name"},
                 {.name = "value", .help = "what holds now"},
                 {.name = "origin", .help = "flag, variable, file with line, or built in", .wide = true}},
            .shape = Shape::list,
            .run = show},
           {.verb = "get",
            .summary = "Print one setting's value",
            .examples = {{"sqlite3 \"$(dialctl config get db)\"", "the database that commands use"}},
            .positionals =
                {{.name = "key", .help = "the setting's name", .value = {.complete = "setting-key"}}},
            .shape = Shape::text,
            .run = get},
           {.verb = "validate",
            .summary = "Check every settings file and variable",
            .description = "Lists all mistakes, not only the first. Ends with 1 if there are any.",
            .examples = {{"dialctl config validate --config new.toml && mv new.toml /etc/dialctl/config.toml",
                          "put a file in place only if it is right"}},
            .columns = {{.name = "code", .help = "kind of mistake"},
                        {.name = "message", .help = "what is wrong and where"},
                        {.name = "hint", .help = "what to do"}},
            .shape = Shape::list,
            .loads_settings = false,
            .run = validate}},
      .completers = {{"setting-key", setting_keys}},
  };
}

}  // namespace dialctl::cli
