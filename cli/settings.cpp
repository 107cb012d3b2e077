#include "cli/settings.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/nearest.h"
#include "cli/values.h"
#include "engine/model/invariant.h"

namespace dialctl::cli {

namespace {

// "secret.*.file" fits "secret.asterisk.file".
bool fits(std::string_view pattern, std::string_view key) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == key;
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  if (key.size() <= head.size() + tail.size()) return false;
  const std::string_view middle = key.substr(head.size(), key.size() - head.size() - tail.size());
  return key.starts_with(head) && key.ends_with(tail) && middle.find('.') == std::string_view::npos;
}

const SettingSpec* spec_of(std::string_view key) {
  const auto specs = setting_specs();
  const auto found = std::find_if(specs.begin(), specs.end(),
                                  [key](const SettingSpec& spec) { return fits(spec.key, key); });
  return found == specs.end() ? nullptr : &*found;
}

Error unknown_key(const std::string& key, const std::string& place) {
  std::vector<std::string_view> keys;
  for (const SettingSpec& spec : setting_specs())
    keys.push_back(spec.key);
  std::string hint = "dialctl config show lists the settings";
  if (const auto close = nearest(key, keys)) hint = fmt::format("did you mean '{}'?", *close);
  return {ErrorKind::usage, "settings.unknown-key", fmt::format("{}: unknown setting '{}'", place, key),
          std::move(hint)};
}

// Commands named in the file are run: nobody else may write it. Missing files have no mode.
Result<void> check_mode(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  const bool owned = status.st_uid == ::geteuid() || status.st_uid == 0;
  if (S_ISREG(status.st_mode) && owned && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
  if (!S_ISREG(status.st_mode)) {
    return Error{ErrorKind::usage, "settings.not-a-file", fmt::format("{} is not a file", path),
                 "give a TOML file with --config"};
  }
  return Error{ErrorKind::usage, "settings.loose",
               fmt::format("{}: others may write this settings file", path),
               fmt::format("chmod go-w '{}' and make it yours", path)};
}

struct FileRead {
  std::vector<Setting> settings;
  std::vector<Error> errors;
};

FileRead read_file(const std::string& path, bool must_exist, Wiring& wiring) {
  FileRead read;
  if (auto mode = check_mode(path); !mode) {
    read.errors.push_back(mode.error());
    return read;
  }
  auto lines = wiring.read_settings(path);
  if (!lines) {
    const bool missing = lines.error().kind == ErrorKind::not_found;
    if (!missing || must_exist) read.errors.push_back(lines.error());
    return read;
  }
  for (const FileSetting& line : lines.value()) {
    const std::string place = fmt::format("{}:{}", path, line.line);
    const SettingSpec* spec = spec_of(line.key);
    if (spec == nullptr) {
      read.errors.push_back(unknown_key(line.key, place));
    } else if (auto checked = check_value(spec->value, fmt::format("{}: {}", place, line.key), line.value);
               !checked) {
      read.errors.push_back(checked.error());
    } else {
      read.settings.push_back({line.key, line.value, Source::file, place});
    }
  }
  return read;
}

struct Gathered {
  std::map<std::string, Setting, std::less<>> settings;
  std::vector<Error> errors;

  void put(Setting setting) { settings.insert_or_assign(setting.key, std::move(setting)); }
};

std::optional<std::string> chosen_path(const SettingsRequest& request) {
  if (request.config_path) return request.config_path;
  return request.environment("DIALCTL_CONFIG");
}

void gather_environment(const SettingsRequest& request, Gathered& gathered) {
  for (const SettingSpec& spec : setting_specs()) {
    const auto name = environment_name(spec);
    if (!name) continue;
    auto value = request.environment(*name);
    if (!value) continue;
    const std::string origin = "environment " + *name;
    if (auto checked = check_value(spec.value, origin, *value); !checked) {
      gathered.errors.push_back(checked.error());
    } else {
      gathered.put({std::string{spec.key}, std::move(*value), Source::environment, origin});
    }
  }
}

// Where the database lies unless told: beside the user's other data. Without a home there is no such place.
std::optional<Setting> home_database(const Environment& environment) {
  if (auto data = environment("XDG_DATA_HOME"); data && data->starts_with('/')) {
    return Setting{"db", *data + "/dialctl/dialctl.db", Source::standard, "environment XDG_DATA_HOME"};
  }
  if (auto home = environment("HOME"); home && home->starts_with('/')) {
    return Setting{"db", *home + "/.local/share/dialctl/dialctl.db", Source::standard, "environment HOME"};
  }
  return std::nullopt;
}

Gathered gather(const SettingsRequest& request, Wiring& wiring) {
  Gathered gathered;
  if (auto database = home_database(request.environment)) gathered.put(std::move(*database));
  for (const SettingSpec& spec : setting_specs()) {
    if (spec.standard.empty()) continue;
    gathered.put({std::string{spec.key}, std::string{spec.standard}, Source::standard, "built in"});
  }
  std::vector<std::string> paths = settings_paths(request);
  const bool chosen = chosen_path(request).has_value();
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {  // the nearest last, so that it wins
    FileRead read = read_file(*path, chosen && *path == paths.front(), wiring);
    for (Setting& setting : read.settings)
      gathered.put(std::move(setting));
    gathered.errors.insert(gathered.errors.end(), read.errors.begin(), read.errors.end());
  }
  gather_environment(request, gathered);
  for (const auto& [key, value] : request.flags) {
    gathered.put({key, value, Source::flag, "flag --" + key});
  }
  return gathered;
}

}  // namespace

std::optional<std::string> environment_name(const SettingSpec& spec) {
  if (spec.key.find('*') != std::string_view::npos) return std::nullopt;
  std::string name = "DIALCTL_";
  for (const char byte : spec.key) {
    const bool lower = byte >= 'a' && byte <= 'z';
    name += lower ? static_cast<char>(byte - 'a' + 'A') : (byte == '.' || byte == '-' ? '_' : byte);
  }
  return name;
}

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;  // an empty variable is an unset one
    return std::string{value};
  };
}

