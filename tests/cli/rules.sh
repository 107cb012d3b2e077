#!/bin/bash
# CB-01, CB-06 to CB-11, CB-19, CB-20: rules of callbacks as an admin sets them, and which one takes a missed call.
# $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"

rule_shop() {
  shop
  "$dialctl" project add other --region UA --zone Europe/Kyiv -q
  for queue in sales support; do "$dialctl" queue add $queue -q; done
  for name in anna boris; do "$dialctl" operator add $name --endpoint 10${#name} -q; done
  "$dialctl" group add night --members boris -q
  "$dialctl" schedule add office --hours 'mon-fri 09:00-18:00' -q
  "$dialctl" schedule add mornings --hours 'daily 08:00-12:00' -q
  "$dialctl" provider add pbx --url http://127.0.0.1:9/ari --user dialer --password-from env:SECRET -q
  "$dialctl" number add +380440000009 --project shop --label hotline -q
}
rule() { "$dialctl" rule "$@" -q; }
of() { # RULE JQ-PATH
  "$dialctl" rule show "$1" --json | jq -r "$2"
}
list() { "$dialctl" rule list -o ndjson | jq -r '"\(.position)\(.name)\(if .enabled then "" else "-" end)"' | paste -sd' '; }
all_rules() { "$dialctl" rule list --json --columns all | cksum; }
taker() { # FLAGS...: the rule, and what becomes of the call
  "$dialctl" rule test --caller +380441234567 --project shop "$@" --json -q | jq -r '.[0] | "\(.rule) \(.taking)"'
}

# ---- All fields, set and read back; several are one change.
rule_shop
says "CB-01 a rule with nothing said" 0 "status 'callback' added" rule add plain
says "CB-10 the status that its callbacks need stays" 6 'rule plain' order-status remove callback
check "CB-01 its defaults" "1 true any project standard 0s,5m,15m 0 5 30 next-attempt success 1" \
  "$(of plain '"\(.position) \(.enabled) \(.places) \(.target) \(.prompt) \(.intervals) \(.shortest_wait) \(.at_once) \(.ring_limit) \(.apply) \(.cancel_on) \(.version)"')"
says "CB-01 all at once" 0 changed rule set plain --place queue:sales --place 'number:044 000 00 09' --place project:shop \
  --place site:shop.example --place 'scenario:night: menu' --place operator:anna --place group:night --place transfer \
  --place tag:vip --target tried --target-lines 4 --prompt 'text:Call back: now' --applies office --calls mornings \
  --intervals 30s,10m,2h,1d --at-once 7 --ring-limit 45s --caller-id '044 123 45 67' --provider pbx \
  --only-when-empty support --apply loaded-keep --cancel-on any-dial --zone Europe/Kyiv
check "CB-01 its places" \
  "queue:sales, number:+380440000009, project:shop, site:shop.example, scenario:night: menu, operator:anna, group:night, transfer, tag:vip" \
  "$(of plain .places)"
check "CB-01 the rest of it" \
  "tried 4 text:Call back: now office mornings 30s,10m,2h,1d 7 45 +380441234567 pbx support loaded-keep any-dial Europe/Kyiv" \
  "$(of plain '"\(.target) \(.target_lines) \(.prompt) \(.applies) \(.calls) \(.intervals) \(.at_once) \(.ring_limit) \(.caller_id) \(.provider) \(.only_when_empty) \(.apply) \(.cancel_on) \(.zone)"')"
check "CB-08 a change of several fields is one version" 2 "$(of plain .version)"
check "CB-08 and one line of the journal" "rule.changed" \
  "$("$dialctl" event list --where subject=rule:plain -o ndjson 2> "$folder/err" | jq -r .kind | tail -n +2 | paste -sd' ')"
says "CB-01 what was set is taken away" 0 changed rule set plain --place any --applies none --calls none --caller-id none \
  --provider none --only-when-empty none --zone none --prompt none --target queue:support
check "CB-01 it is gone" "any queue:support none null null null null" \
  "$(of plain '"\(.places) \(.target) \(.prompt) \(.applies) \(.calls) \(.provider) \(.only_when_empty)"')"
says "CB-01 set to what it is" 0 changed rule set plain --target queue:support
check "CB-08 is no new version" 3 "$(of plain .version)"
for target in project lost-by operator:anna group:night last-phase template:ready number:101 number:+380441234567; do
  rule set plain --target $target
  check "CB-03 target $target" $target "$(of plain .target)"
done
says "CB-03 a bare number is an operator of that name" 0 "operator '102' added, ready" rule set plain --target number:102
check "CB-03 he is ready" "102 ready" "$("$dialctl" operator show 102 --json | jq -r '"\(.endpoint) \(.status)"')"
says "CB-03 who is there already is not added" 0 "rule 'plain' changed" rule set plain --target number:102
check "CB-03 nothing else was said" 1 "$(grep -c . "$folder/err")"
says "CB-03 a rule that is refused adds nobody" 2 at-once rule set plain --target number:103 --at-once 0
check "CB-03 and says nothing of him" 0 "$(grep -c 103 "$folder/err")"
check "CB-04 a known prompt" facts "$(rule set plain --prompt facts && of plain .prompt)"

# ---- What is refused. Nothing of it changes anything.
before=$(all_rules)
says "CB-09 two rules of one name" 6 "with the name 'plain' already" rule add plain
says "CB-01 no rule of that name" 4 "no rule 'nothing'" rule set nothing --at-once 2
for place in queue:nowhere project:nowhere operator:nowhere group:nowhere; do
  says "CB-10 a place that does not exist: $place" 4 "there is no ${place%:*} 'nowhere'" rule set plain --place $place
done
for place in odd odd:x queue: queue transfer:x tag: number:; do
  says "CB-01 a bad place: $place" 2 "place '$place'" rule set plain --place $place
done
says "CB-01 a place that is no number" 2 'too few digits' rule set plain --place number:12
says "CB-01 any place beside another" 2 "place 'any'" rule set plain --place any --place transfer
for target in queue:nowhere operator:nowhere group:nowhere template:nowhere; do
  says "CB-10 a target that does not exist: $target" 4 "there is no ${target%:*} 'nowhere'" rule set plain --target $target
done
for target in odd queue queue: tried:3 project:shop number:; do
  says "CB-03 a bad target: $target" 2 "target '$target'" rule set plain --target $target
done
says "CB-04 an audio file that does not exist" 4 "there is no audio 'nowhere'" rule set plain --prompt audio:nowhere
for prompt in odd text text: facts:x; do
  says "CB-04 a bad prompt: $prompt" 2 "prompt '$prompt'" rule set plain --prompt $prompt
done
says "CB-10 a schedule that does not exist" 4 'no schedule' rule set plain --applies nowhere
says "CB-10 the other schedule too" 4 'no schedule' rule set plain --calls nowhere
says "CB-10 a provider that does not exist" 4 'no provider' rule set plain --provider nowhere
says "CB-10 a queue that does not exist" 4 'no queue' rule set plain --only-when-empty nowhere
says "CB-18 a zone that does not exist" 4 'no time zone' rule set plain --zone Mars/Base
says "CB-16 a caller id that is no number" 2 'too few digits' rule set plain --caller-id 12
for intervals in '' 5 5m,,6m '5m,' odd -5m; do
  says "CB-05 bad intervals: $intervals" 2 'interval' rule set plain --intervals="$intervals"
done
says "CB-05 an interval of more than a week" 2 '0 seconds to 7 days' rule set plain --intervals 8d
says "CB-06 a wait of 61 seconds" 2 '61 s is not within 0 to 60 s' rule set plain --shortest-wait 61s
says "CB-06 a wait where the place is a transfer" 2 'lost in a transfer have no shortest wait' \
  rule set plain --place transfer --shortest-wait 5s
says "CB-12 none at once" 2 'at-once' rule set plain --at-once 0
says "CB-02 rings for 4 seconds" 2 'rings for 5 to 120 s' rule set plain --ring-limit 4s
says "CB-20 a profile that there is not" 2 'one of: none, uis, voximplant' rule set plain --profile odd
says "CB-20 six intervals in profile uis" 2 '6 intervals are more than the 5 of profile uis' \
  rule set plain --profile uis --intervals 1m,2m,3m,4m,5m,6m
says "CB-20 six at once in profile uis" 2 '6 at once are more than the 5 of profile uis' rule set plain --profile uis --at-once 6
for interval in 0s 59s 61m; do
  says "CB-20 an interval of $interval in profile voximplant" 2 '1 to 60 minutes of profile voximplant' \
    rule set plain --profile voximplant --intervals 5m,$interval
done
says "CB-20 16 at once in profile voximplant" 2 '16 lines are more than the 15 of profile voximplant' \
  rule set plain --profile voximplant --intervals 1m,60m --at-once 16
says "CB-20 16 phones in profile voximplant" 2 '16 lines are more than the 15 of profile voximplant' \
  rule set plain --profile voximplant --intervals 1m --at-once 15 --target-lines 16
says "CB-20 what a profile fixes to another value" 2 'profile uis fixes --apply to next-attempt' \
  rule set plain --profile uis --at-once 5 --apply loaded-keep
says "CB-20 the other value that it fixes" 2 'profile voximplant fixes --cancel-on to any-dial' \
  rule set plain --profile voximplant --at-once 5 --intervals 1m --cancel-on success
says "CB-15 what profile voximplant fixes of its queue" 2 'profile voximplant fixes --only-when-empty to sales' \
  rule set plain --profile voximplant --intervals 1m --target queue:sales --only-when-empty support
says "CB-01 a dry run" 0 'dry run' rule set plain --at-once 3 --dry-run
says "CB-09 a dry run of another one" 0 'dry run' rule add second --dry-run
check "CB-01 nothing of that has changed anything" "$before" "$(all_rules)"

# ---- Profiles.
rule_shop
says "CB-20 uis, at its limits" 0 added rule add u --profile uis --intervals 0s,1m,2m,3m,7d --shortest-wait 60s --at-once 5
check "CB-20 it fixes" "next-attempt success drain" "$(of u '"\(.apply) \(.cancel_on) \(.when_disabled)"')"
says "CB-20 voximplant, at its limits" 0 added rule add v --profile voximplant --intervals 1m,60m --at-once 15 \
  --target queue:sales --target-lines 15
check "CB-20 it fixes" "loaded-keep any-dial cancel sales" \
  "$(of v '"\(.apply) \(.cancel_on) \(.when_disabled) \(.only_when_empty)"')"
says "CB-15 another queue: the one that must be empty follows" 0 changed rule set v --target queue:support
check "CB-15 it does" support "$(of v .only_when_empty)"
says "CB-20 a profile binds later changes too" 2 'profile uis fixes --cancel-on to success' rule set u --cancel-on any-dial
says "CB-20 until it is taken off" 0 changed rule set u --profile none --cancel-on any-dial --at-once 6
check "CB-20 the rest stays" "none next-attempt 6" "$(of u '"\(.profile) \(.apply) \(.at_once)"')"
says "CB-07 disabled as voximplant does" 0 'tasks: cancel' rule disable v
says "CB-07 not otherwise" 2 'profile voximplant fixes --tasks to cancel' rule disable v --tasks hold

# ---- The list.
rule_shop
for name in a b c d; do rule add $name; done
says "CB-09 to a position" 0 'position 2 of 4' rule move d --to 2
check "CB-09 it is there" "1a 2d 3b 4c" "$(list)"
rule move c --first
check "CB-09 first" "1c 2a 3d 4b" "$(list)"
rule move c --last
check "CB-09 last" "1a 2d 3b 4c" "$(list)"
says "CB-09 nowhere" 2 'one of --to, --first and --last' rule move a
says "CB-09 twice" 2 'one of --to, --first and --last' rule move a --first --to 3
says "CB-09 beyond the end" 2 'no position 5: the list has 4' rule move a --to 5
says "CB-09 before the start" 2 'to' rule move a --to 0
says "CB-09 none of that name" 4 'no rule' rule move nothing --first
says "CB-09 a dry run" 0 'dry run' rule move c --first --dry-run
check "CB-09 stays" "1a 2d 3b 4c" "$(list)"
says "CB-07 disabled: drain" 0 'tasks: drain' rule disable d
says "CB-07 another way" 0 'tasks: hold' rule disable d --tasks hold
says "CB-07 disabled again: as it was told" 0 'tasks: hold' rule disable d
says "CB-07 a way that there is not" 2 'one of: drain, cancel, hold' rule disable d --tasks odd
says "CB-07 a dry run" 0 'dry run' rule disable a --dry-run
check "CB-07 it is off" "1a 2d- 3b 4c hold" "$(list) $(of d .when_disabled)"
says "CB-07 enabled" 0 'missed from now on' rule enable d
check "CB-08 a switch and a move are no new version" "1a 2d 3b 4c 1" "$(list) $(of d .version)"
rule remove a
check "CB-09 numbered anew" "1d 2b 3c" "$(list)"
check "CB-09 its name is free" "1d 2b 3c 4a" "$(rule add a && list)"
sqlite3 "$DIALCTL_DB" "INSERT INTO setting VALUES ('callbacks_frozen', '1')"
rule disable d
says "CB-11 frozen: no rule is enabled" 6 'frozen' rule enable d
says "CB-11 frozen: a new one is off" 0 'added disabled' rule add late
check "CB-11 it is" "1d- 2b 3c 4a 5late-" "$(list)"

# ---- What a rule refers to stays.
rule_shop
rule add evening --place queue:sales --place operator:anna --target group:night --applies office --provider pbx
rule add robot --place project:other --target template:ready
rule disable robot
while read -r noun name by; do
  says "CB-10 $noun $name is in use" 6 "$noun '$name' is used by (.*, )?rule $by" "$noun" remove "$name"
done << END
queue sales evening
operator anna evening
group night evening
schedule office evening
provider pbx evening
project other robot
template ready robot
END
says "CB-10 another place: it is free" 0 changed rule set evening --place any
says "CB-10 another place: it can go" 0 removed queue remove sales
says "CB-10 the target still holds" 6 'rule evening' group remove night
rule remove evening
says "CB-10 without the rule it can go" 0 removed group remove night
says "CB-10 the database is sound" 0 . db verify

# ---- Which rule takes a call.
rule_shop
rule add vip --place tag:vip --applies office
rule add sales --place queue:sales --shortest-wait 20s
rule add handover --place transfer
rule add night --place group:night
check "CB-19 none" " no-rule" "$(taker)"
check "CB-19 by the queue" "sales task" "$(taker --queue sales --waited 20s)"
check "CB-06 waited less" "sales short-wait" "$(taker --queue sales --waited 19s)"
check "CB-19 by a transfer" "handover task" "$(taker --lost-in transfer)"
check "CB-19 by a member of a group" "night task" "$(taker --operator boris)"
check "CB-19 the first from the top, on a Friday" "vip task" \
  "$(taker --queue sales --waited 1m --tag new --tag vip --at 2026-11-20T10:00:00Z --now 2026-11-21T00:00:00Z)"
check "CB-19 at night the next one" "sales task" \
  "$(taker --queue sales --waited 1m --tag vip --at 2026-11-20T20:00:00Z --now 2026-11-21T00:00:00Z)"
check "CB-19 the number tells the project" "sales task" \
  "$("$dialctl" rule test --caller +380441234567 --dialled +380440000009 --queue sales --waited 20s --json -q |
    jq -r '.[0] | "\(.rule) \(.taking)"')"
