// What a customer hears, from an order's fields: shared
// by the call itself and by the preparing of its sounds.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// The tags of a template: the order's free fields, and order_id.
OrderFields fields_of(const Order& order);
OrderFields order_fields(const LiveCall& call);

// QU-01: a queue's announcement, in the language of a key's reply ("you are number {{position}}").
KeyBinding parse_announcement(const std::string& text);

// The words to an abandoned caller (PA-05) travel among the replies under this key, which no phone has.
inline constexpr char kAbandonedWords = '!';

void on_key_wait_over(Step& step, LiveCall& call);
// PA-02: the greeting is over; 2.000 s after it the call is abandoned.
void await_operator(Step& step, LiveCall& call);
// 2.000 s after the greeting and no operator.
void abandon(Step& step, LiveCall& call);

}  // namespace dialctl
