// Settings and where each came from: flag > environment > --config file > XDG file > /etc > built in.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"
#include "cli/ports.h"
#include "engine/model/result.h"

namespace dialctl::cli {

struct SettingSpec {
  std::string_view key{};       // "listen.address"; one part may be "*": "secret.*.file"
  Value value{};                // how it is checked
  std::string_view standard{};  // the built-in value; empty: none
  std::string_view help{};
};
// Every setting there is. A key in a file that is not here is refused with the nearest one suggested.
std::span<const SettingSpec> setting_specs();
// "DIALCTL_LISTEN_ADDRESS"; none for keys with "*".
std::optional<std::string> environment_name(const SettingSpec& spec);

enum class Source { flag, environment, file, standard };
struct Setting {
  std::string key;
  std::string value;
  Source source = Source::standard;
  std::string origin;  // "flag --db", "environment DIALCTL_DB", "/etc/dialctl/config.toml:12", "built in"
};

// The part of the process's environment that is looked at; a test gives its own.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

class Settings {
 public:
  explicit Settings(std::vector<Setting> values) : values_(std::move(values)) {}

  // The value in force, or nullopt. A key that setting_specs() lacks is a broken invariant.
  std::optional<std::string> text(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::optional<Milliseconds> duration(std::string_view key) const;
  const Setting* find(std::string_view key) const;
  const std::vector<Setting>& all() const { return values_; }  // by key

 private:
  std::vector<Setting> values_;
};

struct SettingsRequest {
  std::vector<std::pair<std::string, std::string>> flags;  // key and value of flags that are settings
  std::optional<std::string> config_path;                  // of --config
  Environment environment;
  std::string system_path = "/etc/dialctl/config.toml";
};

// Errors (usage): unknown key, a value of the wrong kind, a file that others may write; each names file and
// line. store: a file that cannot be read. not_found: the file of --config or DIALCTL_CONFIG.
Result<Settings> load_settings(const SettingsRequest& request, Wiring& wiring);
// All mistakes of all files, for `config validate`; empty when there is none.
std::vector<Error> check_settings(const SettingsRequest& request, Wiring& wiring);
// The files that would be read, nearest first, whether or not they exist.
std::vector<std::string> settings_paths(const SettingsRequest& request);

}  // namespace dialctl::cli
