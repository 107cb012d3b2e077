#include "cli/wiring.h"

#include <chrono>
#include <curl/curl.h>
#include <filesystem>
#include <sqlite3.h>

#include "adapters/toml/assignments.h"
#include "cli/wiring_pace.h"
#include "cli/wiring_scenario.h"
#include "cli/wiring_simulator.h"

namespace dialctl::cli {
namespace {

// The built-in place is the user's own data folder, which a fresh account does not have yet. Other folders
// are the admin's to make: one that is missing may be a disk that is not mounted.
void make_own_folder(const Setting& database) {
  if (database.source != Source::standard) return;
  std::error_code ignored;  // whoever opens the file tells what is wrong
  std::filesystem::create_directories(std::filesystem::path{database.value}.parent_path(), ignored);
}

class SystemWiring final : public Wiring {
 public:
  Instant now() override { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

  Result<std::vector<FileSetting>> read_settings(const std::string& path) override {
    auto read = toml_file::read_assignments(path);
    if (!read) return read.error();
    std::vector<FileSetting> settings;
    for (auto& line : read.value())
      settings.push_back({std::move(line.key), std::move(line.value), line.line});
    return settings;
  }

  Result<std::shared_ptr<const ZoneTable>> zone(const ZoneName& name) override { return zones_.find(name); }

  std::vector<LinkedVersion> versions() override {
    return {{"sqlite", sqlite3_libversion()},
            {"libcurl", curl_version_info(CURLVERSION_NOW)->version},
            {"tzdata", zones_.version()}};
  }

  Result<std::unique_ptr<Ports>> make_ports(const PortsRequest& request) override {
    const Setting* database = request.settings->find("db");
    if (database == nullptr) {
      return Error{ErrorKind::usage, "store.which",
                   "it is not said which database, and there is no HOME to look in",
                   "name it with --db or DIALCTL_DB"};
    }
    if (request.access == Access::write) make_own_folder(*database);
    auto ports = std::make_unique<StorePorts>(*request.settings, database->value);
    const bool read_only = request.access == Access::read || request.access == Access::plan;
    if (request.opens_database) {
      if (auto opened = ports->open_database(read_only); !opened) return opened.error();
    }
    return std::unique_ptr<Ports>{std::move(ports)};
  }

  Result<void> serve_simulator(const SimulatorRequest& request,
                               const std::function<void(const std::string& url)>& listening) override {
    return serve_until_stopped(request, listening);
  }

  std::unique_ptr<PacingLines> make_pacing() override { return make_pacing_lines(); }

  Result<void> live_through(const ScenarioRequest& request,
                            const std::function<void(const ScenarioOutcome&)>& done) override {
    return live_through_scenarios(request, zones_, done);
  }

 private:
  SystemZones zones_;
};

}  // namespace

std::unique_ptr<Wiring> make_wiring() {
  return std::make_unique<SystemWiring>();
}

}  // namespace dialctl::cli
