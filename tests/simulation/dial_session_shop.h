// Operators in dial sessions over a small call centre: orders in line, results pressed, what no session may
// break.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/mode_result.h"
#include "engine/model/random.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

inline constexpr StatusId kInLine{11};  // feeds the mode "new"
inline constexpr StatusId kLost{12};    // cancelled: where used-up attempts lead

// usual_settings() with those two statuses; the mode gives up after two rounds.
Settings session_settings();
ModeSettings& mode_of(Settings& settings, ProjectId project, CallMode mode);
// In a session, with access to the mode "new" of the shop.
OperatorSettings operator_in_session(int id, const std::string& name, const std::string& endpoint);

// An order that enters kInLine, or another status that feeds a mode.
OrderId add_in_line(CallCentre& centre, Order order, StatusId status = kInLine);
const memory::TaskRow& place_of(const CallCentre& centre, OrderId order);

// What `order result` does, at this moment. False: refused.
bool record_result(CallCentre& centre, OrderId order, const ModeResult& result);

// Beside broken_invariants(): each customer was called while his operator was on the line, no operator's
// phone rings twice at once, an order is with one operator, no more rounds than the mode allows, no session
// is stuck.
std::vector<std::string> broken_session_invariants(const CallCentre& centre);

}  // namespace dialctl::simulation
