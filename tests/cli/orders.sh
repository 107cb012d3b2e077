#!/bin/bash
# ST-01 to ST-06 by the program as it is shipped. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'hang_up; rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"

history() { # ORDER: status who why, one after the other
  field "$1" '[.history[] | "\(.status) \(.who) \(.why)"] | join(", ")'
}
calls() { # ORDER: template phase, of each start of robot calls
  field "$1" '[.robot_calls[] | "\(.template) \(.phase)"] | join(", ")'
}
report() { tail -n +1 "$folder/err" | grep 'changed,'; }
me=$(id -un)

# ---- Statuses are the user's own.
shop
says "ST-01 a meaning that there is not" 2 'one of: open, approved, cancelled, hold, done, invalid' order-status add odd --meaning odd
check "ST-01 statuses with their meanings" "new:open waiting:open cancelled:cancelled" \
  "$("$dialctl" order-status list -o ndjson | jq -r '"\(.name):\(.meaning)"' | paste -sd' ')"
says "ST-01 an order enters the first open status" 0 . order add 1 --phone 0441234567 --name 'Анна'
says "ST-01 a change says who and why" 0 . order set shop/1 --status waiting --reason 'asked to wait'
check "ST-01 who and why are kept" "new $me , waiting $me asked to wait" "$(history shop/1)"
check "ST-01 the journal has it" "status waiting (asked to wait)|$me" \
  "$("$dialctl" event list -o ndjson | jq -r 'select(.kind == "order.changed") | "\(.detail)|\(.who)"')"
says "ST-01 a status that there is not" 4 'no order-status' order set shop/1 --status nonsense
says "ST-01 a status in use is not removed" 6 'order 1' order-status remove waiting

# ---- Entering a status starts its robot calls, once.
check "ST-02 leaving cancelled what was pending" "ready cancelled" "$(calls shop/1)"
says "ST-02 by hand, back" 0 '1 changed' order set shop/1 --status new
check "ST-02 by hand, back: started anew" "ready cancelled, ready ready" "$(calls shop/1)"
says "ST-02 setting the status that it has is no entry" 0 '0 changed, 1 as they were' order set shop/1 --status new
check "ST-02 setting the status that it has is no entry: calls" "ready cancelled, ready ready" "$(calls shop/1)"
check "ST-02 setting the status that it has is no entry: history" 3 "$(field shop/1 '.history | length')"
run import orders - <<< $'id,phone,status\n2,0441234568,new'
check "ST-02 by import" "ready ready" "$(calls shop/2)"
run import orders - <<< $'id,phone,status\n2,0441234568,new'
check "ST-02 by import, the same again" "ready ready" "$(calls shop/2)"
"$dialctl" template add press --kind predictive --text 'Press 1. {{key_1 = "@"}}' -q
"$dialctl" order-status add pressed --meaning open --template press -q
says "ST-02 a missing queue: the import succeeds and says what waits" 0 "the robot calls of 2 orders wait: queue: .*project 'shop' has no queue" \
  import orders - --status pressed <<< $'id,phone\n3,0441234569\n4,0441234570'
check "ST-02 a missing queue: shown as blocked" "blocked queue" \
  "$(field shop/3 '"\(.state) \(.reason | split(":")[0])"')"
check "ST-02 a missing queue: found by its state" "3 4" "$("$dialctl" order list --where state=blocked -o ndjson | jq -r .external_id | paste -sd' ')"
says "ST-02 by hand with a missing link" 0 'its robot calls wait: queue' order add 5 --phone 0441234571 --status pressed

# ---- Time-outs.
says "ST-03 less than a minute" 2 'at least one' order-status set waiting --timeout 59s --timeout-to new
says "ST-03 a time-out leads somewhere" 2 'needs a status to move to' order-status set waiting --timeout 5m
"$dialctl" order-status set waiting --timeout 90m --timeout-to cancelled -q
"$dialctl" order set shop/2 --status waiting -q > "$folder/out"
check "ST-03 the order knows when it leaves" 5400 \
  "$(field shop/2 '(.status_timeout | sub("\\..*"; "Z") | fromdate) - (.status_since | sub("\\..*"; "Z") | fromdate)')"
