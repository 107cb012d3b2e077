// Port: where the rules of time zones come from.
//
// Implementations: adapters/tz (the system's tzdata). All calls may come from several threads at once.
#pragma once

#include <memory>
#include <string>

#include "engine/model/result.h"
#include "engine/model/zone.h"

namespace dialctl {

class ZoneSource {
 public:
  virtual ~ZoneSource() = default;

  // The table of one zone, from 1970 to kFirstRefusedInstant. The same name gives
  // the same table as long as the source lives, so that decisions of one run
  // agree; a new tzdata is taken up by starting anew (see changed()). Errors:
  //   zone.unknown     (not_found) no such zone; the hint names the nearest ones ("Europe/Kyiv,
  //   Europe/Kirov") zone.unreadable  (store)     the zone's file is there and cannot be read
  virtual Result<std::shared_ptr<const ZoneTable>> find(const ZoneName& name) const = 0;

  // The version of the rules that this source answers from,
  // e.g. "2026f"; "unknown" when the data does not say.
  virtual std::string version() const = 0;

  // True once the system's data is no longer the data that this source was
  // made from. Tables do not change under a running process: the loop drains
  // and executes itself anew. Costs two stat() calls; ask every few seconds.
  virtual bool changed() const = 0;
};

}  // namespace dialctl
