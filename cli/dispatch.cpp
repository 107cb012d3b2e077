#include "cli/dispatch.h"

#include <fmt/format.h>
#include <new>
#include <system_error>

#include "cli/help.h"
#include "cli/listing.h"
#include "cli/report.h"
#include "cli/values.h"
#include "engine/run/store.h"

namespace dialctl::cli {

namespace {

std::optional<std::string> argument(const Arguments& arguments, std::string_view name) {
  if (!arguments.knows(name) || !arguments.given(name)) return std::nullopt;
  return std::string{arguments.last(name)};
}

SettingsRequest settings_request(const Arguments& arguments, const Process& process) {
  SettingsRequest request;
  request.environment = process.environment;
  request.system_path = process.system_settings;
  request.config_path = argument(arguments, "config");
  for (const SettingSpec& spec : setting_specs()) {
    const auto value = argument(arguments, spec.key);
    if (value) request.flags.emplace_back(std::string{spec.key}, *value);
  }
  return request;
}

Result<Instant> now_of(const Arguments& arguments, Wiring& wiring, const ZoneTable* zone) {
  const Instant real = wiring.now();
  const auto given = argument(arguments, "now");
  if (!given) return real;
  const auto at = resolve(*parse_when(*given), real, zone);
  if (at) return *at;
  return Error{ErrorKind::usage, "usage.instant", fmt::format("--now: '{}' is out of range", *given),
               "instants from 1970-01-01 to 2037-09-30 are known"};
}

// Instants are checked once more when the zone and the present are known: "+4000d" may lead too far.
Result<void> check_instant(const Invocation& in, std::string_view name, const Value& value,
                           std::string_view place) {
  if (value.kind != ValueKind::instant || !in.given(name) || in.instant(name)) return {};
  return Error{ErrorKind::usage, "usage.instant",
               fmt::format("{}: '{}' is out of range", place, in.text(name)),
               "instants from 1970-01-01 to 2037-09-30 are known"};
}

Result<void> check_instants(const Command& command, const Invocation& in) {
  for (const Flag& flag : command.flags) {
    auto checked = check_instant(in, flag.name, flag.value, fmt::format("--{}", flag.name));
    if (!checked) return checked;
  }
  for (const Positional& positional : command.positionals) {
    auto checked = check_instant(in, positional.name, positional.value, positional.name);
    if (!checked) return checked;
  }
  return {};
}

Result<RowOptions> output_options(const ParsedLine& line, const Settings& settings, Wiring& wiring,
                                  const Process& process) {
  const Command& command = *line.command;
  const Format standard = parse_format(settings.text("output").value_or("table")).value_or(Format::table);
  auto options = row_options(command, line.arguments, standard);
  if (!options) return options;
  options.value().terminal = process.streams.out_terminal;
  options.value().colour = process.streams.colour;
  const auto zone_name = settings.text("tz");
  if (!zone_name || command.columns.empty()) return options;
  auto zone = wiring.zone(*zone_name);
  if (!zone) return zone.error();
  options.value().zone = std::move(zone.value());
  return options;
}

Result<ExitCode> run_command(const CommandTable& table, Wiring& wiring, const Process& process,
                             ParsedLine line) {
  const SettingsRequest request = settings_request(line.arguments, process);
  Settings settings{{}};
  if (line.command->loads_settings) {
    auto loaded = load_settings(request, wiring);
    if (!loaded) return loaded.error();
    settings = std::move(loaded.value());
  }
  auto options = output_options(line, settings, wiring, process);
  if (!options) return options.error();
  const auto now = now_of(line.arguments, wiring, options.value().zone.get());
  if (!now) return now.error();
  Invocation invocation{{&table, line.noun.get(), line.command, std::move(line.arguments), &settings,
                         &request, &wiring, process.streams, now.value(), std::move(options.value())}};
  if (auto checked = check_instants(*line.command, invocation); !checked) return checked.error();
  return line.command->run(invocation);
}

Result<ExitCode> run_line(const CommandTable& table, Wiring& wiring, const Process& process) {
  auto parsed = parse(table, process.words);
  if (!parsed) return parsed.error();
  ParsedLine& line = parsed.value();
  Sink& out = *process.streams.out;
  switch (line.kind) {
    case ParsedLine::Kind::run:
      return run_command(table, wiring, process, std::move(line));
    case ParsedLine::Kind::version:
      out.write(version_text(wiring));
      return ExitCode::done;
    case ParsedLine::Kind::help:
      if (line.command != nullptr) {
        out.write(help_of_command(*line.noun, *line.command));
      } else {
        out.write(line.noun != nullptr ? help_of_noun(*line.noun) : help_of_program(table));
      }
      return ExitCode::done;
  }
  return ExitCode::bug;
}

std::optional<std::string> config_among(const Words& words) {
  std::optional<std::string> path;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i].starts_with("--config=")) path = words[i].substr(9);
    if (words[i] == "--config" && i + 1 < words.size()) path = words[i + 1];
  }
  return path;
}

