#!/bin/bash
# The database as a whole, by the program as it is shipped: made, copied, put back. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. "$(dirname "$0")/shop.sh"

says "fault 19 a dry run of init" 0 'dry run: nothing was changed' init --dry-run
check "fault 19 a dry run of init makes nothing" "" "$(find "$folder" -type f ! -name out ! -name err)"
says "fault 19 a command without a database" 4 'make one with .dialctl init.' order list
shop
says "fault 19 init again changes nothing" 0 'already' init
check "fault 19 the database is private" 600 "$(stat -c %a "$DIALCTL_DB")"
says "fault 19 its version" 0 '^version +([0-9]+) of \1$' db info
says "fault 17 it is sound" 0 . db verify
run order add 1 --phone 0441234567
says "fault 22 a backup" 0 'checked' backup "$folder/copy.db"
check "fault 22 a backup is private" 600 "$(stat -c %a "$folder/copy.db")"
says "fault 22 a backup replaces nothing" 6 'there is a file already' backup "$folder/copy.db"
run order add 2 --phone 0441234568
says "fault 22 a restore asks first" 2 'add --yes' restore "$folder/copy.db"
says "fault 22 a dry run of restore" 0 'the backup is sound.*nothing was changed' restore "$folder/copy.db" --dry-run
check "fault 22 a dry run of restore changes nothing" 2 "$(count_orders)"
check "fault 22 a dry run of restore leaves nothing" 0 "$(find "$folder" -name '*restoring*' -o -name '*replaced*' | wc -l)"
echo 'no database' > "$folder/text"
says "fault 17 what is no backup" 10 "$folder/text: .*not a database" restore "$folder/text" --yes
check "fault 17 what is no backup changes nothing" 2 "$(count_orders)"
says "fault 22 a restore" 0 'restored; what was there is kept as' restore "$folder/copy.db" --yes
check "fault 22 the state of the backup" 1 "$(count_orders)"
check "fault 22 what was there is kept" 2 "$("$dialctl" order list --db "$(ls "$folder"/shop.db.replaced-*Z)" -o id | wc -l)"
says "fault 18 a dry run of a checkpoint" 0 'a log of [0-9]+ bytes' db checkpoint --dry-run
says "fault 18 a checkpoint" 0 'pages moved' db checkpoint
done_checking
