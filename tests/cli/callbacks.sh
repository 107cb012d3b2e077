#!/bin/bash
# CB-07, CB-08, CB-10, CB-11, CB-12, CB-14: callbacks on the command line. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'hang_up; rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"
. "$(dirname "$0")/callback_shop.sh"

journal() { # KIND: subjects and details
  sqlite3 "$DIALCTL_DB" "SELECT subject || ' ' || detail FROM journal WHERE kind = '$1' ORDER BY id" | paste -sd,
}
status() { "$dialctl" callbacks status --json | jq -r "$1"; }
live() { # CALLBACK...: as if the loop called it now
  sqlite3 "$DIALCTL_DB" "UPDATE task SET phase = 'live' WHERE id IN ($(echo "$@" | tr ' ' ,))"
}
five_callbacks() { # 1 to 3 of rule sales, 4 and 5 of rule support; the caller of 2 called twice
  callback_shop
  "$dialctl" rule add support --place queue:support -q
  for digit in 1 2 3; do lost +38044123456$digit --at "2025-11-20T10:0$digit:00Z"; done > "$folder/out"
  for digit in 4 5; do lost +38044123456$digit --queue support; done > "$folder/out"
  lost +380441234562 --call c2 --lost-in hold > "$folder/out"
}

# ---- What there is.
five_callbacks
check "CB-01 all of them" "1 ready,2 ready,3 ready,4 ready,5 ready" "$(callbacks)"
check "CB-01 newest first" "5 4 3 2 1" "$("$dialctl" callbacks list -o id | paste -sd' ')"
for where in 'rule=support 2' 'project=shop 5' 'caller=+380441234562 1' 'phase=ready 5' 'phase=done 0'; do
  check "CB-01 listed by ${where% *}" "${where#* }" "$("$dialctl" callbacks list -o id --where "${where% *}" | wc -l)"
done
check "CB-01 one of them" "+380441234562 shop sales 1 ready 0 2025-11-20T10:02:00Z 2" \
  "$("$dialctl" callbacks show 2 --json | jq -r '"\(.caller) \(.project) \(.rule) \(.version) \(.phase) \(.tries) \(.lost_at) \(.missed_calls)"')"
check "CB-14 with the calls that it answers" "2 ringing , 6 hold c2" \
  "$("$dialctl" callbacks show 2 --json | jq -r '[.calls[] | "\(.id) \(.lost_in) \(.call)"] | join(", ")')"
says "CB-01 none of that number" 4 'no callback 9' callbacks show 9
check "CB-12 their counts" "5 5 0 0 false false 15 sales 3, support 2" \
  "$(status '"\(.open) \(.due) \(.live) \(.blocked) \(.paused) \(.frozen) \(.lines) \([.rules[] | "\(.rule) \(.open)"] | join(", "))"')"

# ---- Cancelling.
before=$(whole)
says "CB-01 neither ids nor a filter" 2 'no callback is named' callbacks cancel
says "CB-01 both" 2 'named in two ways' callbacks cancel 1 --where rule=sales
says "CB-01 not confirmed" 2 'cancel 3 callbacks; it was not confirmed' callbacks cancel --where rule=sales
says "CB-01 another number than expected" 6 'there are 3; nothing was changed' callbacks cancel --where rule=sales --expect 2 --yes
says "CB-01 one that there is not" 4 'no callback 9' callbacks cancel 1 9 --yes
says "CB-01 a dry run" 0 '1 cancelled.*dry run' callbacks cancel 1 --dry-run
check "CB-01 nothing of that has changed anything" "$before" "$(whole)"
live 2
says "CB-01 one that is being called" 7 'callback 2 is being called' callbacks cancel 2
says "CB-01 one that waits" 0 '1 cancelled' callbacks cancel 1 --reason 'he came by'
check "CB-01 each is journalled" "order:1 callback 1: cancelled: he came by" "$(journal callback.cancelled)"
says "CB-01 it is over" 7 'callback 1 is over already: cancelled' callbacks cancel 1
says "CB-01 all of a rule, one of them being called" 3 'callback.live' callbacks cancel --where rule=sales --expect 2 --yes
check "CB-01 the rest goes on" "1 cancelled cancelled,2 live,3 cancelled cancelled,4 ready,5 ready" "$(callbacks)"
check "CB-01 those that are not over" "2 4 5" "$("$dialctl" callbacks list --open --sort id -o id | paste -sd' ')"
says "CB-01 several by their numbers" 0 '2 cancelled, 0 refused' callbacks cancel 4 5 4 --expect 2 --yes
check "CB-14 after that a missed call is a callback anew" "task sales 6" "$(lost +380441234561)"