check "CB-19 nothing tells the project" "sales no-project" \
  "$("$dialctl" rule test --caller +380441234567 --queue sales --waited 20s --json -q | jq -r '.[0] | "\(.rule) \(.taking)"')"
says "CB-19 neither file nor caller" 2 'neither a file nor a caller' rule test
says "CB-19 both" 2 'beside a file' rule test in.csv --queue sales
says "CB-19 a file that is not there" 4 'no file' rule test "$folder/nothing.csv"
says "CB-19 a bad number" 2 '^dialctl: --caller: .*too few digits' rule test --caller 12
says "CB-19 an emergency number" 2 '^dialctl: --caller: .*emergency' rule test --caller 112
says "CB-19 lost in the future" 2 '^dialctl: --at: .*in the future' rule test --caller +380441234567 --at +1m
says "CB-19 an unknown queue" 4 "^dialctl: --queue: there is no queue 'x'" rule test --caller +380441234567 --queue x
says "CB-19 an unknown operator" 4 '^dialctl: --operator: ' rule test --caller +380441234567 --operator x
says "CB-19 an unknown group" 4 '^dialctl: --group: ' rule test --caller +380441234567 --group x
says "CB-19 an unknown project" 4 '^dialctl: --project: ' rule test --caller +380441234567 --project x
says "CB-19 an unknown place of loss" 2 'one of: ringing, menu, hold, transfer' rule test --caller +380441234567 --lost-in x

