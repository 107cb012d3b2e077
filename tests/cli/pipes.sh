#!/bin/bash
# FAULT-58, FAULT-59: what happens at the ends of the pipes. $1: the probe.
probe=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for format in table json ndjson csv tsv id; do
  # A reader that leaves: no death by signal, a message, not zero.
  "$probe" count 2000000 -o $format 2> "$folder/err" | head -1 > "$folder/out"
  check "head -1 of $format" 141 "${PIPESTATUS[0]}"
  check "one line of $format" 1 "$(wc -l < "$folder/out")"
  holds "message for $format" grep -q 'stdout: whoever read it has left' "$folder/err"

  "$probe" count 10 -o $format > /dev/full 2> "$folder/err"
  check "full device, $format" 10 $?
  holds "full device says so, $format" grep -q 'stdout cannot be written: No space left' "$folder/err"

  "$probe" count 10 -o $format >&- 2> "$folder/err"
  check "closed stdout, $format" 10 $?
  holds "closed stdout says so, $format" grep -q 'stdout cannot be written' "$folder/err"

  # An error leaves stdout empty as long as nothing has left.
  "$probe" count 10 -o $format --fail > "$folder/out" 2> "$folder/err"
  check "conflict, $format" 6 $?
  check "stdout empty on an error, $format" 0 "$(stat -c %s "$folder/out")"
done

"$probe" --help > /dev/full 2> /dev/null
check "help to a full device" 10 $?
"$probe" count 3 -o id 2>&- > "$folder/out"
check "closed stderr does no harm" 0 $?
"$probe" nonsense 2>&-
check "an error without stderr keeps its code" 2 $?
"$probe" count 3 -o id <&- > "$folder/out"
check "closed stdin does no harm" 0 $?
(ulimit -f 1; "$probe" count 100000 -o id > "$folder/limited" 2> "$folder/err")
check "a file at its size limit" 10 $?

# The same bytes whatever surrounds the program.
for format in table json ndjson csv tsv id; do
  "$probe" order list -o $format > "$folder/plain" 2> /dev/null
  for odd in TZ=garbage TZ= TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 LC_ALL=de_DE.UTF-8 LC_ALL=nonsense COLUMNS=0 COLUMNS=1 \
    TERM= HOME=/nowhere NO_COLOR=1; do
    env "$odd" "$probe" order list -o $format > "$folder/odd" 2> /dev/null
    holds "same $format with $odd" cmp -s "$folder/plain" "$folder/odd"
  done
  env -i "$probe" order list -o $format > "$folder/odd"
  holds "same $format without an environment" cmp -s "$folder/plain" "$folder/odd"
  (cd "$folder" && mkdir -p gone && cd gone && rmdir ../gone && "$probe" order list -o $format) > "$folder/odd"
  holds "same $format without a working directory" cmp -s "$folder/plain" "$folder/odd"
done

# A terminal: same rows, bold header, nothing raw from names; NO_COLOR takes the bold away.
if command -v script > /dev/null; then
  TERM=xterm script -qec "'$probe' order list" /dev/null < /dev/null | tr -d '\r' > "$folder/tty"
  TERM=xterm NO_COLOR=1 script -qec "'$probe' order list" /dev/null < /dev/null | tr -d '\r' > "$folder/mono"
  "$probe" order list > "$folder/plain"
  holds "a terminal without colour shows the same" cmp -s "$folder/plain" "$folder/mono"
  check "colour is the header's only" 1 "$(grep -c $'\x1b' "$folder/tty")"
fi

done_checking
