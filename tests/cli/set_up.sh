#!/bin/bash
# A shop from nothing to its first calls, through the commands that tell what is still missing. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
simulator=
trap '[[ -z $simulator ]] || kill "$simulator"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export HOME="$folder" DIALCTL_DB="$folder/shop.db" SIMULATOR_PASSWORD=dialer-secret
unset XDG_CONFIG_HOME XDG_DATA_HOME DIALCTL_CONFIG

d() { "$dialctl" "$@" 2>> "$folder/log"; }
problems() { d doctor --json | jq -r '[.[]|select(.verdict=="problem")|.check]|sort|unique|join(",")'; }
code() { "$dialctl" "$@" > "$folder/out" 2> "$folder/err"; echo $?; }

# RB-12: the library. A tone of one second, as WAV of another rate and as raw nonsense.
sox -q -n -r 44100 -c 2 tone.wav synth 1 sine 440
d init
check "RB-12 a dry run adds nothing" 0 "$(code audio add hello tone.wav --dry-run)"
check "RB-12 the library is empty then" "[]" "$(d audio list --json)"
check "RB-12 a sound is added" 0 "$(code audio add hello tone.wav)"
check "RB-12 its length is told" '1' "$(d audio list --json | jq -r '.[0].length')"
check "RB-12 a name is taken once" 6 "$(code audio add hello tone.wav)"
holds "RB-12 the hint names --replace" grep -q -- --replace err
check "RB-12 it is replaced on request" 0 "$(code audio add hello tone.wav --replace)"
head -c 1000 /dev/urandom > noise.bin
check "RB-12 nonsense is refused" 2 "$(code audio add noise noise.bin)"
check "RB-12 a bad name is refused" 2 "$(code audio add ../x tone.wav)"
check "RB-12 a file that is not there is refused" 2 "$(code audio add gone nowhere.wav)"
d audio play hello > played.wav
check "RB-12 what is played has telephone quality" "8000 1 16" \
  "$(soxi -r played.wav) $(soxi -c played.wav) $(soxi -b played.wav)"
check "RB-12 playing what is not there" 4 "$(code audio play nothing)"

check "RT-04 without a project a number needs its country code" 2 "$(code blacklist add '067 123 45 67')"
check "RT-04 nothing was listed" "[]" "$(d blacklist list --json)"

# RB-08: each step takes a problem away.
check "RB-08 nothing is there" "project,status,template" "$(problems)"
check "RB-08 unhealthy is exit 1" 1 "$(code doctor)"
d queue add sales --pacing ratio --ratio 2
d project add shop --region UA --zone Europe/Kyiv --queue sales --price 1.8 --currency UAH
# RT-04: a number's region is never guessed.
check "RT-04 the one region of all projects holds" 0 "$(code blacklist add '067 123 45 67')"
check "RT-04 it is that number" '+380671234567' "$(d blacklist list --json | jq -r '.[].number')"
d project add abroad --region PL --zone Europe/Warsaw
check "RT-04 of several regions none is taken" 2 "$(code blacklist add '067 123 45 68')"
holds "RT-04 the error says what is missing" grep -q 'has no country code' err
check "RT-04 a plus at the end is no country code" 2 "$(code blacklist add '202 555 01 23 +')"
check "RT-04 a project's region holds" 0 "$(code blacklist add '067 123 45 68' --project shop)"
check "RT-04 a country code is enough" 0 "$(code blacklist add '+380 67 123 45 69')"
check "RT-04 a country code in brackets, too" 0 "$(code blacklist add '(+380) 67 123 45 70')"
d project remove abroad
d template add confirm --kind predictive --text '{{audio = "hello"}} {{key_1 = "@"}}'
d order-status add new --meaning open --template confirm
check "RB-08 provider and operators are left" "operators,provider" "$(problems)"
check "RB-12 a file in use is not removed" 6 "$(code audio remove hello)"
holds "RB-12 and its user is named" grep -q 'template confirm' err
d operator add anna --endpoint 101 --queue sales
d operator ready anna
"$dialctl" simulator --port 0 --speed 100 --people coded --journal calls.csv 2> simulator.log &
simulator=$!
for _ in {1..100}; do grep -q http simulator.log && break; sleep 0.05; done
url=$(sed -n 's/.*\(http[^ ]*\).*/\1/p' simulator.log)
d provider add office --url http://127.0.0.1:9/ari --user dialer --password-from env:SIMULATOR_PASSWORD \
  --customer-endpoint 'Local/{digits}@customers/n' --operator-endpoint 'Local/{number}@operators/n'
check "RB-08 a provider that does not answer is a problem" "provider" "$(d doctor --wait 300ms --json |
  jq -r '[.[]|select(.verdict=="problem")|.check]|unique|join(",")')"
