#!/bin/bash
# IM-01 to IM-06 by the program as it is shipped, with the files that users have. $1: dialctl, $2: sources.
dialctl=$(realpath "$1")
sources=$(realpath "$2")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
file=$folder/orders.csv

refused() { # NAME EXIT-CODE PATTERN [FLAGS...]: $file is refused with a reason, and nothing of it is kept
  local name=$1 wanted=$2 pattern=$3
  shift 3
  says "$name" "$wanted" "$pattern" import orders "$file" "$@"
  check "$name: no order is kept" 0 "$(count_orders)"
  check "$name: no batch is kept" 0 "$("$dialctl" import list -o id | wc -l)"
}
counts() { # of the last import, run with --json: created updated unchanged skipped refused
  jq -r '[.created, .updated, .unchanged, .skipped, .refused] | join(" ")' "$folder/out"
}
refusals() { # of the last import: line:column:code ...
  jq -r '[.errors[] | "\(.line):\(.column):\(.code)"] | join(" ")' "$folder/out"
}

# ---- Files that cannot be read on: the place, and what to do.
shop
printf 'order_id,phone\n1,0441234567\n' | iconv -t UTF-16LE > "$file"
refused "IM-01 fault 49 UTF-16 without a mark" 2 'import it with --encoding utf-16le'
printf 'order_id,bayer_name,phone\n1,Олена,0441234567\n' | iconv -t WINDOWS-1251 > "$file"
refused "IM-01 fault 49 windows-1251 without a name" 2 'line 2, column 3: the byte 0xCE is not valid UTF-8'
holds "IM-01 fault 49 the hint names the encoding" grep -q -- '--encoding windows-1251' "$folder/err"
refused "IM-01 fault 49 an encoding that is not known" 2 'use auto, utf-8, utf-16le, utf-16be or windows-1251' --encoding cp866
printf 'order_id,phone\n1,0441234567\n2,044\0001234568\n' > "$file"
refused "IM-01 fault 49 a NUL byte" 2 'line 3, column 6: a NUL byte'
printf 'order_id,phone,note\n1,0441234567,a\n2,0441234568,"never\nclosed\n' > "$file"
refused "IM-01 fault 49 an unclosed quote: where it opened" 2 'line 3, column 14: the quote that opens here is never closed'
printf 'order_id,phone,phone\n1,0441234567,\n' > "$file"
refused "IM-01 fault 49 duplicate headers" 2 'line 1, column 16: columns 2 and 3 are both named phone'
: > "$file"
refused "IM-01 fault 49 an empty file" 2 'the file is empty'
printf 'name;city\nAnna;Kyiv\n' > "$file"
refused "IM-02 no column of ids" 2 'name it with --map order_id=COLUMN; the columns are: name, city'
printf 'order_id,phone\n1,0441234567\n' > "$file"
refused "IM-02 a --map of a column that is not there" 2 'no column .Tel' --map phone=Tel
rm "$file"
refused "IM-01 a file that is not there" 4 "there is no file $file"
printf '[{"order_id":"1","phone":"0441234567"}' > "$file"
refused "IM-01 fault 49 an array that is cut off" 2 'line 1, column' --format json
json=$(run import orders "$file" --format json --json; cat "$folder/err")
check "IM-05 an error is one JSON object when JSON is asked for" 2 "$(jq .error.exit <<< "$json")"
check "IM-05 stdout is empty on an error" "" "$(cat "$folder/out")"

