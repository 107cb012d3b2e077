// Port: orders as the commands see and change them (ST-05, ST-06, RB-03). Implementation: adapters/sqlite.
//
// Reads come from one snapshot each. A change of many orders is one transaction: all of the selection, or
// nothing but an Error. What cannot be done for one order (it is being called) is a refusal among the others.
// Errors of every call: busy store.locked, and store.* (kind store).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/order_edit.h"
#include "engine/decide/rulebook.h"
#include "engine/model/record.h"
#include "engine/model/result.h"

namespace dialctl {

// What an order is waiting for. live wins over held, held over the phase of its newest task; idle: no task.
enum class OrderState : std::uint8_t { idle, ready, live, handed, blocked, done, cancelled, held };
std::string_view to_text(OrderState state);
std::optional<OrderState> parse_order_state(std::string_view text);

// Every condition that is set must hold.
struct OrderFilter {
  std::optional<ProjectId> project;
  std::optional<StatusId> status;
  std::optional<StatusMeaning> meaning;
  std::optional<OrderState> state;
  std::optional<CallMode> mode;      // that its status feeds
  std::optional<std::string> owner;  // "" = the pool
  std::optional<std::string> tag;
  std::optional<BatchId> batch;
  std::optional<E164> number;
  std::optional<std::string> external_id;
  std::optional<Instant> due_before;           // ready, and due at this instant or before
  std::optional<std::vector<ModeCell>> cells;  // in one of these call modes (CM-05)
};

enum class OrderSort : std::uint8_t { id, created, priority, next, status_since };
struct OrderPage {
  OrderSort sort = OrderSort::id;  // ties by id
  bool descending = false;
  std::optional<std::int64_t> limit;
};

// Texts are good during the visit only.
struct OrderLine {
  OrderId id;
  ProjectId project;
  std::string_view external_id;
  std::string_view name;  // the field "fio"
  StatusId status;
  Instant status_since;
  OrderState state = OrderState::idle;
  std::string_view reason;  // blocked or deferred: by what
  std::optional<Instant> next_at;
  int rounds_done = 0;
  std::optional<Outcome> outcome;  // of the newest task
  int priority = 0;
  std::string_view owner;
  std::string_view tags;          // as JSON
  std::string_view fields;        // as JSON
  std::string_view first_number;  // E.164
  std::string_view numbers;       // all, separated by a blank, in dialling order
  std::string_view zones;         // of the first number, separated by commas
  std::string_view zone_origin;   // of the first number
  Instant created;
  BatchId batch;
};
using VisitOrder = std::function<bool(const OrderLine&)>;  // false: enough
using VisitLacking = std::function<bool(ProjectId project, std::string_view external_id)>;

struct StatusStep {
  int entry = 0;
  StatusId status;
  Instant at;
  std::string who;
  std::string why;
};
struct TaskLine {
  TaskId id;
  TemplateId tmpl;               // robot calls
  std::optional<CallMode> mode;  // else: a place in this mode's line
  std::optional<ModePart> part;
  TaskPhase phase = TaskPhase::ready;
  std::string reason;
  Instant next_at;
  int rounds_done = 0;
  std::optional<Outcome> outcome;
  Instant made_at;
  std::string who;
  int auto_attempts = 0;
  std::optional<Instant> planned_at;    // a planned callback
  std::optional<OperatorId> handed_to;  // phase handed, or the last one who had it
  std::optional<Instant> handed_until;
};
struct OrderStory {
  Order order;
  OrderState state = OrderState::idle;
  std::optional<Instant> status_timeout_at;
  std::vector<StatusStep> history;  // oldest first
  std::vector<TaskLine> tasks;      // oldest first
};

// The orders of `ids` or, when there is a filter, of the filter.
struct OrderSelection {
  std::vector<OrderId> ids;
  std::optional<OrderFilter> filter;
};

// Everything that is set is done, in the order of these lines.
struct OrderEdit {
  Fields fields;  // an empty value removes the field
  std::optional<std::vector<OrderNumber>> numbers;
  std::optional<int> priority;
  std::optional<std::string> owner;
  std::vector<std::string> tags_added;
  std::vector<std::string> tags_removed;
  std::optional<bool> held;
  std::optional<StatusId> status;
  bool robot_stop = false;
  std::optional<TemplateId> robot_start;
  bool requeue = false;
};
struct EditRequest {
  OrderSelection selection;
  OrderEdit edit;
  std::string who;
  std::string why;
  Instant at;
  bool dry_run = false;
  std::optional<std::int64_t> expect;  // conflict order.other-count when the selection has another size
  std::size_t refusals_kept = 20;
};
struct EditRefusal {
  OrderId order;
  Error error;
};
struct EditReport {
  std::int64_t matched = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;  // it was so already
  std::int64_t refused = 0;
  std::vector<EditRefusal> refusals;  // the first ones
};

class OrderBook {
 public:
  virtual ~OrderBook() = default;

  virtual Result<void> list(const OrderFilter& filter, const OrderPage& page, const VisitOrder& visit) = 0;
  virtual Result<std::int64_t> count(const OrderSelection& selection) = 0;

  // "17" or "PROJECT/EXTERNAL-ID". Error: order.unknown (not_found).
  virtual Result<OrderId> resolve(std::string_view text) = 0;
  // Whose attempt it is. Error: attempt.unknown (not_found).
  virtual Result<OrderId> order_of(AttemptId attempt) = 0;
  // Error: order.unknown (not_found).
  virtual Result<OrderStory> story(OrderId id) = 0;
  // All field names that orders of the project have, ascending, for template checks.
  virtual Result<std::vector<std::string>> field_names(ProjectId project) = 0;

  // Open orders (by their status's meaning) that leave the field empty: absent, or blanks alone. Ascending.
  virtual Result<void> lacking(const std::string& field, const VisitLacking& visit) = 0;

  // One order by hand, with its first entry. Error: order.exists (conflict).
  virtual Result<OrderId> add(const Order& order, const StatusEntered& entry, bool dry_run) = 0;
  // Errors: order.unknown (not_found) for an id that is not there; order.other-count.
  virtual Result<EditReport> change(const EditRequest& request, const Rulebook& rules) = 0;
};

}  // namespace dialctl
