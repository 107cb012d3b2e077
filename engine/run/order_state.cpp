#include "engine/model/text_table.h"
#include "engine/run/order_book.h"

namespace dialctl {
namespace {

constexpr TextTable<OrderState, 8> kStates{{{
    {OrderState::idle, "idle"},
    {OrderState::ready, "ready"},
    {OrderState::live, "live"},
    {OrderState::handed, "handed"},
    {OrderState::blocked, "blocked"},
    {OrderState::done, "done"},
    {OrderState::cancelled, "cancelled"},
    {OrderState::held, "held"},
}}};

}  // namespace

std::string_view to_text(OrderState state) {
  return kStates.text(state);
}
std::optional<OrderState> parse_order_state(std::string_view text) {
  return kStates.parse(text);
}

}  // namespace dialctl
