#!/bin/bash
# CM-01, CM-03 to CM-06, AD-01, AD-05 to AD-07: what an admin sets, who may do what, whose orders they are. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
. "$(dirname "$0")/mode_shop.sh"
setting() { "$dialctl" mode show shop new --json | jq -r "$1"; }
settings_sum() { "$dialctl" mode list --json | cksum; }

# ---- Settings, and what is refused of them.
mode_shop
check "CM-01 five modes of each project" "new reconfirm before-buyout random-1 random-2" \
  "$("$dialctl" mode list -o ndjson | jq -r .mode | paste -sd' ')"
check "CM-01 which statuses feed a mode" "new " "$("$dialctl" mode list -o ndjson | jq -r .statuses | paste -sd' ' | sed 's/  *$/ /')"
before=$(settings_sum)
says "CM-01 a project that there is not" 4 'no project' mode set nowhere new --attempts 3
says "CM-01 a mode that there is not" 2 'one of: new, reconfirm' mode set shop odd --attempts 3
says "CM-03 a status that there is not" 4 'no order-status' mode set shop new --when-used-up nowhere
says "CM-03 a put-off of nothing" 2 'whole minutes, at least one' mode set shop new --put-off-busy 0m
says "CM-03 attempts below none" 2 'attempts' mode set shop new --attempts -1
says "AD-01 a way that there is not" 2 'one of: manual, auto, optional' mode set shop new --dial-way odd
says "AD-03 earlier than five minutes" 2 'at most five minutes' mode set shop new --early 6m
says "AD-03 another policy" 2 'one of: keep, next-opening, close' mode set shop new --missed odd
says "AD-05 a fetch of none" 2 'fetch-max' mode set shop new --fetch-max 0
says "CM-07 a lease of nothing" 2 'whole minutes, at least one' mode set shop new --lease 0m
for button in third=callback x '=callback' 'x=' 'x=odd' 'x=put-off:0m' 'x=put-off:90s' 'x=callback:5m'; do
  says "CM-04 a bad button or a third one: $button" 2 'button' mode set shop new --button a=callback --button b=callback --button "$button"
done
says "CM-04 a button to a status that there is not" 4 'no order-status' mode set shop new --button x=status:nowhere
check "CM-03 nothing of that has changed anything" "$before" "$(settings_sum)"
says "CM-03 a dry run" 0 'dry run' mode set shop new --attempts 9 --dry-run
check "CM-03 a dry run changes nothing" "$before" "$(settings_sum)"
says "CM-01 a mode that no status feeds: set, and told" 0 'no status feeds this mode' mode set shop random-2 --attempts 3
says "CM-03 all at once" 0 changed mode set shop new --high-priority yes --standard 30m --attempts 4 --when-used-up gone \
  --put-off-no-answer 50m --put-off-busy 6m --put-off-hang-up 70m --dial-way manual --hand-out owner-first --owner-only 20m \
  --keep-owner yes --fetch yes --fetch-max 2 --own-max 3 --early 5m --missed close --lease 9m \
  --button wrong-person=status:gone --button later=put-off:45m --button busy=off
check "CM-03 it is so" "true 4 gone manual owner-first close" \
  "$(setting '"\(.high_priority) \(.attempts) \(.when_used_up) \(.dial_way) \(.hand_out) \(.missed)"')"
check "CM-04 its buttons" "approved cancelled no-answer hang-up callback wrong-person later" "$(setting '[.buttons[].button] | join(" ")')"
says "CM-03 a status in use by a mode is not removed" 6 'mode new of project shop' order-status remove gone
says "CM-01 the mode new is for what is neither approved nor cancelled" 2 'neither approved nor cancelled' order-status set sold --mode new