# ---- Rows that are wrong: each with line, column, code and reason; the others may be taken.
cat > "$file" << 'ROWS'
order_id;bayer_name;phone;zone;created
1;Good;0441234567;;
2;Short;044 12;;
3;Police;112;;
4;Zone;0441234568;Mars/Phobos;
5;Late;0441234569;;2037-10-01 12:00
6;Ragged;0441234570;;;;
1;Twice;0441234571;;
8;Quote;0441234572;;"1" 2
9;;;;
;No id;0441234573;;
10;Good;+44 20 7946 0123;;2037-09-30 23:59
ROWS
wanted="3:phone:number.too-short 4:phone:number.emergency 5:zone:order.unknown-zone 6:created:order.bad-created \
7::csv.ragged 8::order.twice 9::csv.stray-quote 10::order.no-number 11::order.no-id"
refused "IM-05 one bad row refuses the file" 2 . --json
check "IM-05 every refusal has line, column and code" "$wanted" "$(refusals)"
check "IM-05 the twice told row names the first one's line" "line 8: order '1' stands in this file already, in line 2, with other content" \
  "$(jq -r '.errors[] | select(.code == "order.twice").reason' "$folder/out")"
cp "$folder/out" "$folder/refused.json"
refused "IM-05 a dry run says the same" 2 . --json --dry-run
holds "IM-05 a dry run says the same" cmp -s "$folder/out" "$folder/refused.json"
says "IM-05 --partial takes the good rows" 3 . import orders "$file" --partial --rejects "$folder/rejects.csv" --json
check "IM-05 --partial: counts" "2 0 0 0 9" "$(counts)"
check "IM-05 --partial: orders" 2 "$(count_orders)"
check "IM-05 the rejects file has the original rows behind the reasons" "9;csv.stray-quote;" \
  "$(grep -F '8;Quote;0441234572;;"1" 2' "$folder/rejects.csv" | cut -d'"' -f1 | cut -c1-18)"
sed -e 's/;2;Short;044 12;/;2;Short;0441234580;/' -e 's/;3;Police;112;/;3;Police;0441234581;/' -e 's/Mars.Phobos;$/Asia\/Omsk;/' \
  -e 's/;2037-10-01 12:00$/;2027-10-01/' -e 's/;0441234570;;;;$/;0441234570;;/' -e 's/;1;Twice;/;7;Once;/' -e 's/;"1" 2$/;/' \
  -e 's/;9;;;;$/;9;;0441234582;;/' -e 's/;;No id;/;11;Id;/' "$folder/rejects.csv" > "$folder/mended.csv"
says "IM-05 the mended rejects file is imported" 0 . import orders "$folder/mended.csv" --json
check "IM-05 the mended rejects file: counts" "9 0 0 0 0" "$(counts)"
check "IM-05 nothing is lost on the way" 11 "$(count_orders)"
check "IM-05 reasons become no fields" null "$(field shop/3 '.fields[] | select(.name | startswith("reject")) // null')"
says "IM-05 --partial ends with what cannot be read, and keeps the rows before it" 3 'the quote that opens here' \
  import orders - --partial < <(printf 'order_id,phone\n21,0441234590\n22,"0441234591\n')
check "IM-05 --partial keeps the rows before it" "shop/21" "shop/$(field shop/21 .external_id)"

# ---- The same file from a file, a FIFO and standard input; other forms.
shop
mkfifo "$folder/fifo"
printf 'order_id,phone\n1,0441234567\n' > "$folder/fifo" &
says "IM-01 a FIFO" 0 . import orders "$folder/fifo"
says "IM-01 standard input, tabs" 0 . import orders - < <(printf 'order_id\tphone\n2\t0441234568, 0441234569/0441234570\n')
check "IM-02 several numbers in one cell" "+380441234568 +380441234569 +380441234570" \
  "$(field shop/2 '[.numbers[].number] | join(" ")')"
