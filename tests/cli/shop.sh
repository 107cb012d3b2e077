# Sourced by scripts that need a shop: a fresh one for each test. $dialctl and $folder are set.
export HOME=$folder DIALCTL_DB=$folder/shop.db
unset XDG_CONFIG_HOME XDG_DATA_HOME DIALCTL_CONFIG

shop() { # a project in Ukraine; statuses new (calls with "ready"), waiting, cancelled
  rm -rf "$folder"/shop.db*
  "$dialctl" init -q
  "$dialctl" project add shop --region UA --zone Europe/Kyiv -q
  "$dialctl" template add ready --kind message --text 'Your order {{order_id}} is ready.' -q
  "$dialctl" order-status add new --meaning open --template ready -q
  "$dialctl" order-status add waiting --meaning open -q
  "$dialctl" order-status add cancelled --meaning cancelled -q
}
run() { # ARGUMENTS...: sets $code, leaves $folder/out and $folder/err
  "$dialctl" "$@" > "$folder/out" 2> "$folder/err"
  code=$?
}
says() { # NAME EXIT-CODE PATTERN ARGUMENTS...: of stdout or stderr
  local name=$1 wanted=$2 pattern=$3
  shift 3
  run "$@"
  check "$name: exit code" "$wanted" "$code"
  grep -qE -e "$pattern" "$folder/out" "$folder/err" && return
  printf 'FAILED %s: nothing says %s\n' "$name" "$pattern"
  sed 's/^/  | /' "$folder/out" "$folder/err"
  failures=$((failures + 1))
}
count_orders() { "$dialctl" order list -o id | wc -l; }
field() { # ORDER JQ-PATH
  "$dialctl" order show "$1" --json | jq -r "$2"
}

# A phone server whose people are spelled in the last six digits of their numbers (30..: busy, 10..: hears it out),
# thirty times as fast as life; the shop may call them at any hour.
simulator=
phone_server() {
  "$dialctl" simulator --port 0 --people coded --speed 30 2> "$folder/simulator.log" &
  simulator=$!
  until grep -q http "$folder/simulator.log" || ! kill -0 $simulator; do sleep 0.1; done
  export SIMULATOR_PASSWORD=dialer-secret
  "$dialctl" limit hours '*' --hours 'daily 00:00-24:00' --reason 'simulated people only' -q
  "$dialctl" provider add pbx --url "$(sed -n 's/.*\(http[^ ]*\).*/\1/p' "$folder/simulator.log")" --user dialer \
    --password-from env:SIMULATOR_PASSWORD --customer-endpoint 'Local/{digits}@customers/n' \
    --operator-endpoint 'Local/{number}@operators/n' -q
}
hang_up() {
  [[ -z $simulator ]] || kill "$simulator" 2> /dev/null
}