# ---- A file: good rows are answered, bad ones named by line and column.
cat > "$folder/calls.csv" << 'END'
Caller,queue,waited,lost_in,lost_at,tags,project,remark
0441234501,sales,20,hold,2026-11-20T10:00:00Z,,shop,x
0441234502,sales,1m30s,ringing,,"a;vip",shop,x
,sales,5,,,,shop,x
12,sales,5,,,,shop,x
0441234505,nowhere,5,,,,shop,x
0441234506,sales,-1,,,,shop,x
0441234507,sales,5,cellar,,,shop,x
0441234508,sales,5,,2030-01-01T00:00:00Z,,shop,x
0441234509,sales,5,,yesterday evening,,shop,x
0441234510,sales,5,,,,nowhere,x
0441234511,sales,19,,,,shop,x
END
run rule test "$folder/calls.csv" --columns line,rule,taking -o csv --no-header --now 2026-11-21T12:00:00Z
check "CB-19 a file with bad rows: exit code" 3 "$code"
check "CB-19 a file: the good rows" "2,sales,task 3,sales,task 12,sales,short-wait" "$(tr -d '\r' < "$folder/out" | paste -sd' ')"
check "CB-19 a file: the bad rows" \
  "4 caller, 5 caller, 6 queue, 7 waited, 8 lost_in, 9 lost_at, 10 lost_at, 11 project" \
  "$(sed -n 's/^dialctl: line \([0-9]*\), column \([a-z_]*\): .*/\1 \2/p' "$folder/err" | paste -sd, | sed 's/,/, /g')"
