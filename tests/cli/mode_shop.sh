# Sourced after shop.sh by scripts about call modes.
me=$(id -un)
mode_shop() { # five orders in mode new; anna and boris may work in it, clara in none
  rm -rf "$folder"/shop.db*
  "$dialctl" init -q
  "$dialctl" limit hours '*' --hours 'daily 00:00-24:00' --reason 'simulated people only' -q
  "$dialctl" project add shop --region UA --zone Europe/Kyiv -q
  "$dialctl" order-status add new --meaning open --mode new -q
  "$dialctl" order-status add sold --meaning approved -q
  "$dialctl" order-status add gone --meaning cancelled -q
  for name in anna boris clara; do
    "$dialctl" operator add $name --endpoint 10${#name} -q
  done
  "$dialctl" operator access anna --allow shop -q > "$folder/out"
  "$dialctl" operator access boris --allow shop:new -q > "$folder/out"
  for id in 1 2 3 4 5; do echo "$id,044123456$id"; done | sed '1i id,phone' > "$folder/five.csv"
  "$dialctl" import orders "$folder/five.csv" -q > "$folder/out"
}
line() { # FLAGS...: the shop's ids of the orders in line
  "$dialctl" order line -o ndjson "$@" | jq -r .external_id | paste -sd' '
}
next_of() { # OPERATOR FLAGS...: the shop's id of what he gets
  "$dialctl" order next --operator "$@" --json 2> "$folder/err" | jq -r .external_id
}
counts() { # mode, part, orders, due, later, handed
  "$dialctl" mode counts -o ndjson | jq -r '"\(.mode) \(.part) \(.orders) \(.due) \(.later) \(.handed)"' | paste -sd,
}
owners() { # each order's owner, in the order of the ids
  "$dialctl" order list --sort id -o ndjson | jq -r '.owner | if . == "" then "-" else . end' | paste -sd' '
}
place_of() { # ORDER: part, phase, rounds, and in how many minutes it is due
  field "$1" '.robot_calls[-1] | "\(.part) \(.phase) \(.rounds) \(((.next | sub("\\..*"; "Z") | fromdate) - now) / 60 | round + 0)"'
}
state_of() { # ORDER: all that there is to know of it
  "$dialctl" order show "$1" --json | cksum
}
time_goes_by() { # MINUTES: for the leases
  sqlite3 "$DIALCTL_DB" "UPDATE task SET handed_until = handed_until - $1 * 60000 WHERE phase = 'handed'"
}
lease_length() { # of an instant in seconds on stdin: how far away, to ten seconds
  echo $((($(cat) - $(date +%s) + 5) / 10 * 10))
}