sqlite3 "$DIALCTL_DB" 'UPDATE customer_order SET status_timeout_at = 1000 WHERE external_id = 2'
says "ST-03 no loop ran meanwhile: due at the next one" 0 . run --until-idle --for 1m
check "ST-03 it has moved on" "cancelled timeout timeout of waiting" "$(field shop/2 '.history[-1] | "\(.status) \(.who) \(.why)"')"

# ---- Call modes.
check "ST-04 without a tick an order is in no mode" null "$(field shop/1 .mode)"
says "ST-04 a status may feed a mode" 0 . order-status set new --mode reconfirm
says "ST-04 a mode that there is not" 2 'reconfirm' order-status set new --mode nonsense
check "ST-04 its orders are in that mode" reconfirm "$(field shop/1 .mode)"
check "ST-04 and no others" 1 "$("$dialctl" order list --where mode=reconfirm -o ndjson | jq -r .external_id | paste -sd' ')"
"$dialctl" order-status set new --mode random-1 -q
check "ST-04 one mode at most: another tick takes the place of the first" "0 1" \
  "$("$dialctl" order list --where mode=reconfirm -o id | wc -l) $("$dialctl" order list --where mode=random-1 -o id | wc -l)"
"$dialctl" order-status set new --mode none -q
check "ST-04 the tick is taken away" null "$(field shop/1 .mode)"

# ---- One or many.
shop
run import orders - <<< $'id,phone,tags\n1,0441234561,a\n2,0441234562,a\n3,0441234563,b\n4,0441234564,\n5,0441234565,'
says "ST-06 hold" 0 '1 changed' order hold shop/1
check "ST-06 a held order waits" held "$(field shop/1 .state)"
says "ST-06 hold, by a filter, without --yes" 2 'add --yes' order hold --where tag=a
says "ST-06 hold, by a filter: what is so already is told apart" 0 '1 changed, 1 as they were' order hold --where tag=a --yes --expect 2
says "ST-06 --expect of another number changes nothing" 6 'there are 2; nothing was changed' order release --where state=held --expect 3 --yes
check "ST-06 --expect of another number: nothing was changed" 2 "$("$dialctl" order list --where state=held -o id | wc -l)"
says "ST-06 a dry run" 0 '2 changed.*dry run' order release --where state=held --dry-run
check "ST-06 a dry run: nothing was changed" 2 "$("$dialctl" order list --where state=held -o id | wc -l)"
"$dialctl" order list --where state=held -o id > "$folder/ids"
says "ST-06 ids from a pipe" 0 '2 changed' order release --ids-from - --yes --expect 2 < "$folder/ids"
check "ST-06 ids from a pipe: released" ready "$(field shop/1 .state)"
says "ST-06 ids between NULs, by the shop's own names" 0 '2 changed' order set --ids-from - -0 --priority 7 --yes < <(printf 'shop/1\0shop/3\0')
check "ST-06 a priority" "7 0 7" "$(field shop/1 .priority) $(field shop/2 .priority) $(field shop/3 .priority)"
says "ST-06 an id that is none: which line, and nothing is changed" 4 "ids-from line 2: there is no order 'shop/99'" \
  order hold --ids-from - --yes < <(printf 'shop/1\nshop/99\n')
check "ST-06 an id that is none: nothing is changed" ready "$(field shop/1 .state)"
says "ST-06 no order named" 2 'no order is named' order hold
says "ST-06 named in two ways" 2 'in two ways' order hold shop/1 --where tag=a
says "ST-06 tags" 0 '1 changed' order set shop/1 --tag 'vip, late' --tag x --untag a
check "ST-06 tags: as in a cell of an import" "late,vip,x" "$(field shop/1 .tags)"
says "ST-06 several tags of a new order" 0 . order add 6 --phone 0441234566 --phone '+38 044 123-45-66' --tag b --tag a --field c=1 --field c=2 --name Ann
check "ST-06 a new order: tags, its number once, the last value" "a,b 1 2 Ann" \
  "$(field shop/6 '"\(.tags) \(.numbers | length) \(.fields[] | select(.name == "c").value) \(.name)"')"
