#!/bin/bash
# IM-07 by the program as it is shipped: results out. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'hang_up; rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"

shop
"$dialctl" template set ready --text 'Hello.' -q
phone_server
run import orders - --format ndjson << 'ROWS'
{"order_id":"1","phone":"0440100100","fio":"=cmd|' /C calc'!A0","city":"Київ, \"центр\""}
{"order_id":"2","phone":"0441100100","fio":"+380 is no formula here","note":"two\nlines"}
{"order_id":"3","phone":"0443300100","fio":"-1","note":"@SUM(1)"}
{"order_id":"4","phone":"0442100100","fio":"Анна"}
ROWS
says "IM-07 a run to export from" 0 . run --until-idle --for 1m

for what in orders attempts calls events; do
  for format in csv ndjson json tsv; do
    says "IM-07 $what as $format" 0 . export $what -o $format
    cp "$folder/out" "$folder/first"
    run export $what -o $format
    holds "IM-07 $what as $format: the same bytes again" cmp -s "$folder/first" "$folder/out"
    env TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8 "$dialctl" export $what -o $format > "$folder/out"
    holds "IM-07 $what as $format: the same bytes anywhere" cmp -s "$folder/first" "$folder/out"
  done
  "$dialctl" export $what > "$folder/out"
  "$dialctl" export $what -o csv > "$folder/first"
  holds "IM-07 $what: CSV unless asked otherwise" cmp -s "$folder/first" "$folder/out"
  "$dialctl" export $what -o ndjson | jq -c . > "$folder/lines"
  "$dialctl" export $what -o json | jq -c '.[]' > "$folder/array"
  holds "IM-07 $what: lines and array say the same" cmp -s "$folder/lines" "$folder/array"
  check "IM-07 $what: CSV has the same columns" "$(jq -r 'keys_unsorted | join(",")' "$folder/lines" | head -1)" "$(head -1 "$folder/first")"
  check "IM-07 $what: no column twice, with --tz too" "" \
    "$("$dialctl" export $what -o tsv --tz Asia/Tokyo | head -1 | tr '\t' '\n' | sort | uniq -d)"
  check "IM-07 $what: some rows" yes "$([[ $(wc -l < "$folder/lines") -ge 4 ]] && echo yes)"
done
check "IM-07 nothing is an empty list" "[]" "$("$dialctl" export orders --where external_id=none -o json)"
check "IM-07 nothing is a header alone" 1 "$("$dialctl" export orders --where external_id=none -o csv | wc -l)"

# UTC beside local time.
"$dialctl" export orders -o ndjson > "$folder/orders"
check "IM-07 orders: UTC beside the project's clock" 0 \
  "$(jq -r '((.created | sub("\\.[0-9]*Z"; "Z") | fromdate) - (.created_local | sub("\\.[0-9]*"; "") | sub("[+]0[23]:00"; "Z") | fromdate)) | if . == -7200 or . == -10800 then 0 else . end' "$folder/orders" | sort -u)"
check "IM-07 attempts: UTC beside the clock at the callee" 4 \
  "$("$dialctl" export attempts -o ndjson | jq -r 'select((.started | endswith("Z")) and (.local_time | test("^20[0-9T:-]*$"))).attempt' | wc -l)"
check "IM-07 events: UTC beside the projects' clock" 0 "$("$dialctl" export events -o ndjson | jq -r 'select(.at_local // "" | test("[+]0[23]:00$") | not).event' | wc -l)"

# Cells that a spreadsheet would run.
"$dialctl" export orders --columns external_id,name,fields > "$folder/defused"
"$dialctl" export orders --columns external_id,name,fields --raw > "$folder/raw"
holds "IM-07 a formula gets a ' in front" grep -q "^1,'=cmd" "$folder/defused"
holds "IM-07 --raw leaves it" grep -q "^1,=cmd" "$folder/raw"
check "IM-07 JSON needs no defusing" "=cmd|' /C calc'!A0" "$("$dialctl" export orders -o ndjson | jq -r 'select(.external_id == "1").name')"
check "IM-07 E.164 is no formula" 4 "$("$dialctl" export orders --columns number --no-header | grep -c '^+380')"

# What is asked for, in a stable order.
check "IM-07 ascending ids" "1 2 3 4" "$("$dialctl" export orders -o id | paste -sd' ')"
check "IM-07 a filter" "3" "$("$dialctl" export orders --where state=ready -o ndjson | jq -r .external_id | paste -sd' ')"
check "IM-07 attempts of an outcome" "3" "$("$dialctl" export attempts --where outcome=busy -o ndjson | jq -r .external_id)"
check "IM-07 calls tell when each thing was seen" 1 \
  "$("$dialctl" export calls -o ndjson | jq -r 'select(.external_id == "1" and .sent <= .ringing and .ringing <= .answered and .answered <= .ended).attempt' | wc -l)"

# One read transaction: what is written meanwhile is not in it, and the export does not end halfway.
{
  echo id,phone
  seq 1000000 1019999 | sed 's/.*/&,044&/'
} > "$folder/many.csv"
run import orders "$folder/many.csv"
"$dialctl" export orders -o id > "$folder/before"
mkfifo "$folder/pipe"
"$dialctl" export orders -o ndjson > "$folder/pipe" &
exporter=$!
exec 9< "$folder/pipe"
read -r first <&9
says "IM-07 an export holds nobody up" 0 . order set --where external_id=1019999 --priority 9 --yes
says "IM-07 an export holds nobody up" 0 . import undo 2 --yes
{
  echo "$first"
  cat <&9
} > "$folder/during"
exec 9<&-
wait $exporter
check "IM-07 the export ends well" 0 $?
check "IM-07 all rows of one state" "$(wc -l < "$folder/before")" "$(wc -l < "$folder/during")"
check "IM-07 all rows of one state: as it was" 0 "$(jq -r 'select(.external_id == "1019999").priority' "$folder/during")"
done_checking
