#include "cli/settings.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include "cli/secrets.h"
#include "tests/cli/sample_table.h"

using namespace dialctl;
using namespace dialctl::cli;

namespace {

SettingsRequest request_of(std::map<std::string, std::string> variables) {
  SettingsRequest request;
  request.system_path = "/etc/test.toml";
  request.environment = [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
  };
  return request;
}

struct Folder {
  std::string path = std::filesystem::temp_directory_path() / "dialctl-settings-test-XXXXXX";
  Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const char* name, const char* text, mode_t mode) const {
    const std::string full = path + '/' + name;
    std::ofstream{full} << text;
    ::chmod(full.c_str(), mode);
    return full;
  }
};

}  // namespace

TEST_CASE("CLI flag beats environment beats file beats XDG beats /etc") {
  FakeWiring wiring;
  wiring.files["/etc/test.toml"] = {{"db", "/etc.db", 3}, {"tz", "Etc/UTC", 4}, {"output", "csv", 5}};
  wiring.files["/home/a/.config/dialctl/config.toml"] = {{"db", "/xdg.db", 1}, {"tz", "Asia/Tokyo", 2}};
  wiring.files["/given.toml"] = {{"db", "/given.db", 7}};
  SettingsRequest request = request_of({{"HOME", "/home/a"}});
  const auto origin = [&](const char* key) {
    const auto settings = load_settings(request, wiring);
    REQUIRE(settings);
    const Setting* found = settings.value().find(key);
    return found->value + " from " + found->origin;
  };
  CHECK(origin("output") == "csv from /etc/test.toml:5");
  CHECK(origin("tz") == "Asia/Tokyo from /home/a/.config/dialctl/config.toml:2");
  CHECK(origin("db") == "/xdg.db from /home/a/.config/dialctl/config.toml:1");
  CHECK(origin("lock-timeout") == "5s from built in");
  request = request_of({{"HOME", "/home/a"}, {"DIALCTL_CONFIG", "/given.toml"}});
  CHECK(origin("db") == "/given.db from /given.toml:7");
  request = request_of({{"HOME", "/home/a"}, {"DIALCTL_CONFIG", "/given.toml"}, {"DIALCTL_DB", "/env.db"}});
  CHECK(origin("db") == "/env.db from environment DIALCTL_DB");
  request.flags.emplace_back("db", "/flag.db");
  CHECK(origin("db") == "/flag.db from flag --db");
}

TEST_CASE("CLI without a file the database lies beside the user's data, without a home nowhere") {
  FakeWiring wiring;
  CHECK(load_settings(request_of({{"HOME", "/home/a"}}), wiring).value().text("db") ==
        "/home/a/.local/share/dialctl/dialctl.db");
  CHECK(load_settings(request_of({{"XDG_DATA_HOME", "/data"}}), wiring).value().text("db") ==
        "/data/dialctl/dialctl.db");
  CHECK_FALSE(load_settings(request_of({}), wiring).value().text("db"));
}

TEST_CASE("CLI mistakes in settings are all found, with file, line and the nearest key") {
  FakeWiring wiring;
  wiring.files["/etc/test.toml"] = {{"outptu", "csv", 3}, {"output", "xml", 4}};
  const SettingsRequest request = request_of({{"DIALCTL_LOCK_TIMEOUT", "soon"}});
  const auto errors = check_settings(request, wiring);
  REQUIRE(errors.size() == 3);
  CHECK(errors[0].message == "/etc/test.toml:3: unknown setting 'outptu'");
  CHECK(errors[0].hint == "did you mean 'output'?");
  CHECK(errors[1].message.starts_with("/etc/test.toml:4: output: 'xml'"));
  CHECK(errors[2].message.starts_with("environment DIALCTL_LOCK_TIMEOUT: 'soon'"));
  CHECK_FALSE(load_settings(request, wiring));
  FakeWiring empty;
  SettingsRequest missing = request_of({});
  missing.config_path = "/nowhere.toml";
  CHECK(load_settings(missing, empty).error().kind == ErrorKind::not_found);
}

TEST_CASE("FAULT-57 a settings file that others may write is refused") {
  const Folder folder;
  FakeWiring wiring;
  SettingsRequest request = request_of({});
  request.config_path = folder.file("loose.toml", "", 0664);
  wiring.files[*request.config_path] = {};
  CHECK(load_settings(request, wiring).error().code == "settings.loose");
  ::chmod(request.config_path->c_str(), 0644);
  CHECK(load_settings(request, wiring).ok());
}

TEST_CASE("FAULT-55 secrets come from a place and never show") {
  const Folder folder;
  const Environment environment =
      request_of({{"TOKEN", "env secret"}, {"CREDENTIALS_DIRECTORY", folder.path}}).environment;
  const std::string file = folder.file("key", "file secret\n", 0600);
  CHECK(read_secret("file:" + file, environment).value().reveal() == "file secret");
  CHECK(read_secret("credential:key", environment).value().reveal() == "file secret");
  CHECK(read_secret("env:TOKEN", environment).value().reveal() == "env secret");
  CHECK(read_secret("command:printf 'one\\ntwo'", environment).value().reveal() == "one");
  CHECK(read_secret("env:NONE", environment).error().code == "secret.missing");
  CHECK(read_secret("file:/nowhere", environment).error().kind == ErrorKind::credentials);
  CHECK(read_secret("command:exit 3", environment).error().code == "secret.command-failed");
  CHECK(read_secret("file:" + folder.path, environment).error().code == "secret.missing");
  const Error plain = read_secret("hunter2", environment).error();
  CHECK(plain.code == "secret.form");
  CHECK(plain.message.find("hunter2") == std::string::npos);
  CHECK_FALSE(check_secret_form("credential:../etc/shadow"));
  CHECK_FALSE(check_secret_form("file:relative"));
  CHECK_FALSE(check_secret_form("env:"));
  CHECK(read_secret("file:" + folder.file("empty", "\n", 0600), environment).error().code == "secret.empty");
}

TEST_CASE("FAULT-57 a secret that others may read is refused") {
  const Folder folder;
  for (const mode_t mode : {0640, 0604, 0660}) {
    const std::string file = folder.file("loose", "x", mode);
    CHECK(read_secret("file:" + file, request_of({}).environment).error().code == "secret.loose");
  }
  CHECK(read_secret("file:" + folder.file("tight", "x", 0400), request_of({}).environment).ok());
}
