// simulate --scenario: a day that a file describes.
#pragma once

#include "cli/invocation.h"

namespace dialctl::cli {

Result<ExitCode> simulate_scenario(Invocation& in);

}  // namespace dialctl::cli
