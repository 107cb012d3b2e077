#!/bin/bash
# CB-17: what a rule says of recording, and recordings from the conversation to their end, on the simulator.
# $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'hang_up; rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
. "$(dirname "$0")/callback_shop.sh"
cd "$folder" || exit 1

# ---- The rule.
callback_shop
kept() { # NAME WANTED
  check "$1" "$2" "$("$dialctl" rule show sales --json |
    jq -r '"\(.record) \(.keep_for) \(.notice) \(.notice_language) \(.notice_voice) \(.no_notice_reason) v\(.version)"')"
}
kept "CB-17 a rule records nothing unless told to" 'false 0 none    v1'
says "CB-17 neither notice nor reason" 2 "rule 'sales': conversations are recorded, and the customer is not told so" \
  rule set sales --record yes --keep-for 30d
says "CB-17 no period" 2 "rule 'sales': a recording is kept for 1 second to 3650 days" \
  rule set sales --record yes --notice text:Recorded.
says "CB-17 too long a period" 2 'rule.keep-for|3650 days' rule set sales --record yes --notice text:Recorded. --keep-for 4000d
says "CB-17 no such audio" 4 "audio 'thanks'" rule set sales --record yes --keep-for 1d --notice audio:thanks
says "CB-17 a notice that is none" 2 "notice 'text:' does not say what" rule set sales --notice text:
says "CB-17 a kind that is not known" 2 "notice 'song' is not known" rule set sales --notice song
kept "CB-17 what was refused changed nothing" 'false 0 none    v1'
says "CB-17 words" 0 changed rule set sales --record yes --keep-for 30d --notice 'text:This call is recorded.' \
  --notice-language uk --notice-voice uk+f3
kept "CB-17 words are kept" 'true 2592000 text:This call is recorded. uk uk+f3  v2'
says "CB-17 a reason beside a notice" 2 'needs no reason' rule set sales --no-notice-reason 'told before'
says "CB-17 none, for a reason" 0 changed rule set sales --notice none --no-notice-reason 'told on the site'
kept "CB-17 the language and the voice go with the words" 'true 2592000 none   told on the site v3'
says "CB-17 a voice without words" 2 'only words have' rule set sales --notice-voice uk+f3
says "CB-17 a template is not recorded" 2 'robot calls are not recorded' rule set sales --target template:ready
says "CB-17 off again" 0 changed rule set sales --record no --no-notice-reason ''
/usr/bin/python3 - > tone.wav <<'P'
import sys, wave
with wave.open(sys.stdout.buffer, "wb") as out:
    out.setnchannels(1), out.setsampwidth(2), out.setframerate(8000), out.writeframes(b"\0\1" * 8000)
P
"$dialctl" audio add told tone.wav -q
says "CB-17 an audio file" 0 changed rule set sales --record yes --notice audio:told --keep-for 1h
says "CB-17 the file is held by the rule" 6 'rule sales' audio remove told
check "CB-17 the database holds it too" 1 "$(sqlite3 "$DIALCTL_DB" \
  "UPDATE callback_rule_version SET record = 1" 2>&1 | grep -c append-only)"

# ---- Nothing yet.
check "CB-17 there is none" "" "$("$dialctl" recording list -o id)"
says "CB-17 a bad id" 2 "is no attempt's id" recording show 12
says "CB-17 no such attempt" 4 'has no recording' recording show 01KAK3V8Q0000
says "CB-17 nothing to remove" 4 'has no recording' recording remove 01KAK3V8Q0000 --yes

# ---- One conversation, recorded. Customers' last digits: answers at once, talks for 30 s, which is one here.
callback_shop
phone_server
"$dialctl" project set shop --queue sales -q
"$dialctl" operator set anna --endpoint 101 --queue sales -q
"$dialctl" operator ready anna -q
"$dialctl" rule set sales --target queue:sales --prompt none --record yes --keep-for 1h --notice none \
  --no-notice-reason 'told on the site' -q
lost +380440100130 > out
"$dialctl" run --for 20s -q 2> run.log &
loop=$!
state() { "$dialctl" recording list --json | jq -r '.[0].state'; }
becomes() { # STATE: within 15 s
  local i
  for i in {1..150}; do [[ $(state) == "$1" ]] && return; sleep 0.1; done
  echo "FAILED it is $(state), not $1"
  "$dialctl" event list | tail -20
  cat run.log
  failures=$((failures + 1))
}
becomes fetched
id=$("$dialctl" recording list -o id)
one() { "$dialctl" recording show "$id" --json | jq -r "$1"; }
check "CB-17 whose it is" '+380440100130 sales anna told on the site true' \
  "$(one '"\(.number) \(.rule) \(.operator) \(.no_notice_reason) \(.intact)"')"
