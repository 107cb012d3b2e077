#include "adapters/tz/system_zones.h"

#include <algorithm>
#include <date/tz.h>
#include <exception>
#include <fstream>
#include <sys/stat.h>
#include <utility>

#include "adapters/tz/nearest_zones.h"

namespace dialctl {
namespace {

// tzdata.zi begins with "# version 2026f".
std::string version_of(const std::string& directory) {
  std::ifstream file{directory + "/tzdata.zi"};
  std::string hash;
  std::string word;
  std::string version;
  if (file >> hash >> word >> version && hash == "#" && word == "version") return version;
  return "unknown";
}

std::string print_of_file(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return "gone";
  const auto text = [](auto value) { return std::to_string(value) + " "; };
  return text(file.st_dev) + text(file.st_ino) + text(file.st_size) + text(file.st_mtim.tv_sec) +
         text(file.st_mtim.tv_nsec);
}

std::string print_of(const std::string& directory) {
  return print_of_file(directory) + "; " + print_of_file(directory + "/tzdata.zi");
}

std::shared_ptr<const ZoneTable> table_of(const date::time_zone& zone) {
  auto table = std::make_shared<ZoneTable>();
  table->name = zone.name();
  const auto end = std::chrono::floor<Seconds>(kFirstRefusedInstant);
  for (auto at = std::chrono::floor<Seconds>(kFirstInstant); at < end;) {
    const date::sys_info info = zone.get_info(at);
    // A change of the abbreviation alone is no change to a schedule.
    if (table->spans.empty() || table->spans.back().offset != info.offset) {
      table->spans.push_back({Instant{at}, info.offset});
    }
    DIALCTL_INVARIANT(info.end > at);
    at = info.end;
  }
  return table;
}

const date::time_zone* zone_named(const ZoneName& name) {
  const auto& zones = date::get_tzdb().zones;
  const auto found = std::find_if(zones.begin(), zones.end(),
                                  [&name](const date::time_zone& zone) { return zone.name() == name; });
  return found == zones.end() ? nullptr : &*found;
}

Error unknown_zone(const ZoneName& name) {
  std::string hint = "names are those of the IANA database, like Europe/Kyiv";
  const auto near = nearest_zones(name, SystemZones::names());
  if (!near.empty()) {
    hint = "did you mean " + near.front();
    for (std::size_t i = 1; i < near.size(); ++i)
      hint += (i + 1 == near.size() ? " or " : ", ") + near[i];
    hint += "?";
  }
  return Error{ErrorKind::not_found, "zone.unknown", "there is no time zone \"" + name + "\"", hint};
}

}  // namespace

SystemZones::SystemZones(std::string directory)
    : directory_(std::move(directory)), version_(version_of(directory_)), print_(print_of(directory_)) {}

Result<std::shared_ptr<const ZoneTable>> SystemZones::find(const ZoneName& name) const {
  const std::scoped_lock lock{mutex_};
  const auto known = tables_.find(name);
  if (known != tables_.end()) return known->second;
  try {
    const date::time_zone* zone = zone_named(name);
    if (zone == nullptr) return unknown_zone(name);
    return tables_.emplace(name, table_of(*zone)).first->second;
  } catch (const std::exception& failure) {
    return Error{ErrorKind::store, "zone.unreadable",
                 "the rules of the time zone \"" + name + "\" cannot be read: " + failure.what(),
                 "install the package tzdata anew"};
  }
}

bool SystemZones::changed() const {
  return print_of(directory_) != print_;
}

std::vector<ZoneName> SystemZones::names() {
  std::vector<ZoneName> names;
  for (const date::time_zone& zone : date::get_tzdb().zones)
    names.push_back(zone.name());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace dialctl