d provider set office --url "$url"
check "RB-08 all is there" "" "$(problems)"
check "RB-08 healthy is exit 0" 0 "$(code doctor)"
check "RB-08 the deep examination too" 0 "$(code doctor --deep)"

# QU-10: operators in groups, also in several.
groups() { d group list --json | jq -r '[.[]|"\(.name):\(.members)"]|join(" ")'; }
d operator add boris --endpoint 202 --queue sales
d group add evening --members anna,boris
d group add morning --members anna
check "QU-10 an operator may be in several groups" "evening:anna,boris morning:anna" "$(groups)"
check "QU-10 a member must be an operator" 4 "$(code group add night --members anna,nobody)"
holds "QU-10 and the wrong one is named" grep -q "'nobody'" err
check "QU-10 nothing is kept then" "evening:anna,boris morning:anna" "$(groups)"
check "QU-10 a name is taken once" 6 "$(code group add evening --members anna)"
check "QU-10 who is in a group is not removed" 6 "$(code operator remove boris)"
d group set evening --members anna
check "QU-10 its members are replaced" "evening:anna morning:anna" "$(groups)"
d group remove morning
check "QU-10 a group goes, its operators stay" "evening:anna anna,boris" \
  "$(groups) $(d operator list --json | jq -r '[.[].name]|join(",")')"
check "QU-10 who has left it may go" 0 "$(code operator remove boris)"

# QU-09
d template set confirm --text '{{audio = "hello"}} {{autoPredictive}}'
check "QU-09 doctor says that open legs are needed" "open-legs" "$(problems)"
d limit hours '*' --hours 'daily 00:00-24:00' --reason test
"$dialctl" run --once 2> err
holds "QU-09 run says so" grep -q 'open leg' err
d template set confirm --text '{{audio = "hello"}} {{key_1 = "@"}}'

# RN-01: a dry run calls nobody and changes nothing.
printf 'order_id,phone,bayer_name\n1,+380501100102,Anna\n2,+380503000100,Boris\n' > orders.csv
d import orders orders.csv --project shop --status new
before=$(d export orders -o csv | cksum)
d run --dry-run -o json > paper.json
check "RN-01 a dry run lists whom it would call" "+380501100102 +380503000100" \
  "$(jq -r '[.[].number]|sort|join(" ")' paper.json)"
check "RN-01 with the reason" 0 "$(jq -e '.[0].gates|length > 0' paper.json > /dev/null; echo $?)"
check "RN-01 and calls nobody" 0 "$(grep -c customers calls.csv)"
check "RN-01 makes no attempt" "[]" "$(d attempt list --json)"
check "RN-01 changes no order" "$before" "$(d export orders -o csv | cksum)"
check "RN-01 leaves no copy" ./shop.db "$(find . -name '*.db')"

# RB-10: what the calls cost, by project, day and template.
d run --until-idle --for 30s
check "RB-10 the sum is that of the attempts" "$(d export attempts -o ndjson | jq -s '[.[].cost]|add')" \
  "$(d report cost --json | jq '.[0].cost')"
check "RB-10 by project" shop "$(d report cost --json | jq -r '.[0].project')"
check "RB-10 by template" confirm "$(d report cost --by template --json | jq -r '.[0].template')"
check "RB-10 by day, on the project's clock" "$(TZ=Europe/Kyiv date +%F)" \
  "$(d report cost --by day --json | jq -r '.[0].day')"
check "RB-10 in the project's currency" UAH "$(d report cost --json | jq -r '.[0].currency')"
check "RB-10 nothing before" "[]" "$(d report cost --before 2020-01-01 --json)"

# RB-02: before a call is made: empty tags, and no voice.
d template add named --text 'Hello {{fio}}.'
d order set shop/2 --field fio=
check "RB-02 an order that leaves a tag empty" 1 "$(code template check named -o csv)"
holds "RB-02 is named" grep -q 'order shop/2' out
d order set shop/2 --field fio=Boris
check "RB-02 mended" 0 "$(code template check named)"
check "RB-02 no voice is a problem" 1 "$(DIALCTL_SPEECH_COMMAND=no-such-voice code template check named -o csv)"
holds "RB-02 and says what to install" grep -q 'speech.no-command' out

# Numbers of ours.
d number add '+380 44 123 45 67' --project shop --label hotline
check "CB-16 a number of ours" "+380441234567 shop hotline 0 0" "$(d number list -o tsv --no-header | tr '\t' ' ')"
d number add +380441234567 --project shop --label hotline --lines 2 --calls-per-second 0.5
check "RT-03 with limits of its own" "2 0.5" \
  "$(d number list -o tsv --no-header --columns lines,calls_per_second | tr '\t' ' ')"
check "CB-16 a project's number keeps the project" 6 "$(code project remove shop)"
d number remove +380441234567
check "CB-16 is removed" "[]" "$(d number list --json)"

done_checking
