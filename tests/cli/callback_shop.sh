# Sourced after shop.sh by scripts about missed calls and callbacks.
callback_shop() { # two queues, three operators, a group of the third, rule sales: who waited 20 s in that queue
  shop
  "$dialctl" project add other --region UA --zone Europe/Kyiv -q
  for queue in sales support; do "$dialctl" queue add $queue -q; done
  for name in anna boris clara; do "$dialctl" operator add $name --endpoint 10${#name} -q; done
  "$dialctl" group add night --members clara -q
  "$dialctl" number add +380440000009 --project shop --label hotline -q
  "$dialctl" rule add sales --place queue:sales --shortest-wait 20s -q
}
lost() { # CALLER FLAGS...: of project shop, in queue sales, after a minute, where no flag says otherwise
  local caller=$1 usual=()
  shift
  [[ " $* " == *' --project '* ]] || usual+=(--project shop)
  [[ " $* " == *' --queue '* ]] || usual+=(--queue sales)
  [[ " $* " == *' --waited '* ]] || usual+=(--waited 1m)
  "$dialctl" missed add --caller "$caller" "${usual[@]}" "$@" --json 2> "$folder/err" |
    jq -r '"\(.taking) \(.rule) \(.callback)"'
}
callbacks() { # FLAGS...: of each callback its id, phase and reason
  "$dialctl" callbacks list --sort id -o ndjson "$@" | jq -r '"\(.id) \(.phase) \(.reason)"' | sed 's/ $//' | paste -sd,
}
all_missed() { "$dialctl" missed list --json --columns all | cksum; }
whole() { sqlite3 "$DIALCTL_DB" .dump | cksum; }
