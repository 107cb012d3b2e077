#!/bin/bash
# CM-01 to CM-07, AD-03 to AD-07: call modes as an admin and an operator's program use them. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
. "$(dirname "$0")/mode_shop.sh"

# ---- What is in line, and handing it out.
mode_shop
check "CM-02 counts of each part" "new unprocessed 5 5 0 0" "$(counts)"
check "CM-06 the line, with the reason for each place" "1 new 0 rounds, 2 new 0 rounds, 3 new 0 rounds, 4 new 0 rounds, 5 new 0 rounds" \
  "$(run order line -o ndjson; jq -r '"\(.external_id) \(.key) \(.why | split(",")[0])"' "$folder/out" | paste -sd, | sed 's/,/, /g')"
says "CM-05 without access nothing is handed out" 7 'access to no such call mode.*' order next --operator clara
says "CM-05 the refusal tells what to do" 7 'dialctl operator access clara --allow' order next --operator clara
check "CM-05 without access nothing is in line for him" "" "$(line --operator clara)"
says "CM-07 the operator must be one" 4 'no operator .nobody' order next --operator nobody
says "CM-07 the project must be one" 4 'no project' order next --operator anna --project nowhere
says "CM-07 the mode must be one" 2 'one of: new, reconfirm' order next --operator anna --mode nonsense
says "CM-07 an operator must be named" 2 'operator' order next
says "CM-07 a dry run hands out nothing" 0 '"external_id":"1"' order next --operator anna --dry-run -o ndjson
check "CM-07 a dry run hands out nothing: still in line" "1 2 3 4 5" "$(line)"
check "CM-07 the first one, as JSON" "1 new unprocessed +380441234561" \
  "$("$dialctl" order next --operator anna --json | jq -r '"\(.external_id) \(.mode) \(.part) \(.numbers)"')"
check "CM-07 the lease is the mode's" "$((15 * 60))" \
  "$("$dialctl" order next --operator anna --json | jq -r '.lease_until | sub("\\..*"; "Z") | fromdate' | lease_length)"
check "CM-07 what is handed out is in nobody's line" "3 4 5" "$(line --operator boris)"
check "CM-07 it is shown with who has it" "handed anna" "$(field shop/1 '"\(.robot_calls[0].phase) \(.robot_calls[0].operator)"')"
check "CM-02 counts know it" "new unprocessed 5 3 0 2" "$(counts)"
time_goes_by 15
check "CM-07 when the lease is over it is in line again" "1 2 3 4 5" "$(line)"
says "CM-07 it is not his any more" 7 'with no operator' order result shop/1 --button busy --operator anna
check "CM-07 the next who asks gets it" 1 "$(next_of boris)"

# ---- Results: each button, and what is refused.
mode_shop
check "CM-04 the buttons of a mode" "approved status:sold|cancelled status:gone|no-answer put-off:60m|busy put-off:15m|hang-up put-off:120m|callback callback" \
  "$("$dialctl" mode show shop new --json | jq -r '.buttons | map("\(.button) \(.meaning)") | join("|")')"
says "CM-04 not handed out" 7 'with no operator' order result shop/1 --button busy
check "CM-07 anna has the first" 1 "$(next_of anna)"
before=$(state_of shop/1)
says "CM-04 an unknown button: those that there are" 4 'it has: approved, cancelled, no-answer, busy, hang-up, callback' order result shop/1 --button nonsense
says "CM-04 not his" 7 'with another operator' order result shop/1 --button busy --operator boris
says "CM-04 a callback needs a time" 2 'add --at' order result shop/1 --button callback
says "CM-04 a callback in the past" 2 'in the past' order result shop/1 --button callback --at 2026-01-01T00:00:00Z
says "CM-04 a callback now is in the past" 2 'in the past' order result shop/1 --button callback --in 0s
says "CM-04 a callback at two times" 2 'in two ways' order result shop/1 --button callback --in 5m --at +5m
says "CM-04 a local time that is none" 2 'no time of a clock' order result shop/1 --button callback --at-local 25:00
says "CM-04 an order that there is not" 4 'no order' order result shop/99 --button busy
says "CM-04 a dry run records nothing" 0 'dry run' order result shop/1 --button busy --dry-run
check "CM-04 nothing of that has changed anything" "$before" "$(state_of shop/1)"
"$dialctl" limit hours '*' --hours 'daily 08:00-08:01' --reason 'a minute a day' -q
says "CM-04 outside every window: when the next one opens" 2 'the next opening is .*T0[56]:00:00Z' \
  order result shop/1 --button callback --at "$(date -u -d 'tomorrow 12:00' +%FT%TZ)"
