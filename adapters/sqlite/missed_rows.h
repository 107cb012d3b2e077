// Missed calls as they are stored.
#pragma once

#include <string>
#include <vector>

#include "adapters/sqlite/statement.h"
#include "engine/model/missed_call.h"

namespace dialctl::sqlite {

// "1,2;3": operators, phase after phase.
std::string phases_text(const std::vector<std::vector<OperatorId>>& phases);
std::vector<std::vector<OperatorId>> parse_phases(const std::string& text);

// In the order in which read_missed() takes them.
inline constexpr const char* kMissedColumns =
    "missed_call.id, missed_call.provider_call, missed_call.e164, missed_call.dialled, "
    "missed_call.project_id,"
    " missed_call.lost_at, missed_call.waited_seconds, missed_call.lost_in, missed_call.site,"
    " missed_call.scenario, missed_call.queue_id, missed_call.operator_id, missed_call.group_id,"
    " missed_call.tags, missed_call.phases";
MissedCall read_missed(Rows& rows);

}  // namespace dialctl::sqlite
