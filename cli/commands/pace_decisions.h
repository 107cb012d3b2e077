// pace why, pace replay: decisions of predictive pacing that were kept.
#pragma once

#include "cli/command_table.h"

namespace dialctl::cli {

Command pace_why_command();
Command pace_replay_command();

}  // namespace dialctl::cli
