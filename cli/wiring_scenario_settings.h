// What a scenario's call centre has declared: one project with its queue, provider, template and operators.
#pragma once

#include "engine/decide/scenario.h"
#include "engine/model/order.h"
#include "engine/model/record.h"
#include "engine/model/settings.h"

namespace dialctl::cli {

// The day of a scenario: a Monday, in UTC, which is the project's zone.
Instant start_of(const Scenario& scenario);

// `endpoints` are the operators', in the scenario's order; all are offline.
dialctl::Settings settings_of(const Scenario& scenario, const std::vector<std::string>& endpoints);

// The operator's id in these settings, by his index.
OperatorId operator_id(int who);

// The order with that number, counted from 0, ready to be called from `due` on.
Order order_of(const Scenario& scenario, std::int64_t number, Instant due);
StatusEntered entry_of(const Order& order, Instant due);

}  // namespace dialctl::cli