says "IM-01 JSON lines" 0 . import orders - --format ndjson <<< '{"order_id":3,"phone":"0441234571","city":{"name":"Київ"}}'
says "IM-01 a JSON array" 0 . import orders - --format json <<< '[{"order_id":4,"phone":"0441234572"}]'
check "IM-02 nested keys become fields" "Київ" "$(field shop/3 '.fields[] | select(.name == "city.name").value')"
printf 'order_id;bayer_name;phone\n5;Олена;0441234573\n' | iconv -t UTF-16 > "$file"
says "IM-01 UTF-16 with its mark" 0 . import orders "$file"
printf 'order_id;bayer_name;phone\n6;Олена;0441234574\n' | iconv -t WINDOWS-1251 > "$file"
says "IM-01 windows-1251 by name" 0 . import orders "$file" --encoding windows-1251
check "IM-01 the same name from both encodings" "Олена Олена" "$(field shop/5 .name) $(field shop/6 .name)"
{
  printf 'order_id,phone,note\n7,0441234575,'
  head -c 64M /dev/zero | tr '\0' x
  printf '\n8,0441234576,ok\n'
} > "$file"
says "IM-01 fault 49 an endless line is refused alone" 3 '2 .*csv.row-too-long' import orders "$file" --partial
check "IM-01 fault 49 the row behind it is taken" ok "$(field shop/8 '.fields[0].value')"
{
  printf '{"order_id":"a","phone":"0441234577","deep":'
  head -c 100000 /dev/zero | tr '\0' '['
  printf '}\n{"order_id":"b","phone":"0441234578"}\n'
} > "$file"
says "IM-01 fault 49 deep JSON is refused alone" 3 '1 .*json' import orders "$file" --format ndjson --partial
check "IM-01 fault 49 the line behind it is taken" b "$(field shop/b .external_id)"

# ---- LP-CRM's own export, numbers, zones.
shop
says "IM-02 LP-CRM's export as it is" 0 . import orders "$sources/samples/shop.csv" --json
check "IM-02 LP-CRM's export: all rows" "60 0 0 0 0" "$(counts)"
check "IM-02 what was recognised" "order_id=order_id name=bayer_name phone=phone phone2=phone2" "$(jq -r .mapping "$folder/out")"
says "IM-04 the same file again changes nothing" 0 . import orders "$sources/samples/shop.csv" --json
check "IM-04 the same file again: unchanged" "0 0 60 0 0" "$(counts)"
check "IM-04 the same file again: no batch" null "$(jq .batch "$folder/out")"
says "IM-03 numbers of another region are taken" 0 . import orders - <<< $'id,tel\nu,+44 20 7946 0201'
check "IM-03 E.164, raw text, region, zone and its origin" "+442079460201|+44 20 7946 0201|GB|Europe/London|number" \
  "$(field shop/u '.numbers[0] | [.number, .raw, .region, .zones, .zone_origin] | join("|")')"
says "IM-03 --only-region refuses them" 2 'number.other-region' import orders - --only-region <<< $'id,tel\nv,+44 20 7946 0202'
says "IM-03 the column's zone comes first" 0 . import orders - <<< $'id,tel,timezone\nw,0441234567,Asia/Omsk'
check "IM-03 the column's zone comes first: stored" "Asia/Omsk|column" "$(field shop/w '.numbers[0] | [.zones, .zone_origin] | join("|")')"

# ---- Conflicts.
changed=$'order_id,phone,city,tags,created\n1,0441234567,Lviv,vip,2026-01-02 10:00'
shop
run import orders - <<< $'order_id,phone,city,created\n1,0441234567,Kyiv,2026-01-01 10:00'
says "IM-04 other content is a conflict" 6 'order.exists' import orders - <<< "$changed"
says "IM-04 skip" 0 . import orders - --on-conflict skip --json <<< "$changed"
check "IM-04 skip: counts" "0 0 0 1 0" "$(counts)"
check "IM-04 skip: as it was" Kyiv "$(field shop/1 '.fields[] | select(.name == "city").value')"
"$dialctl" order set shop/1 --status waiting --reason 'by hand' -q > "$folder/out"
says "IM-04 update" 0 . import orders - --on-conflict update --json <<< "$changed"
check "IM-04 update: counts" "0 1 0 0 0" "$(counts)"
check "IM-04 update: field, tags, instant; the status stays" "Lviv vip 2026-01-02T08:00:00Z waiting" \
  "$(field shop/1 '[(.fields[] | select(.name == "city").value), .tags, .created, .status] | join(" ")')"
says "IM-04 the update again is unchanged" 0 . import orders - --on-conflict update --json <<< "$changed"
check "IM-04 the update again: counts" "0 0 1 0 0" "$(counts)"

