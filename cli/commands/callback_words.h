// What the commands about callbacks share.
#pragma once

#include "cli/declared/noun.h"
#include "cli/invocation.h"
#include "engine/run/callback_desk.h"

namespace dialctl::cli {

// For use inside of a transaction of these ports.
inline CallbackDesk callback_desk(Ports& ports, const Change& change) {
  return {ports.registry(), ports.missed_book(), change};
}

}  // namespace dialctl::cli
