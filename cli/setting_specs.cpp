// The list of settings. A new one is one entry here; parsing,
// environment names, `config show` and the man page follow.
#include <array>

#include "cli/settings.h"

namespace dialctl::cli {

std::span<const SettingSpec> setting_specs() {
  static const std::array specs{
      SettingSpec{.key = "db", .value = {.kind = ValueKind::path}, .help = "the database file"},
      SettingSpec{.key = "listen-address",
                  .standard = "127.0.0.1",
                  .help = "where phone servers fetch prompts: an address of this machine"},
      SettingSpec{.key = "listen-port",
                  .value = {.kind = ValueKind::integer, .least = 0, .most = 65535},
                  .standard = "0",
                  .help = "its port; 0 is any free one"},
      SettingSpec{.key = "lock-timeout",
                  .value = {.kind = ValueKind::duration},
                  .standard = "5s",
                  .help = "how long to wait for another writer"},
      SettingSpec{.key = "output",
                  .value = {ValueKind::choice, {"table", "json", "ndjson", "csv", "tsv", "id"}},
                  .standard = "table",
                  .help = "how data is written where -o does not say"},
      SettingSpec{.key = "speech-command",
                  .standard = "espeak-ng -v {voice} -f {text_file} -w {out}",
                  .help = "turns text into sound: words with {text_file}, {out}, {language} and {voice}"},
      SettingSpec{.key = "tz", .help = "also show instants on the clocks of this zone"},
  };
  return specs;
}

}  // namespace dialctl::cli