// As data would have been written: by the words, else by the settings as far as they can be read.
bool wants_json(const Process& process, Wiring& wiring) {
  if (const auto asked = asks_for_json(process.words)) return *asked;
  SettingsRequest request;
  request.environment = process.environment;
  request.system_path = process.system_settings;
  request.config_path = config_among(process.words);
  const auto settings = load_settings(request, wiring);
  const auto format = settings ? settings.value().text("output") : process.environment("DIALCTL_OUTPUT");
  return format && is_json(parse_format(*format).value_or(Format::table));
}

ExitCode fail(const Error& error, ExitCode code, Wiring& wiring, const Process& process) {
  process.streams.out->discard();
  process.streams.err->write(error_text(error, code, wants_json(process, wiring)));
  (void)process.streams.err->flush();  // nobody is left to be told
  return code;
}

ExitCode fail(const Error& error, Wiring& wiring, const Process& process) {
  return fail(error, exit_code_of(error), wiring, process);
}

ExitCode fail_as_bug(const Error& error, Wiring& wiring, const Process& process) {
  return fail(error, ExitCode::bug, wiring, process);
}

}  // namespace

std::string version_text(Wiring& wiring) {
  std::string out = fmt::format("dialctl {}\n", DIALCTL_VERSION);
  out += fmt::format("  cli11 {}\n", parser_version());
  out += fmt::format("  fmt {}.{}.{}\n", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
  for (const LinkedVersion& linked : wiring.versions()) {
    out += fmt::format("  {} {}\n", linked.name, linked.version);
  }
  return out;
}

ExitCode run(const CommandTable& table, Wiring& wiring, const Process& process) {
  try {
    const auto code = run_line(table, wiring, process);
    if (!code) {
      const ExitCode failed = fail(code.error(), wiring, process);
      (void)process.streams.out->flush();  // whole rows that had left in part
      return failed;
    }
    if (auto flushed = process.streams.out->flush(); !flushed) return fail(flushed.error(), wiring, process);
    return code.value();
  } catch (const StoreGone& gone) {
    return fail(gone.error(), wiring, process);
  } catch (const std::bad_alloc&) {
    return fail_as_bug({ErrorKind::store, "bug.no-memory", "out of memory; nothing half-done was kept",
                        "free memory or raise the limit, then run the command again"},
                       wiring, process);
  } catch (const std::system_error& error) {
    return fail({ErrorKind::store, "system.failed", fmt::format("the system refused: {}", error.what()),
                 "mend what it names, then run the command again"},
                wiring, process);
  } catch (const std::exception& error) {
    return fail_as_bug({ErrorKind::store, "bug.exception", fmt::format("a bug in dialctl: {}", error.what()),
                        "please report it with the command line and `dialctl --version`"},
                       wiring, process);
  }
}

}  // namespace dialctl::cli