says "ST-06 an order without an id" 2 'an order needs an id' order add ' ' --phone 0441234566
says "ST-06 the same id again" 6 'order.exists|exists' order add 6 --phone 0441234566
says "ST-06 an owner" 4 'no operator' order set shop/1 --owner anna
"$dialctl" operator add anna --endpoint 101 -q
says "ST-06 an owner" 0 '1 changed' order set shop/1 --owner anna
check "ST-06 an owner: found by" 1 "$("$dialctl" order list --where owner=anna -o ndjson | jq -r .external_id)"
says "ST-06 no owner" 0 '1 changed' order set shop/1 --owner none
says "ST-06 cancel" 0 '1 changed' order cancel shop/3 --reason 'by mail'
check "ST-06 cancel: status, why, robot calls" "cancelled by mail, ready cancelled" \
  "$(field shop/3 '.history[-1] | "\(.status) \(.why)"'), $(calls shop/3)"
says "ST-06 requeue begins anew what is over" 0 '1 changed' order requeue shop/3
check "ST-06 requeue: started anew" "ready cancelled, ready ready" "$(calls shop/3)"
says "ST-06 requeue of what never was" 0 . order set shop/4 --status waiting
says "ST-06 a number with a new one" 0 '1 changed' order set shop/5 --phone 0441234599
check "ST-06 a number with a new one: stored" "+380441234599" "$(field shop/5 '[.numbers[].number] | join(" ")')"

# ---- The whole story of an order, called by a phone server on paper.
shop
"$dialctl" queue add sales --wrap-up 1s -q
"$dialctl" project set shop --queue sales -q
"$dialctl" template set ready --text 'Hello.' -q
phone_server
# The digits say what these people do: busy the first one, hears it out the second.
says "ST-05 two orders" 0 . import orders - <<< $'id,phone,zone,city\nbusy,0440300100,Asia/Omsk,Київ\nhears,0440100100,,'
says "ST-05 a run" 0 . run --until-idle --for 1m
"$dialctl" order show shop/busy --json > "$folder/story"
check "ST-05 numbers, zone and its origin" "+380440300100 0440300100 Asia/Omsk column" \
  "$(jq -r '.numbers[0] | "\(.number) \(.raw) \(.zones) \(.zone_origin)"' "$folder/story")"
check "ST-05 fields" "city Київ" "$(jq -r '.fields[0] | "\(.name) \(.value)"' "$folder/story")"
check "ST-05 status history" "new import -" "$(jq -r '.history[0] | "\(.status) \(.who) \(.why)"' "$folder/story")"
check "ST-05 attempts with outcome" "+380440300100 1 not delivered (busy)" \
  "$(jq -r '.attempts[0] | "\(.number) \(.round) \(.result)"' "$folder/story")"
check "ST-05 calls of each number" "1 not delivered (busy)" "$(jq -r '.numbers[0] | "\(.calls) \(.last)"' "$folder/story")"
check "ST-05 the planned next instant: 20 minutes after the end" 20 \
  "$(jq -r '((.next | sub("\\..*"; "Z") | fromdate) - (.attempts[0].started | sub("\\..*"; "Z") | fromdate)) / 60 | floor' "$folder/story")"
check "ST-05 what is over plans nothing" "done null delivered" \
  "$(field shop/hears '"\(.state) \(.next) \(.attempts[0].result)"')"
says "ST-05 the table has it all" 0 'not delivered \(busy\)' order show shop/busy
for part in NUMBERS FIELDS HISTORY 'ROBOT CALLS' ATTEMPTS; do
  holds "ST-05 the table has $part" grep -qx "$part" "$folder/out"
done
says "ST-05 names of what was removed since stay" 0 . order set shop/hears --status cancelled
"$dialctl" order set shop/busy --status cancelled -q > "$folder/out"
"$dialctl" order-status set new --template none -q
"$dialctl" template remove ready -q
check "ST-05 names of what was removed since stay: template" ready "$(field shop/hears '.robot_calls[0].template')"
check "ST-05 names of what was removed since stay: export" ready "$("$dialctl" export attempts -o ndjson | jq -r .template | sort -u)"
says "IM-06 undo says which have been called" 7 'busy .*1' import undo 1 --yes
check "IM-06 undo says which have been called: all are there" 2 "$(count_orders)"
done_checking