# ---- Mappings by name.
odd=$'Nr,Kunde,Tel 1,Tel 2\n7,Marta,0441234567,0441234568'
says "IM-02 --map names the columns" 0 . import orders - --map order_id=Nr --map phone='Tel 1' --map phone2='Tel 2' --map name=Kunde \
  --save-mapping crm <<< "$odd"
check "IM-02 --map: both numbers" 2 "$(field shop/7 '.numbers | length')"
says "IM-02 a saved mapping" 0 . import orders - --mapping crm --json <<< "${odd/7,/8,}"
check "IM-02 a saved mapping: counts" "1 0 0 0 0" "$(counts)"
says "IM-02 a mapping that nobody has saved" 4 'save one with --save-mapping' import orders - --mapping crn <<< "$odd"

# ---- Batches.
shop
run import orders - <<< $'id,phone\n1,0441234567\n2,0441234568'
run import orders - <<< $'id,phone\n3,0441234569'
check "IM-06 imports, newest first" "2 1" "$("$dialctl" import list -o id | paste -sd' ')"
check "IM-06 one import" "1 2 -" "$("$dialctl" import show 1 --json | jq -r '[.batch, .created, .source] | join(" ")')"
says "IM-06 undo asks first" 2 'add --yes' import undo 1
check "IM-06 undo asks first: nothing is gone" 3 "$(count_orders)"
says "IM-06 a dry run of undo" 0 '2 orders removed .dry run' import undo 1 --dry-run
check "IM-06 a dry run of undo: nothing is gone" 3 "$(count_orders)"
says "IM-06 undo" 0 '2 orders removed' import undo 1 --yes
check "IM-06 undo takes its own orders alone" shop/3 "shop/$("$dialctl" order list -o ndjson | jq -r .external_id)"
says "IM-06 undo once" 6 'was undone at' import undo 1 --yes
says "IM-06 undo of nothing" 4 'there is no import 9' import undo 9 --yes
says "IM-06 an undone file can come again" 0 . import orders - --json <<< $'id,phone\n1,0441234567\n2,0441234568'
check "IM-06 an undone file can come again: counts" "2 0 0 0 0" "$(counts)"
check "IM-06 who, in the journal" "import.undone $(id -un)" \
  "$("$dialctl" event list -o ndjson | jq -r 'select(.kind == "import.undone") | "\(.kind) \(.who)"')"
batch=$("$dialctl" import orders - --print-id 2> /dev/null <<< $'id,phone\n91,0441234591')
check "IM-06 the batch alone, for a script to undo" "$("$dialctl" import list -o id | head -n 1)" "$batch"
check "IM-06 no batch, no line" "" \
  "$("$dialctl" import orders - --print-id 2> /dev/null <<< $'id,phone\n91,0441234591')"
says "IM-06 undo by that id" 0 '1 orders removed' import undo "$batch" --yes

# ---- The database.
sqlite3 "$DIALCTL_DB" ".backup $folder/newer.db"
sqlite3 "$folder/newer.db" 'PRAGMA user_version = 99'
says "IM-01 fault 19 a database of a newer version" 10 'has version 99' import orders - --db "$folder/newer.db" <<< $'id,phone\n1,0441234567'
shop
{
  echo id,phone
  seq 1000000 1019999 | sed 's/.*/&,044&/'
} > "$file"
(ulimit -f 2000; "$dialctl" import orders "$file" > "$folder/out" 2> "$folder/err")
check "IM-05 fault 14 a file that may not grow: exit code" 10 $?
holds "IM-05 fault 14 it says what to do" grep -q '^hint: ' "$folder/err"
check "IM-05 fault 14 nothing of it is kept" 0 "$(count_orders)"
says "IM-05 fault 14 the database is sound" 0 . db verify
says "IM-05 fault 14 the next import works" 0 . import orders "$file" --json
check "IM-05 fault 14 the next import: counts" "20000 0 0 0 0" "$(counts)"
done_checking
