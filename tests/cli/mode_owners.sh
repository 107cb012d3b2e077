#!/bin/bash
# CM-05, CM-06, CM-07, AD-01, AD-05, AD-06, SC-03: who may have which orders, and appointments at night. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
. "$(dirname "$0")/mode_shop.sh"
matrix() { "$dialctl" operator access "$@" --json | jq -r '.[] | "\(.operator) \(.mode) \(.allowed) \(.orders)"' | paste -sd,; }

# ---- The matrix.
mode_shop
check "CM-05 the matrix with the orders of each cell" "boris new true 5" "$(matrix boris)"
check "CM-05 who has no tick, too" "clara new false 5" "$(matrix clara)"
says "CM-05 an operator that there is not" 4 'no operator' operator access nobody --allow shop:new
says "CM-05 a project that there is not" 4 'no project' operator access clara --allow nowhere:new
says "CM-05 a mode that there is not" 2 'no call mode' operator access clara --allow shop:odd
says "CM-05 one bad tick, no tick at all" 4 'no project' operator access clara --allow shop:new --deny nowhere
says "CM-05 ticks are one operator's" 2 'one operator' operator access --allow shop:new
says "CM-05 a dry run" 0 'dry run' operator access clara --allow shop --dry-run
check "CM-05 nothing of that has changed anything" "clara new false 5" "$(matrix clara)"
"$dialctl" operator access clara --allow 'shop:*' --deny shop:new -q > "$folder/out"
check "CM-05 all modes but one" "new=false reconfirm=true before-buyout=true random-1=true random-2=true" \
  "$("$dialctl" operator access clara --json | jq -r '[.[] | "\(.mode)=\(.allowed)"] | join(" ")')"
check "CM-05 and so she gets nothing" "" "$(next_of clara)"
check "CM-05 the matrix as a file" "operator,project,mode,allowed,orders" "$("$dialctl" operator access -o csv | head -1 | tr -d '\r')"

# ---- What a dial session needs.
says "CM-07 a session without access" 7 'access to no call mode' operator start "$("$dialctl" operator add dora --endpoint 104 -q; echo dora)"
says "CM-07 a session of modes that no status feeds" 7 'no status feeds' operator start clara
says "CM-07 an operator without a phone" 2 'needs a phone' operator add emil --endpoint ''
"$dialctl" mode set shop new --dial-way manual -q
says "AD-01 a session of modes that are dialled by hand" 7 'dialled by hand' operator start boris
check "CM-07 none of them is in a session" 0 "$("$dialctl" operator list --json | jq '[.[] | select(.in_session)] | length')"
"$dialctl" mode set shop new --dial-way auto -q
says "AD-01 by hand from modes that are dialled in sessions alone" 7 'dial sessions alone' order next --operator anna --mode new
check "AD-01 her line by hand is empty" "" "$(line --operator anna)"
check "AD-01 her line in a session is not" "1 2 3 4 5" "$(line --operator anna --dialed)"
says "CM-07 a session" 0 started operator start anna
check "CM-07 she is ready, and in it" "ready true" "$("$dialctl" operator show anna --json | jq -r '"\(.status) \(.in_session)"')"
says "CM-07 stopped" 0 stopped operator stop anna
check "CM-07 she is ready for her queue" "ready false" "$("$dialctl" operator show anna --json | jq -r '"\(.status) \(.in_session)"')"

# ---- Fetching.
mode_shop
says "AD-05 a mode that may not be fetched from" 7 '--fetch yes' order fetch --operator anna --mode new
"$dialctl" mode set shop new --fetch yes --fetch-max 2 --own-max 3 -q
says "AD-05 more than one fetch allows" 2 'more than the 2' order fetch --operator anna --count 3
says "AD-05 none" 2 'count' order fetch --operator anna --count 0
says "AD-05 without access" 7 'access to no such call mode' order fetch --operator clara
says "AD-05 of several modes one must be named" 2 'several call modes' order fetch --operator "$(
  "$dialctl" mode set shop reconfirm --fetch yes -q 2> "$folder/err"; echo anna)"
