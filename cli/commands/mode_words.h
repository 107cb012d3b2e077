// What the commands about call modes share: the names of modes, cells and buttons as they are typed and
// printed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "engine/run/line_desk.h"

namespace dialctl::cli {

inline const std::vector<std::string_view> kModeNames{"new", "reconfirm", "before-buyout", "random-1",
                                                      "random-2"};
inline const std::vector<std::string_view> kPartNames{"unprocessed", "no-answer", "planned-callback"};

// "shop:new"; "shop:*" and "shop" are all modes of the project. Errors: (usage) mode.bad-cell; no such
// project.
Result<std::vector<ModeCell>> cells_of(std::string_view text, const dialctl::Settings& settings);
std::string cell_text(const ModeCell& cell, const dialctl::Settings& settings);

// "approved=status:NAME", "busy=put-off:30m", "wrong-person=callback", "cancelled=off".
// Errors (usage): mode.bad-button; no such order-status.
Result<Button> parse_button(std::string_view text, const dialctl::Settings& settings);
std::string button_text(const Button& button, const dialctl::Settings& settings);

// Of --operator. Error: no such operator.
Result<const OperatorSettings*> operator_of(const Invocation& in, const dialctl::Settings& settings);
// Of --project and --mode.
Result<LineFilter> line_filter(const Invocation& in, const dialctl::Settings& settings);
std::vector<Flag> line_filter_flags();
Flag part_flag();

}  // namespace dialctl::cli