# ---- CB-07: what becomes of a rule's callbacks.
five_callbacks
says "CB-07 disabled: drained" 0 'tasks: drain' rule disable sales
says "CB-07 disabled: held" 0 'tasks: hold' rule disable sales --tasks hold
check "CB-07 they are there" "1 ready,2 ready,3 ready,4 ready,5 ready" "$(callbacks)"
live 2
before=$(whole)
says "CB-07 cancelled: a dry run" 0 'callbacks cancelled: 2 \(dry run' rule disable sales --tasks cancel --dry-run
says "CB-07 removed: a dry run" 0 'callbacks cancelled: 2 \(dry run' rule remove sales --dry-run
check "CB-07 a dry run changes nothing" "$before" "$(whole)"
says "CB-07 cancelled, but for the one that is being called" 0 'tasks: cancel; callbacks cancelled: 2' rule disable sales --tasks cancel
check "CB-07 they are" "1 cancelled rule-disabled,2 live,3 cancelled rule-disabled,4 ready,5 ready" "$(callbacks)"
says "CB-07 removed" 0 'removed; callbacks cancelled: 2' rule remove support
check "CB-07 they are" "4 cancelled rule-removed,5 cancelled rule-removed" "$(callbacks --where rule=support)"
check "CB-07 each is journalled" 4 "$(journal callback.cancelled | tr ',' '\n' | wc -l)"
check "CB-07 a rule that is gone is told with the callbacks that it still has" "sales false 1" \
  "$("$dialctl" rule remove sales -q && status '.rules[] | "\(.rule) \(.enabled) \(.open)"')"
says "CB-07 no such rule" 4 "no rule 'nothing'" rule remove nothing

# ---- CB-11: paused, and what was missed meanwhile.
five_callbacks
"$dialctl" blacklist add +380441234579 -q
says "CB-11 paused" 0 'paused' callbacks pause --reason drill
check "CB-11 it is" true "$(status .paused)"
check "CB-11 those that wait stay" 5 "$("$dialctl" callbacks list --open -o id | wc -l)"
check "CB-11 a missed call is kept" "paused sales null" "$(lost +380441234571 --call p1 --at '-3h')"
check "CB-11 another" "paused sales null" "$(lost +380441234572 --call p2 --at '-1h')"
check "CB-11 the same caller" "paused sales null" "$(lost +380441234572 --call p3 --at '-30m')"
check "CB-11 one who has a callback" "paused sales null" "$(lost +380441234561 --call p4 --at '-30m')"
check "CB-11 one who waited too short a time" "paused sales null" "$(lost +380441234573 --waited 1s --at '-30m')"
check "CB-11 one that no rule takes" "paused null null" "$("$dialctl" missed add --caller +380441234574 --project shop \
  --json -q | jq -r '"\(.taking) \(.rule) \(.callback)"')"
check "CB-14 one who is listed" "paused sales null" "$(lost +380441234579 --at '-30m')"
before=$(whole)
says "CB-11 going on: a dry run" 0 'dry run' callbacks resume --backfill -2h --dry-run
check "CB-11 a dry run changes nothing" "$before" "$(whole)"
says "CB-11 going on, with what was missed meanwhile" 0 'missed meanwhile: 6, callbacks made: 1, joined: 2' \
  callbacks resume --backfill -2h
check "CB-11 what became of each" "paused null,task 6,joined 6,joined 1,short-wait null,no-rule null,blacklisted null" \
  "$("$dialctl" missed list --sort lost_at -o ndjson --since -1d --columns id,taking,callback --where project=shop |
    jq -rs 'map(select(.id > 6)) | sort_by(.id)[] | "\(.taking) \(.callback)"' | paste -sd,)"
