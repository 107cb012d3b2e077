// Predictive pacing for a dialer of somebody else's.
#pragma once

#include <memory>

#include "cli/ports.h"

namespace dialctl::cli {

std::unique_ptr<PacingLines> make_pacing_lines();

}  // namespace dialctl::cli
