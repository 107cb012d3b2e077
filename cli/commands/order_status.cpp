// order-status: the stages of an order, what they mean, and what entering one starts (ST-01 to ST-04).
#include "cli/commands/nouns.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;
using S = OrderStatusSettings;

Field<S> meaning_field() {
  return {
      "meaning",
      "WHAT",
      "what the stage means to the dialer",
      {.kind = ValueKind::choice, .choices = {"open", "approved", "cancelled", "hold", "done", "invalid"}},
      CellKind::text,
      false,
      [](S& row, std::string_view text, const All&) -> Result<void> {
        row.meaning = *parse_status_meaning(text);
        return {};
      },
      [](const S& row, const All&) { return Cell{to_text(row.meaning)}; }};
}

Field<S> timeout_field() {
  return {"timeout",
          "LENGTH|none",
          "how long an order stays, in whole minutes, before it moves on",
          {},
          CellKind::seconds,
          false,
          [](S& row, std::string_view text, const All&) -> Result<void> {
            row.timeout.reset();
            if (text == "none") return {};
            const auto length = parse_duration(text);
            if (!length || *length < Minutes{1} || *length % Minutes{1} != Milliseconds{0})
              return Error{
                  ErrorKind::usage, "order-status.timeout",
                  "--timeout '" + std::string{text} + "' is no length of whole minutes, at least one",
                  "write 30m, 2h, 7d or none"};
            row.timeout = std::chrono::duration_cast<Minutes>(*length);
            return {};
          },
          [](const S& row, const All&) { return Cell{row.timeout}; }};
}

Field<S> mode_field() {
  return {"mode",
          "MODE",
          "the one call mode that its orders are in, or none",
          {.kind = ValueKind::choice,
           .choices = {"new", "reconfirm", "before-buyout", "random-1", "random-2", "none"}},
          CellKind::text,
          false,
          [](S& row, std::string_view text, const All&) -> Result<void> {
            row.mode = parse_text<CallMode>(text);
            return {};
          },
          [](const S& row, const All&) { return row.mode ? Cell{to_text(*row.mode)} : Cell{}; }};
}

struct OrderStatuses {
  using Row = S;
  static constexpr std::string_view kNoun = "order-status";
  static const std::vector<Row>& rows(const All& settings) { return settings.statuses; }
  static const std::vector<Field<Row>>& fields() {
    static const std::vector<Field<Row>> all{
        meaning_field(),
        reference_field<&S::robot_template, &All::templates>(
            "template", "robot calls that start when an order enters it, or none", "template-name",
            Shown::always),
        timeout_field(),
        reference_field<&S::timeout_to, &All::statuses>("timeout-to", "where it moves then, or none",
                                                        "order-status-name", Shown::always),
        mode_field(),
    };
    return all;
  }
  static Result<void> check(const Row& row, const All&, Ports&) {
    const bool closed = row.meaning == StatusMeaning::approved || row.meaning == StatusMeaning::cancelled;
    if (row.mode == CallMode::new_order && closed)
      return Error{ErrorKind::usage, "order-status.not-new",
                   "call mode 'new' is for orders that are neither approved nor cancelled",
                   "let this status feed reconfirm or another mode, or none"};
    if (row.timeout.has_value() == row.timeout_to.has_value()) return {};
    return Error{ErrorKind::usage, "order-status.half-a-timeout",
                 row.timeout ? "a timeout needs a status to move to" : "a status to move to needs a timeout",
                 "give both --timeout LENGTH and --timeout-to NAME, or none for both"};
  }
};

}  // namespace

Noun order_status_noun() {
  return {.name = "order-status",
          .summary = "The stages of orders, and what entering one starts",
          .commands = declared_commands<OrderStatuses>(
              "Add a status",
              {{"dialctl order-status add new --meaning open --template confirm",
                "orders that enter it are called with that template"},
               {"dialctl order-status add waiting --meaning open --timeout 2h --timeout-to new",
                "two hours later they are called"}},
              "order-status-name"),
          .completers = {{"order-status-name", names_of<OrderStatuses>}}};
}

}  // namespace dialctl::cli