std::vector<std::string> settings_paths(const SettingsRequest& request) {
  std::vector<std::string> paths;
  if (auto chosen = chosen_path(request)) paths.push_back(std::move(*chosen));
  if (auto xdg = request.environment("XDG_CONFIG_HOME"); xdg && xdg->starts_with('/')) {
    paths.push_back(*xdg + "/dialctl/config.toml");
  } else if (auto home = request.environment("HOME"); home && home->starts_with('/')) {
    paths.push_back(*home + "/.config/dialctl/config.toml");
  }
  paths.push_back(request.system_path);
  return paths;
}

Result<Settings> load_settings(const SettingsRequest& request, Wiring& wiring) {
  Gathered gathered = gather(request, wiring);
  if (!gathered.errors.empty()) return gathered.errors.front();
  std::vector<Setting> values;
  for (auto& [key, setting] : gathered.settings)
    values.push_back(std::move(setting));
  return Settings{std::move(values)};
}

std::vector<Error> check_settings(const SettingsRequest& request, Wiring& wiring) {
  return gather(request, wiring).errors;
}

const Setting* Settings::find(std::string_view key) const {
  DIALCTL_INVARIANT(spec_of(key) != nullptr);
  const auto found = std::find_if(values_.begin(), values_.end(),
                                  [key](const Setting& setting) { return setting.key == key; });
  return found == values_.end() ? nullptr : &*found;
}

std::optional<std::string> Settings::text(std::string_view key) const {
  const Setting* setting = find(key);
  return setting == nullptr ? std::nullopt : std::optional{setting->value};
}

std::optional<std::int64_t> Settings::integer(std::string_view key) const {
  const Setting* setting = find(key);
  return setting == nullptr ? std::nullopt : parse_integer(setting->value);
}

std::optional<Milliseconds> Settings::duration(std::string_view key) const {
  const Setting* setting = find(key);
  return setting == nullptr ? std::nullopt : parse_duration(setting->value);
}

}  // namespace dialctl::cli