check "CB-11 they are the calls that they were" "7p1 8p2 9p3 10p4" \
  "$("$dialctl" missed list -o ndjson --columns all | jq -rs 'map(select(.call | startswith("p"))) | sort_by(.id)[] | "\(.id)\(.call)"' | paste -sd' ')"
check "CB-11 the callback answers both" "8 9" "$("$dialctl" callbacks show 6 --json | jq -r '.calls[].id' | paste -sd' ')"
says "CB-11 the database is sound" 0 . db verify
says "CB-11 once more, from before the rest" 0 'missed meanwhile: 1, callbacks made: 1, joined: 0' callbacks resume --backfill -1d
says "CB-11 and there is none left" 0 'missed meanwhile: 0' callbacks resume --backfill -1d
check "CB-11 now a missed call is taken" "task sales 8" "$(lost +380441234575)"
"$dialctl" callbacks pause -q
lost +380441234576 > "$folder/out"
says "CB-11 going on without them" 0 'go on$' callbacks resume
check "CB-11 it stays" paused "$("$dialctl" missed list --where caller=+380441234576 --json | jq -r '.[0].taking')"

# ---- CB-11: frozen.
five_callbacks
"$dialctl" rule add strict --profile voximplant --place tag:strict --intervals 5m -q
"$dialctl" rule add off --place tag:x -q
"$dialctl" rule disable off -q
lost +380441234577 --queue support --tag strict > "$folder/out"
"$dialctl" rule move strict --first -q
lost +380441234578 --tag strict > "$folder/out"
before=$(whole)
says "CB-11 frozen: a dry run" 0 'rules disabled: 3.*dry run' callbacks freeze --dry-run
check "CB-11 a dry run changes nothing" "$before" "$(whole)"
says "CB-11 frozen" 0 'rules disabled: 3, callbacks cancelled: 1$' callbacks freeze
check "CB-11 no rule is on" "0 true" "$("$dialctl" rule list --json | jq '[.[] | select(.enabled)] | length') $(status .frozen)"
check "CB-20 a profile that cancels has cancelled, the rest is drained" "7 cancelled rule-disabled" "$(callbacks --where phase=cancelled)"
check "CB-11 no call is taken" "no-rule null null" "$(lost +380441234580)"
says "CB-11 no rule can be enabled" 6 'frozen' rule enable sales
says "CB-11 unfrozen: each is enabled by hand" 0 'until they are enabled: 4' callbacks unfreeze
check "CB-11 until then no call is taken" "no-rule null null" "$(lost +380441234580)"
"$dialctl" rule enable sales -q
check "CB-11 then it is" "task sales 8" "$(lost +380441234580)"

# ---- CB-12.
says "CB-12 at once" 0 'at once: 7' callbacks limit --lines 7
check "CB-12 it is kept" 7 "$(status .lines)"
says "CB-12 unlimited" 0 'unlimited' callbacks limit --lines 0
check "CB-12 the other switches stay" "0 false false" "$(status '"\(.lines) \(.paused) \(.frozen)"')"
says "CB-12 less than none" 2 'lines' callbacks limit --lines=-1
says "CB-12 not told" 2 'lines' callbacks limit