check "AD-05 nobody owns anything yet" "- - - - -" "$(owners)"
says "AD-05 a dry run" 0 'dry run' order fetch --operator boris --dry-run
check "AD-05 a dry run fetches nothing" "- - - - -" "$(owners)"
check "AD-05 two, the first of the line" "1 2" "$("$dialctl" order fetch --operator boris -o id 2> "$folder/err" | paste -sd' ')"
check "AD-05 then one, since three are the most" "3" "$("$dialctl" order fetch --operator boris -o id 2> "$folder/err" | paste -sd' ')"
says "AD-05 then none" 7 'has 3 unprocessed orders, 3 are the most' order fetch --operator boris
check "AD-05 they are his" "boris boris boris - -" "$(owners)"
check "AD-01 owner first: they are nobody else's" "4 5" "$(line --operator anna)"
"$dialctl" mode set shop new --owner-only 20m -q
check "AD-01 owner first: after a time they are anybody's" "1 2 3 4 5" "$(line --operator anna --at +21m)"
"$dialctl" mode set shop new --hand-out assigned-only -q
check "AD-01 assigned only: his own" "1 2 3" "$(line --operator boris)"
check "AD-01 assigned only: nothing for others" "" "$(line --operator anna --at +9h)"
"$dialctl" mode set shop new --hand-out pool -q
check "AD-01 pool: anybody's" "1 2 3 4 5" "$(line --operator anna)"
check "CM-07 an order that is with an operator cannot be fetched" "5" \
  "$(next_of anna > "$folder/out"; "$dialctl" order set shop/1 shop/2 shop/3 --owner none --yes -q > "$folder/out" 2>&1; for _ in 1 2 3; do next_of anna; done > "$folder/out"; "$dialctl" order fetch --operator boris -o id 2> "$folder/err" | paste -sd' ')"
says "AD-05 the database is sound" 0 . db verify

mode_shop
"$dialctl" mode set shop new --fetch yes --fetch-max 2 -q
"$dialctl" order hold shop/1 shop/3 --reason 'asked for tomorrow' --yes -q > "$folder/out"
check "AD-05 a held order is not given away" "2 4" "$("$dialctl" order fetch --operator boris -o id 2> "$folder/err" | paste -sd' ')"

# ---- Assigning.
mode_shop
"$dialctl" operator access clara --allow shop:new -q > "$folder/out"
says "AD-06 an operator that there is not" 4 'no operator' order assign shop/1 --to nobody
says "AD-06 a weight without weights" 2 '--share weight' order assign shop/1 --to anna=2
says "AD-06 a weight of none" 2 'weights are 1 to 1000' order assign shop/1 --share weight --to anna=0
says "AD-06 many, without --yes" 2 'yes' order assign --where mode=new --to anna
says "AD-06 another number than expected" 6 'there are 5; nothing was changed' order assign --where mode=new --to anna --yes --expect 4
says "AD-06 no order" 2 'no order is named' order assign --to anna
"$dialctl" operator access clara --deny shop:new -q > "$folder/out"
says "AD-06 who has no access" 7 'none of these operators has access' order assign shop/1 --to clara
check "AD-06 nobody owns anything yet" "- - - - -" "$(owners)"
says "AD-06 a dry run" 0 '5 assigned .dry run' order assign --where mode=new --to anna --to boris --dry-run
cp "$folder/out" "$folder/plan"
check "AD-06 a dry run assigns nothing" "- - - - -" "$(owners)"
says "AD-06 evenly" 0 '5 assigned' order assign --where mode=new --to anna --to boris --yes
check "AD-06 evenly: so it is" "anna boris anna boris anna" "$(owners)"
check "AD-06 as the dry run said" "$(cat "$folder/plan")" "$(cat "$folder/out")"
says "AD-06 by weight" 0 '5 assigned' order assign --where mode=new --share weight --to anna --to boris=4 --yes
check "AD-06 by weight: so it is" "boris boris boris anna boris" "$(owners)"
says "AD-06 by hand" 0 '1 assigned' order assign shop/4 --to boris
"$dialctl" order set shop/1 shop/2 shop/3 --owner none --yes -q > "$folder/out"
"$dialctl" mode set shop new --own-max 3 -q
"$dialctl" order list --where owner= -o id > "$folder/ids"
says "AD-06 by free capacity: who is full gets no more, and that is told" 0 '3 assigned' \
  order assign --ids-from "$folder/ids" --share free-capacity --yes