# ---- One status, one mode; orders go along with what they have come to.
mode_shop
check "CM-07 the first" 1 "$(next_of anna)"
"$dialctl" order result shop/1 --button callback --in 2h -q
check "CM-07 the second" 2 "$(next_of anna)"
"$dialctl" order result shop/2 --button busy -q
check "CM-07 the third" 3 "$(next_of anna)"
kept() { for order in 1 2 3; do field shop/$order '.robot_calls[-1] | "\(.mode) \(.part) \(.phase) \(.rounds) \(.next)"'; done; }
was=$(kept)
says "ST-04 a dry run moves nobody" 0 'dry run' order-status set new --mode random-1 --dry-run
check "ST-04 a dry run moves nobody: all are where they were" "$was" "$(kept)"
says "ST-04 a status feeds one mode: another tick moves its orders" 0 . order-status set new --mode reconfirm
check "ST-04 with their appointments, rounds and leases" "${was//new/reconfirm}" "$(kept)"
check "ST-04 those that are in line stay in their order" "4 5" "$(line --mode reconfirm)"
check "ST-04 in the line of the old mode is nobody" "" "$(line --mode new)"
says "ST-04 the third is still his" 0 recorded order result shop/3 --button busy --operator anna
says "ST-04 the tick is taken away" 0 . order-status set new --mode none
check "ST-04 then nobody is in line" "" "$(line --at +3h)"
says "ST-04 and no result can be recorded" 7 'in no call mode' order result shop/1 --button busy
"$dialctl" order set shop/1 --owner anna -q > "$folder/out"
"$dialctl" order set shop/4 --priority 5 -q > "$folder/out"
"$dialctl" order-status set new --mode reconfirm -q
check "ST-04 the tick is back: they take up their places" "planned-callback ready 0 120, no-answer ready 1 15" \
  "$(for order in 1 2; do place_of shop/$order; done | paste -sd, | sed 's/,/, /g')"
check "ST-04 in the line of their owner" "4 5 2 3" "$(line --operator anna --at +1h | cut -d' ' -f1-4)"
says "ST-04 the database is sound" 0 . db verify

# ---- Orders of an import go into the line, and out of it.
"$dialctl" order-status add asked --meaning open --mode random-2 -q
run import orders - --status asked <<< $'id,phone,owner\n6,0441234566,anna\n7,0441234567,'
check "IM-01 an import into a status with a mode" "random-2 unprocessed" \
  "$("$dialctl" mode counts -o ndjson | jq -r 'select(.orders == 2 and .mode == "random-2") | "\(.mode) \(.part)"')"
drawn=$(line --mode random-2)
check "CM-01 a random line is the same each time it is shown" "$drawn" "$(line --mode random-2)"
check "CM-01 and the one that is handed out" "$drawn" "$(next_of anna --mode random-2) $(next_of anna --mode random-2)"
run import orders - --on-conflict update --update-status <<< $'id,phone,status\n6,0441234566,sold'
check "IM-01 an import takes an order out of the line, and out of an operator's hands" "cancelled status-left" \
  "$(field shop/6 '.robot_calls[-1] | "\(.phase) \(.reason)"')"
says "IM-06 an undone import leaves no place behind" 0 . import undo 2 --yes
check "IM-06 an undone import leaves no place behind: none" "" "$(line --mode random-2 --at +1h)"
says "IM-06 the database is sound" 0 . db verify

# ---- The ranking's keys.
mode_shop
check "AD-07 the default" "callback,overdue,high-priority,new,retry fewest-first" \
  "$("$dialctl" mode ranking --json | jq -r '"\(.keys) \(.new_order)"')"
for keys in callback,new callback,new,retry,new callback,new,retry,odd ''; do
  says "AD-07 keys that will not do: '$keys'" 2 'ranking' mode ranking --keys "$keys"
done
says "AD-07 a sort that there is not" 2 'one of: fewest-first, oldest-first' mode ranking --new-order odd
"$dialctl" order result shop/1 --button busy -q 2> "$folder/err"
check "CM-07 the first" 1 "$(next_of anna)"
"$dialctl" order result shop/1 --button busy --in 1m -q
check "AD-07 retries come last" "2 3 4 5 1" "$(line --at +2m)"
says "AD-07 a dry run" 0 'retry,callback,new' mode ranking --keys retry,callback,new --dry-run
check "AD-07 a dry run changes nothing" "2 3 4 5 1" "$(line --at +2m)"
says "AD-07 retries first" 0 'retry,callback,new' mode ranking --keys retry,callback,new
check "AD-07 retries come first" "1 2 3 4 5" "$(line --at +2m)"
done_checking
