// ZoneSource on the system's tzdata, read through Howard Hinnant's date library.
//
// That library knows no daylight saving after 2037, so tables end at kFirstRefusedInstant; it has no reload
// that works, so changed() tells when to start the process anew.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/run/zone_source.h"

namespace dialctl {

class SystemZones final : public ZoneSource {
 public:
  // `directory` is where version() and changed() look; the date library itself always reads the system's.
  explicit SystemZones(std::string directory = "/usr/share/zoneinfo");

  Result<std::shared_ptr<const ZoneTable>> find(const ZoneName& name) const override;
  std::string version() const override { return version_; }
  bool changed() const override;

  // Every name that find() answers, ascending.
  static std::vector<ZoneName> names();

 private:
  std::string directory_;
  std::string version_;
  std::string print_;  // identity, size and time of the directory and of its tzdata.zi
  mutable std::mutex mutex_;
  mutable std::map<ZoneName, std::shared_ptr<const ZoneTable>> tables_;
};

}  // namespace dialctl
