#include "adapters/sqlite/mode_rows.h"

#include <algorithm>
#include <charconv>

#include "adapters/sqlite/interning.h"
#include "adapters/sqlite/statement.h"
#include "adapters/sqlite/stored_text.h"
#include "engine/decide/ranking.h"
#include "engine/model/settings_text.h"

namespace dialctl::sqlite {
namespace {

constexpr const char* kColumns =
    "project_id, mode, high_priority, standard_minutes, put_off_no_answer_minutes, put_off_busy_minutes,"
    " put_off_hang_up_minutes, attempts_max, when_used_up, dial_way, hand_out, owner_only_minutes, "
    "keep_owner,"
    " fetch, fetch_max, own_max, early_minutes, missed, ring_limit_seconds, result_limit_seconds,"
    " lease_minutes, buttons";

// "status:3", "put-off:60" (minutes), "callback", "off".
std::string meaning_of(const Button& button) {
  if (!button.shown) return "off";
  switch (button.action) {
    case ButtonAction::to_status:
      return "status:" + std::to_string(button.status.value_or(StatusId{}).value);
    case ButtonAction::put_off:
      return "put-off:" + std::to_string(button.put_off.count());
    case ButtonAction::call_back:
      return "callback";
  }
  return "off";
}

Button button_of(const std::string& name, const std::string& meaning) {
  Button button;
  button.name = name;
  button.shown = meaning != "off";
  const auto colon = meaning.find(':');
  std::int64_t number = 0;
  if (colon != std::string::npos)
    std::from_chars(meaning.data() + colon + 1, meaning.data() + meaning.size(), number);
  const auto action = parse_text<ButtonAction>(meaning.substr(0, colon));
  if (button.shown && !action) damaged("a button with the meaning " + meaning);
  button.action = action.value_or(ButtonAction::put_off);
  if (button.action == ButtonAction::to_status) button.status = StatusId{number};
  if (button.action == ButtonAction::put_off) button.put_off = Minutes{number};
  return button;
}

std::string buttons_text(const std::vector<Button>& buttons) {
  Fields pairs;
  for (const Button& button : buttons)
    pairs.emplace_back(button.name, meaning_of(button));
  return fields_text(pairs);
}

std::vector<Button> parse_buttons(const std::string& text) {
  std::vector<Button> buttons;
  for (const auto& [name, meaning] : parse_fields(text))
    buttons.push_back(button_of(name, meaning));
  return buttons;
}

ModeSettings read_mode(Rows& rows) {
  ModeSettings row;
  row.project = rows.id<ProjectId>();
  row.mode = rows.parsed(parse_text<CallMode>);
  row.high_priority = rows.flag();
  row.standard = rows.duration<Minutes>();
  row.put_off_no_answer = rows.duration<Minutes>();
  row.put_off_busy = rows.duration<Minutes>();
  row.put_off_hang_up = rows.duration<Minutes>();
  row.attempts_max = rows.number();
  row.when_used_up = rows.maybe_id<StatusId>();
  row.dial_way = rows.parsed(parse_text<DialWay>);
  row.hand_out = rows.parsed(parse_text<HandOut>);
  row.owner_only = rows.duration<Minutes>();
  row.keep_owner = rows.flag();
  row.fetch = rows.flag();
  row.fetch_max = rows.number();
  row.own_max = rows.number();
  row.early = rows.duration<Minutes>();
  row.missed = rows.parsed(parse_text<MissedAppointment>);
  row.ring_limit = rows.duration<Seconds>();
  row.result_limit = rows.duration<Seconds>();
  row.lease = rows.duration<Minutes>();
  row.buttons = parse_buttons(rows.text());
  return row;
}

}  // namespace

std::vector<ModeSettings> read_modes(Connection& connection) {
  std::vector<ModeSettings> modes;
  Statement select(connection, (std::string{"SELECT "} + kColumns + " FROM mode_settings").c_str());
  Rows rows = select.query();
  while (rows.next())
    modes.push_back(read_mode(rows));
  std::sort(modes.begin(), modes.end(), [](const ModeSettings& a, const ModeSettings& b) {
    return ModeCell{a.project, a.mode} < ModeCell{b.project, b.mode};
  });
  return modes;
}

void write_mode(Connection& connection, const ModeSettings& row) {
  Statement put(connection, (std::string{"INSERT OR REPLACE INTO mode_settings ("} + kColumns +
                             ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                                .c_str());
  put.run(row.project, row.mode, row.high_priority, row.standard, row.put_off_no_answer, row.put_off_busy,
          row.put_off_hang_up, row.attempts_max, row.when_used_up, row.dial_way, row.hand_out, row.owner_only,
          row.keep_owner, row.fetch, row.fetch_max, row.own_max, row.early, row.missed, row.ring_limit,
          row.result_limit, row.lease, buttons_text(row.buttons));
}

namespace {

// An order of the status, with its place in the line of another mode where it has one.
struct MovingOrder {
  OrderId order;
  std::int64_t entry = 0;
  BucketKey bucket;
  std::string external_id;
  Instant created;
  Instant since;
  std::optional<TaskId> place;
  ModePart part = ModePart::unprocessed;
};

constexpr const char* kOrdersOfStatus =
    "SELECT o.id, o.status_entry, o.project_id,"
    " coalesce(bucket.callee_class_id, order_number.callee_class_id), o.priority, o.owner,"
    " o.external_id, o.created_at, o.status_since, t.id, part FROM customer_order AS o"
    " JOIN order_number ON order_number.order_id = o.id AND position = 0"
    " LEFT JOIN task AS t ON t.id = (SELECT max(id) FROM task WHERE order_id = o.id AND mode <> ''"
    "  AND phase NOT IN ('done', 'cancelled'))"
    " LEFT JOIN bucket ON bucket.id = t.bucket_id WHERE o.status_id = ? ORDER BY o.id";

MovingOrder read_moving(Rows& rows) {
  MovingOrder moving;
  moving.order = rows.id<OrderId>();
  moving.entry = rows.integer();
  moving.bucket = {rows.id<ProjectId>(), {}, rows.id<CalleeClassId>(), rows.number()};
  moving.bucket.line.emplace().owner = rows.text();
  moving.external_id = rows.text();
  moving.created = rows.instant();
  moving.since = rows.instant();
  moving.place = rows.maybe_id<TaskId>();
  if (moving.place) moving.part = rows.parsed(parse_mode_part);
  return moving;
}

}  // namespace

int change_mode_of_status(Connection& connection, StatusId status, std::optional<CallMode> to) {
  Statement leave(connection,
                  "UPDATE task SET phase = iif(phase = 'live', 'live', 'cancelled'), reason = 'status-left'"
                  " WHERE mode <> '' AND phase IN ('ready', 'handed', 'blocked', 'live')"
                  " AND order_id IN (SELECT id FROM customer_order WHERE status_id = ?)");
  if (!to) return leave.run(status);
  Interning interning(connection);
  Statement orders(connection, kOrdersOfStatus);
  // An appointment, and what has been tried, goes along into the other line. Where the order has been in that
  // one since the same entry, it takes that place up again.
  Statement move(connection,
                 "UPDATE OR IGNORE task SET mode = ?2, bucket_id = ?3, place_key = ?4 WHERE id = ?1");
  Statement drop(
      connection,
      "UPDATE task SET phase = 'cancelled', reason = 'status-left' WHERE id = ? AND phase <> 'live'");
  Statement enter(connection,
                  "INSERT INTO task (order_id, status_entry, mode, bucket_id, phase, next_at, made_at, who,"
                  " place_key, auto_attempts) VALUES (?1, ?2, ?3, ?4, 'ready', ?5, ?5, 'mode', ?6,"
                  " coalesce((SELECT max(auto_attempts) FROM task WHERE order_id = ?1), 0))"
                  " ON CONFLICT (order_id, status_entry, mode) DO UPDATE SET phase = 'ready', reason = '',"
                  " bucket_id = excluded.bucket_id, place_key = excluded.place_key, number_index = 0"
                  " WHERE phase = 'cancelled'");
  Statement part_left(connection,
                      "SELECT part FROM task JOIN bucket ON bucket.id = bucket_id"
                      " WHERE order_id = ? AND status_entry = ? AND task.mode = ?");
  int entered = 0;
  Rows rows = orders.query(status);
  while (rows.next()) {
    MovingOrder moving = read_moving(rows);
    moving.bucket.line->mode = *to;
    moving.bucket.line->part = moving.part;
    const auto key = place_key(*to, moving.bucket.project, moving.external_id, moving.created, moving.since);
    const BucketId bucket = interning.bucket(moving.bucket);
    if (moving.place && move.run(*moving.place, *to, bucket, key) == 1) {
      ++entered;
      continue;
    }
    if (moving.place && drop.run(*moving.place) == 0) continue;  // being called: it ends where it is
    // What it had come to there: owner and priority may be others since.
    moving.bucket.line->part = ModePart::unprocessed;
    {
      Rows left = part_left.query(moving.order, moving.entry, *to);
      if (left.next()) moving.bucket.line->part = left.parsed(parse_mode_part);
    }
    entered += enter.run(moving.order, moving.entry, *to, interning.bucket(moving.bucket), moving.since, key);
  }
  return entered;
}

}  // namespace dialctl::sqlite
