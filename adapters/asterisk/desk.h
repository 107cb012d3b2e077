// What the parts of the provider share. All of it lives on the I/O thread.
#pragma once

#include "adapters/asterisk/ari_client.h"
#include "adapters/asterisk/legs.h"
#include "adapters/asterisk/link.h"
#include "adapters/asterisk/names.h"
#include "adapters/asterisk/reporter.h"
#include "adapters/asterisk/settings.h"

namespace dialctl::asterisk {

struct Desk {
  const AsteriskSettings& settings;
  const Names& names;
  AriClient& ari;
  Link& link;
  Legs& legs;
  Reporter& reporter;
};

}  // namespace dialctl::asterisk