file=$DIALCTL_DB.recordings/$id.wav
check "CB-17 the folder and the file are ours alone" '700 600' "$(stat -c %a "$DIALCTL_DB.recordings" "$file" | paste -sd' ')"
check "CB-17 its hash" "$(sha256sum < "$file" | cut -d' ' -f1)" "$(one .sha256)"
check "CB-17 its size" "$(stat -c %s "$file")" "$(one .bytes)"
check "CB-17 nothing else lies there" 1 "$(find "$DIALCTL_DB.recordings" -type f | wc -l)"
check "CB-17 kept for an hour from its end" 3600 "$(one '(.keep_until | sub("\\.[0-9]+"; "") | fromdate) - (.ended_at | sub("\\.[0-9]+"; "") | fromdate)')"
check "CO-01 the attempt tells of it" 1 "$("$dialctl" attempt show "$id" --json | jq '[.facts[] | select(.fact == "recording")] | length')"
for where in state=fetched number=+380440100130 rule=sales order=1; do
  check "CB-17 listed by $where" "$id" "$("$dialctl" recording list -o id --where "$where")"
done
check "CB-17 not listed by another state" "" "$("$dialctl" recording list -o id --where state=failed)"
check "CB-17 not listed before" "" "$("$dialctl" recording list -o id --before yesterday)"
says "CB-17 a copy" 0 'copy.wav' recording fetch "$id" copy.wav
holds "CB-17 the copy is the file" cmp copy.wav "$file"
check "CB-17 nobody else can read it" 600 "$(stat -c %a copy.wav)"
says "CB-17 no copy over another" 6 'there is a file' recording fetch "$id" copy.wav
says "CB-17 unless told to" 0 copy.wav recording fetch "$id" copy.wav --force
"$dialctl" recording fetch "$id" - > piped.wav
holds "CB-17 the same through a pipe" cmp piped.wav "$file"
check "CB-17 db verify finds nothing" "" "$("$dialctl" db verify -o csv --no-header)"
cp "$file" kept.wav
printf x >> "$file"
check "CB-17 a changed file is found" "recording.hash" "$("$dialctl" db verify -o csv --no-header | cut -d, -f1)"
check "CB-17 and shown" false "$(one .intact)"
says "CB-17 and not handed out" 10 'not what was fetched' recording fetch "$id" other.wav
rm "$file"
check "CB-17 a missing file is found" "recording.file" "$("$dialctl" db verify -o csv --no-header | cut -d, -f1)"
cp kept.wav "$file"

# ---- Deleted before its time.
says "CB-17 nobody there to say yes" 2 '--yes' recording remove "$id"
before=$(sqlite3 "$DIALCTL_DB" 'SELECT * FROM recording; SELECT count(*) FROM journal' | cksum)
says "CB-17 a dry run" 0 'nothing was changed' recording remove "$id" --yes --dry-run
check "CB-17 a dry run changes nothing" "$before 1" \
  "$(sqlite3 "$DIALCTL_DB" 'SELECT * FROM recording; SELECT count(*) FROM journal' | cksum) $(find "$file" | wc -l)"
says "CB-17 removed" 0 'own copy is deleted' recording remove "$id" --reason 'he asked' --yes
check "CB-17 the own copy is gone at once" 0 "$(find "$DIALCTL_DB.recordings" -type f | wc -l)"
becomes deleted
check "CB-17 each deletion is journalled, and who wanted it" "recording.removed he asked $(id -un)
recording.deleted the provider's copy 
recording.deleted own copy " "$("$dialctl" event list --json --columns all |
  jq -r '.[] | select(.kind | startswith("recording.")) | "\(.kind) \(.detail) \(.who)"' | LC_ALL=C sort -r)"
url=$(sed -n 's/.*\(http[^ ]*\).*/\1/p' simulator.log)
check "CB-17 the provider has none" '[]' "$(curl -sS -u dialer:dialer-secret "$url/recordings/stored")"
says "CB-17 it cannot be removed twice" 6 'deleted already' recording remove "$id" --yes
says "CB-17 it cannot be copied" 6 'it is deleted' recording fetch "$id" other.wav
kill -TERM $loop
wait $loop
check "CB-17 the loop ends well" 0 $?
done_checking