"$dialctl" limit hours '*' --hours 'daily 00:00-24:00' --reason 'simulated people only' -q
check "CM-04 that has changed nothing either" "$before" "$(state_of shop/1)"
says "CM-04 a result" 0 'busy recorded' order result shop/1 --button busy --operator anna
check "CM-03 put off by the mode's minutes, one round used up" "no-answer ready 1 15" "$(place_of shop/1)"
says "CM-04 a result twice" 7 'recorded already' order result shop/1 --button busy --operator anna
check "CM-04 a result twice has changed nothing" "no-answer ready 1 15" "$(place_of shop/1)"
check "CM-07 anna has the second" 2 "$(next_of anna)"
says "CM-03 the minutes can be others" 0 recorded order result shop/2 --button no-answer --in 3h
check "CM-03 the minutes can be others: so many" "no-answer ready 1 180" "$(place_of shop/2)"
check "CM-07 anna has the third" 3 "$(next_of anna)"
says "CM-04 a callback" 0 recorded order result shop/3 --button callback --in 30m
check "CM-04 a callback is no attempt" "planned-callback ready 0 30" "$(place_of shop/3)"
check "CM-07 anna has the fourth" 4 "$(next_of anna)"
says "CM-04 a button to a status" 0 recorded order result shop/4 --button approved --operator anna
check "CM-04 it has entered it, and is in no line" "sold result approved done" \
  "$(field shop/4 '"\(.status) \(.history[-1].why) \(.robot_calls[-1].phase)"')"
check "CM-04 who has recorded it is in the journal" "busy $me, no-answer $me, callback $me, approved $me" \
  "$("$dialctl" event list -o ndjson | jq -r 'select(.kind == "result.recorded") | "\(.detail | split(" ")[0]) \(.who)"' | paste -sd, | sed 's/,/, /g')"
check "CM-06 the line an hour later: appointments first, then new ones, then retries" \
  "3 callback, 5 new, 1 retry" "$("$dialctl" order line --at +1h -o ndjson | jq -r '"\(.external_id) \(.key)"' | paste -sd, | sed 's/,/, /g')"
check "CM-06 a minute before the appointment it is not in line" "5 1" "$(line --at +29m)"
check "CM-06 an appointment that is late says so" late "$("$dialctl" order line --at +36m -o ndjson | jq -r 'select(.external_id == "3") | .why[0:4]')"

# ---- Attempts used up, in one step.
"$dialctl" mode set shop new --attempts 2 --when-used-up gone -q
time_goes_by 15
sqlite3 "$DIALCTL_DB" "UPDATE task SET next_at = next_at - 900000 WHERE order_id = 1"
check "CM-07 the fifth is first, it is new" 5 "$(next_of anna)"
check "CM-07 then the retry that is due" 1 "$(next_of anna)"
says "CM-03 the last attempt" 0 recorded order result shop/1 --button hang-up
check "CM-03 the order has moved on" "gone attempts used up done attempts-used-up" \
  "$(field shop/1 '"\(.status) \(.history[-1].why) \(.robot_calls[-1] | "\(.phase) \(.reason)")"')"

# ---- In line again by hand.
mode_shop
"$dialctl" mode set shop new --attempts 1 -q
says "CM-03 the only attempt" 0 recorded order result "$(next_of anna > "$folder/out"; echo shop/1)" --button busy
check "CM-03 without a status to move to it stays, out of the line" "new done attempts-used-up" \
  "$(field shop/1 '"\(.status) \(.robot_calls[-1] | "\(.phase) \(.reason)")"')"
says "CM-03 a dry run" 0 'dry run' order requeue shop/1 --dry-run
says "CM-03 it is lined up again" 0 . order requeue shop/1
check "CM-03 with all its rounds, as one that was tried" "no-answer ready 0 0" "$(place_of shop/1)"
check "CM-07 the next one is with anna" 2 "$(next_of anna)"
check "CM-07 what is with operators can be listed" 2 "$("$dialctl" order list --where state=handed -o id)"
says "CM-03 what is with an operator is left alone" 7 'with an operator' order requeue shop/2
says "CM-04 a callback for tomorrow" 0 recorded order result shop/2 --button callback --in 24h
says "CM-04 that is to be made now" 0 . order requeue shop/2
check "CM-04 it is planned for now" "planned-callback ready 0 0" "$(place_of shop/2)"
check "AD-03 and first" "2 3 4 5 1" "$(line)"
"$dialctl" order set shop/3 --status gone -q > "$folder/out"
says "CM-03 in a status that feeds no mode there is nothing to line up" 7 'in no call mode' order requeue shop/3
"$dialctl" order set shop/4 --status gone -q > "$folder/out"
"$dialctl" order set shop/4 --status new -q > "$folder/out"
check "ST-04 each order is in line once" "1 2 4 5" "$(line | tr ' ' '\n' | sort | paste -sd' ')"

# ---- What waits for a person comes back when he has mended it.
mode_shop
says "CM-07 one is held, one listed" 0 . order hold shop/1
"$dialctl" blacklist add 0441234562 -q
check "CM-07 they are passed over" 3 "$(next_of anna)"
check "CM-07 and wait with a reason" "blocked order-released, blocked blacklist" \
  "$(for order in 1 2; do field shop/$order '.robot_calls[0] | "\(.phase) \(.reason)"'; done | paste -sd, | sed 's/,/, /g')"
"$dialctl" order release shop/1 -q > "$folder/out"
"$dialctl" blacklist remove 0441234562 -q
check "CM-07 released and unlisted they are in line again" "1 2 4 5" "$(line)"
says "CM-07 the database is sound" 0 . db verify
done_checking