check "AD-06 by free capacity: so it is" "anna anna boris boris boris" "$(owners | tr ' ' '\n' | sort | paste -sd' ')"
check "AD-06 by free capacity: what is theirs already takes no room twice" "anna anna anna boris boris" "$(
  "$dialctl" order assign --where mode=new --share free-capacity --yes -q > "$folder/out"; owners | tr ' ' '\n' | sort | paste -sd' ')"
"$dialctl" order add 6 --project shop --phone 0441234566 --status new -q > "$folder/out"
"$dialctl" order add 7 --project shop --phone 0441234567 --status new -q > "$folder/out"
says "AD-06 no room for all: what is left is told" 3 '1 not assigned: nobody has room' \
  order assign shop/6 shop/7 --share free-capacity --yes
says "AD-06 an order in no mode is left" 3 'in no call mode' order assign "$("$dialctl" order set shop/5 --status gone -q > "$folder/out"; echo shop/5)" --to anna
says "AD-06 the database is sound" 0 . db verify

# ---- What is shown is what is handed out.
mode_shop
"$dialctl" mode set shop new --standard 30m --attempts 0 -q
check "CM-07 one is planned, one is tried" "1 2" "$(next_of anna) $(next_of anna)"
"$dialctl" order result shop/1 --button callback --in 1m -q
"$dialctl" order result shop/2 --button busy -q
sqlite3 "$DIALCTL_DB" "UPDATE task SET next_at = next_at - 3600000, planned_at = planned_at - 3600000 WHERE order_id IN (1, 2);
  UPDATE task SET made_at = made_at - 2400000 WHERE order_id = 4; UPDATE task SET auto_attempts = 1 WHERE order_id = 3"
shown=$(line --operator anna)
check "CM-06 planned, overdue, fewest rounds, retry" "1 4 5 3 2" "$shown"
check "CM-06 it is handed out in the order that is shown" "$shown" "$(for _ in 1 2 3 4 5; do next_of anna; done | paste -sd' ')"
says "CM-07 then nothing is left" 4 'no order is in line' order next --operator anna

# ---- An appointment on the customer's clock, at 02:30 in the nights in which clocks are changed.
mode_shop
"$dialctl" order add 8 --project shop --phone '+48 22 123 45 67' --zone Europe/Warsaw --priority 9 --status new -q > "$folder/out"
check "CM-07 six orders are in line, and hers" "1 2 3 4 5 8" "$(for _ in 1 2 3 4 5 6; do next_of anna; done | sort | paste -sd' ')"
for night in 2027-03-28T02:30=2027-03-28T01:00 2027-10-31T02:30=2027-10-31T00:30 2027-02-01T02:30=2027-02-01T01:30; do
  says "SC-03 an appointment at ${night%=*} in Warsaw" 0 recorded order result shop/8 --button callback --at-local "${night%=*}"
  check "SC-03 an appointment at ${night%=*} in Warsaw: its instant" "${night#*=}" "$(field shop/8 '.robot_calls[-1].next[0:16]')"
  check "SC-03 a second before it is not in line" "" "$("$dialctl" order line --at "$(date -u -d "${night#*=}Z 1 second ago" +%FT%TZ)" -o ndjson | jq -r 'select(.external_id == "8") | .key')"
  check "SC-03 then it is" callback "$("$dialctl" order line --at "${night#*=}:00Z" -o ndjson | jq -r 'select(.external_id == "8") | .key')"
  sqlite3 "$DIALCTL_DB" "UPDATE task SET phase = 'handed' WHERE order_id = 6"
done
done_checking