# ---- CB-10: what a rule names is in use; what lost a call, and is in no rule, is not.
callback_shop
lost +380441234561 --operator anna --group night > "$folder/out"
says "CB-10 a queue that a rule names" 6 "queue 'sales' is used by rule sales" queue remove sales
says "CB-10 an operator who lost a call" 0 removed operator remove anna
says "CB-10 a group that lost a call" 0 removed group remove night
check "CB-10 the callback waits for the loop to see" "1 ready" "$(callbacks)"
says "CB-10 a rule that names what does not exist" 4 "there is no queue 'nowhere'" rule add x --place queue:nowhere
"$dialctl" group add night --members clara -q
"$dialctl" rule add night --place operator:boris --target group:night -q
"$dialctl" rule add support --place queue:support --target queue:sales -q
lost +380441234562 --queue support > "$folder/out"
lost +380441234563 --operator boris --queue support > "$folder/out"
before=$(whole)
says "CB-10 in both ways" 2 'give one of the two' queue remove sales --orphan --cascade
says "CB-10 a dry run of the one" 0 'dry run' queue remove sales --orphan --dry-run
says "CB-10 a dry run of the other" 0 "rule 'sales' too, rule 'support' too; callbacks cancelled: 2 .dry run" queue remove sales --cascade --dry-run
check "CB-10 a dry run changes nothing" "$before" "$(whole)"
says "CB-10 a target goes: the rule stays" 0 "group 'night' removed" group remove night --orphan
check "CB-10 it is journalled, with the rule" "group:night still named by rule night" "$(journal group.removed | sed 's/.*,//')"
check "CB-10 the rule is there" 3 "$("$dialctl" rule list -o id | wc -l)"
says "CB-10 it can be turned off as it is" 0 disabled rule disable night
says "CB-10 but not on" 4 'there is no group' rule enable night
says "CB-10 all can be turned off" 0 'rules disabled: 2' callbacks freeze
"$dialctl" callbacks unfreeze -q
says "CB-10 with another target it can be on again" 0 changed rule set night --target lost-by
says "CB-10 it is" 0 enabled rule enable night
says "CB-10 its rules go along" 0 "queue 'sales' removed, rule 'sales' too, rule 'support' too; callbacks cancelled: 2" queue remove sales --cascade
check "CB-10 so do their callbacks" "1 cancelled rule-removed,2 cancelled rule-removed,3 ready" "$(callbacks)"
check "CB-10 the other rule stays" night "$("$dialctl" rule list -o id)"
"$dialctl" project set shop --queue support -q
says "CB-10 what is no rule stands in the way as ever" 6 'used by project shop' queue remove support --orphan
says "CB-10 an operator with his rules" 0 "operator 'boris' removed, rule 'night' too; callbacks cancelled: 1" operator remove boris --cascade
says "CB-10 the database is sound" 0 . db verify

# ---- CB-01, CB-08: what the loop makes of them: one hears it out (10....), one is busy (30....).
callback_shop
phone_server
"$dialctl" rule set sales --target operator:anna -q
"$dialctl" operator ready anna -q
lost +380441100102 > "$folder/out"
lost +380442300001 > "$folder/out"
for _ in 1 2 3 4 5; do
  "$dialctl" run --for 3s -q > "$folder/out" 2>&1
  [[ $("$dialctl" attempt list -o id | wc -l) -lt 2 ]] || break
done
tries() { "$dialctl" callbacks show "$1" --json | jq -r '"\(.phase) \([.attempts[] | "\(.operator) \(.outcome) \(.rule) \(.version)"] | join(","))"'; }
check "CB-08 CB-09 each try names its operator, its end, its rule and the version of that" \
  "done anna delivered-operator sales 2, ready anna busy sales 2" "$(tries 1), $(tries 2)"
says "CB-01 an order of callbacks has no robot calls to queue again" 7 'no robot calls' order requeue 2
says "CB-01 nor to stop" 0 . robot stop 2
check "CB-01 those that are not over" 2 "$("$dialctl" callbacks list --open -o id | paste -sd' ')"

# ---- RN-08: callbacks on the virtual clock.
figure() { "$dialctl" simulate --seed 3 --from 2026-12-01T08:00:00Z --for 6h "${@:2}" --json | jq -r --arg name "$1" '.[] | select(.name == $name).value'; }
before=$(whole)
check "RN-08 one callback is open, and is made" "1 0" "$(figure callbacks) $(figure missed_calls)"
check "RN-08 it is no order of robot calls" 0 "$(figure orders)"
check "RN-08 thirty more are lost meanwhile, of two callers" 30 "$(figure missed_calls --missed 30)"
made=$(figure callbacks --missed 30)
holds "RN-08 who is called back already joins" test "$made" -ge 2 -a "$made" -le 31
check "RN-08 each is reached, given up or open" "$made" \
  "$(($(figure callbacks_reached --missed 30) + $(figure callbacks_given_up --missed 30) + $(figure callbacks_open --missed 30)))"
check "RN-08 the same seed, the same output" "$("$dialctl" simulate --seed 9 --missed 30 --from 2026-12-01T08:00:00Z | cksum)" \
  "$("$dialctl" simulate --seed 9 --missed 30 --from 2026-12-01T08:00:00Z | cksum)"
check "RN-08 the database is as it was" "$before" "$(whole)"
callback_shop
says "RN-08 without a missed call there is nothing to draw from" 2 'knows no missed call' simulate --missed 5
done_checking
