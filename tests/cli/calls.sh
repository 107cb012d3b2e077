#!/bin/bash
# CB-13: a phone server's call log ends the callbacks of those who were reached. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
. "$(dirname "$0")/callback_shop.sh"
counts() { jq -r '"\(.rows) \(.kept) \(.ended) \(.refused)"' "$folder/out"; }
log() { "$dialctl" import calls "$@" --json > "$folder/out" 2> "$folder/err"; }

# ---- Who was reached, and who was not.
callback_shop
"$dialctl" rule add any --place queue:support --cancel-on any-dial -q
lost +380441234501 --at 2025-11-20T10:00:00Z > /dev/null
lost +380441234502 --at 2025-11-20T10:00:00Z > /dev/null
lost +380441234503 --at 2025-11-20T10:00:00Z --queue support > /dev/null
lost +380441234504 --at 2025-11-20T10:00:00Z --queue support > /dev/null
lost +380441234505 --at 2025-11-20T12:00:00Z > /dev/null
cat > "$folder/cdr.csv" <<'END'
start,dst,disposition,billsec
2025-11-20T11:00:00Z,0441234501,ANSWERED,63
2025-11-20T11:00:00Z,+380441234502,NO ANSWER,0
2025-11-20T11:00:00Z,+380441234503,BUSY,0
2025-11-20T09:59:59Z,+380441234504,ANSWERED,5
2025-11-20T11:00:00Z,+380441234505,ANSWERED,20
2025-11-20T11:00:00Z,+380441234599,ANSWERED,20
END
map=(--map number=dst --map at=start --map talked=disposition)
before=$(whole)
log "$folder/cdr.csv" "${map[@]}" --dry-run
check "CB-13 a dry run counts" "6 false 2 0" "$(counts)"
check "CB-13 a dry run changes nothing" "$before" "$(whole)"
log "$folder/cdr.csv" "${map[@]}"
check "CB-13 a conversation ends a callback, any dial where its rule says so" "6 true 2 0" "$(counts)"
check "CB-13 but not of calls that were lost later" "1 cancelled contact,2 ready,3 cancelled contact,4 ready,5 ready" "$(callbacks)"
check "CB-13 each end is journalled" "contact, import contact, import" \
  "$("$dialctl" event list --where kind=callback.cancelled -o ndjson | jq -r .detail | paste -sd' ')"
log "$folder/cdr.csv" "${map[@]}"
check "CB-13 the same log again ends nothing" "6 true 0 0" "$(counts)"
check "CB-13 a missed call that is told later, and was lost before, makes none" "reached sales null" \
  "$(lost +380441234599 --at 2025-11-20T10:00:00Z)"
check "CB-13 one that was lost after it does" "task sales 6" "$(lost +380441234599 --at 2025-11-20T11:00:01Z)"
check "CB-13 who was dialled in vain is called back by the rule that wants a conversation" "task sales 7" \
  "$(lost +380441234503 --at 2025-11-20T10:00:00Z)"
check "CB-13 and not by the other" "reached any null" "$(lost +380441234503 --at 2025-11-20T10:00:00Z --queue support --project other)"

# ---- The words for it: seconds, lengths, yes and no; from a pipe of JSON lines.
callback_shop
for at in 1 2 3 4 5 6 7; do lost +38044123450$at --at 2025-11-20T10:00:00Z > /dev/null; done
at=0
for talked in '"63"' '"2m"' '"yes"' true '"no"' 0 '""'; do
  at=$((at + 1))
  printf '{"number": "+38044123450%s", "at": "2025-11-20T13:00:00+02:00", "talked": %s}\n' "$at" "$talked"
done > "$folder/calls.ndjson"
log - --format ndjson < "$folder/calls.ndjson"
check "CB-13 who talked, in all words" "7 true 4 0" "$(counts)"
check "CB-13 the others go on" "5 6 7" "$("$dialctl" callbacks list --open --sort id -o id | paste -sd' ')"

# ---- What is refused. Nothing of it changes anything.
before=$(whole)
refused() { # NAME CODE TEXT ROW
  printf 'number,at,talked\n%s\n' "$4" > "$folder/bad.csv"
  says "$1" 2 "$3" import calls "$folder/bad.csv"
  check "$1: nothing changed" "$before" "$(whole)"
}
says "CB-13 a file without the columns" 2 "the file has no column 'number'" import calls "$folder/cdr.csv"
says "CB-13 a map that is none" 2 "is no field=column" import calls "$folder/cdr.csv" --map dst
says "CB-13 a map of another field" 2 "the fields are number, at and talked" import calls "$folder/cdr.csv" --map who=dst
says "CB-13 no such project" 4 "project" import calls "$folder/cdr.csv" --project nowhere
refused "CB-13 no number" 2 'line 2, column number' ',2025-11-20T11:00:00Z,yes'
refused "CB-13 no instant" 2 'line 2, column at' '+380441234505,noon-ish,yes'
refused "CB-13 no time" 2 'line 2, column at' '+380441234505,,yes'
refused "CB-13 in the future" 2 'is in the future' '+380441234505,2036-11-20T11:00:00Z,yes'
refused "CB-13 perhaps" 2 'does not say whether somebody talked' '+380441234505,2025-11-20T11:00:00Z,perhaps'
printf 'number,at,talked\n+380441234505,2025-11-20T11:00:00Z,yes\n+38,2025-11-20T11:00:00Z,yes\n' > "$folder/half.csv"
"$dialctl" import calls "$folder/half.csv" --partial --rejects "$folder/rejects.csv" --json > "$folder/out" 2> "$folder/err"
check "CB-13 the good rows of a file" "3 2 true 1 1" "$? $(counts)"
check "CB-13 the bad one is kept with its reason" 1 "$(grep -c '^3,.*+38,' "$folder/rejects.csv")"
done_checking