check "CB-19 a file: what was not read is said" "columns that were not read: remark" "$(grep 'not read' "$folder/err")"
printf '%s\n' '{"caller":"+380441234501","queue":"sales","waited":25,"project":"shop"}' \
  '{"caller":"+380441234502","tags":["x","vip"],"project":"shop","lost_at":"2026-11-20T10:00:00Z"}' > "$folder/calls.ndjson"
check "CB-19 JSON lines from a pipe" "sales vip" \
  "$("$dialctl" rule test - --format ndjson -o ndjson -q < "$folder/calls.ndjson" | jq -r .rule | paste -sd' ')"
printf 'queue\nsales\n' > "$folder/odd.csv"
says "CB-19 a file without callers" 2 'line 2, column caller' rule test "$folder/odd.csv"
check "CB-19 a file without callers: no data" 0 "$("$dialctl" rule test "$folder/odd.csv" -o ndjson 2> "$folder/err" | wc -c)"
before=$(sqlite3 "$DIALCTL_DB" .dump | cksum)
run rule test "$folder/calls.ndjson"
check "CB-19 a test keeps nothing" "$before" "$(sqlite3 "$DIALCTL_DB" .dump | cksum)"

# ---- A thousand rows, and a rule that can never take one. What is expected is worked out by awk.
rule add hidden --place queue:sales
rule add seldom --place queue:support --applies mornings
awk 'BEGIN {
  print "caller,project,queue,tags,lost_in,waited,lost_at"
  for (i = 0; i < 1000; i++) {
    queue = i % 3 == 0 ? "sales" : i % 3 == 1 ? "support" : ""
    hour = i % 24
    printf "+38044%07d,shop,%s,%s,%s,%d,2026-11-20T%02d:30:00Z\n", 1230000 + i, queue,
      i % 7 == 0 ? "vip" : "", i % 11 == 0 ? "transfer" : "hold", i % 40, hour
  }
}' > "$folder/thousand.csv"
awk 'BEGIN {
  for (i = 0; i < 1000; i++) {
    clock = (i % 24 + 2) % 24  # Kyiv in November; 2026-11-20 is a Friday
    friday = i % 24 + 2 < 24
    if (i % 7 == 0 && friday && clock >= 9 && clock < 18) print "vip task"
    else if (i % 3 == 0) print "sales " (i % 40 < 20 && i % 11 != 0 ? "short-wait" : "task")
    else if (i % 11 == 0) print "handover task"
    else if (i % 3 == 1 && clock >= 8 && clock < 12) print "seldom task"
    else print " no-rule"
  }
}' > "$folder/expected"
"$dialctl" rule test "$folder/thousand.csv" -o ndjson --now 2026-11-22T00:00:00Z 2> "$folder/err" |
  jq -r '"\(.rule) \(.taking)"' > "$folder/answers"
check "CB-19 a thousand rows" 1000 "$(wc -l < "$folder/answers")"
check "CB-09 each is taken by the rule that should" "" "$(diff "$folder/expected" "$folder/answers" | head -5)"
check "CB-19 the rule that can never take one is named, and no other" \
  "rule 'hidden' can never take a call: 'sales' above it takes all of them" "$(cat "$folder/err")"
check "CB-19 it took none" 0 "$(grep -c hidden "$folder/answers")"
rule move hidden --first
check "CB-19 above the other it hides that one" "rule 'sales' can never take a call: 'hidden' above it takes all of them" \
  "$("$dialctl" rule test "$folder/thousand.csv" 2>&1 > "$folder/out")"
done_checking
