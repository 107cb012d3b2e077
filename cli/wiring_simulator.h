// The built-in phone server as a command.
#pragma once

#include <functional>
#include <string>

#include "cli/ports.h"

namespace dialctl::cli {

Result<void> serve_until_stopped(const SimulatorRequest& request,
                                 const std::function<void(const std::string& url)>& listening);

}  // namespace dialctl::cli
