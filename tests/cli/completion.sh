#!/bin/bash
# What the shells really offer. $1: dialctl, $2: sources.
dialctl=$(realpath "$1")
sources=$2
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$dialctl" "$folder/dialctl"
export PATH="$folder:$PATH" HOME="$folder"

. "$sources/completions/dialctl.bash"
offered() { # WORDS...: the last one is being typed
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  _dialctl 2> /dev/null
  printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
}
check "a noun" "config" "$(offered dialctl conf)"
check "a verb" "validate" "$(offered dialctl config v)"
check "a flag" "--origin --output" "$(offered dialctl config show --o)"
check "a choice" "ndjson" "$(offered dialctl config show -o nd)"
check "a choice of a shared flag before the verb" "csv" "$(offered dialctl --output cs)"
check "a choice behind =" "csv" "$(offered dialctl config show --output = cs)"
check "a name that is asked for" "lock-timeout" "$(offered dialctl config get lo)"
check "a positional choice" "fish" "$(offered dialctl completion f)"
check "a noun for help" "completion" "$(offered dialctl help comp)"

if command -v fish > /dev/null; then
  fish_offers() {
    fish --no-config -c "source '$sources/completions/dialctl.fish'; complete -C '$1'" | cut -f1 | sort | paste -sd' '
  }
  check "fish: a flag" "--origin --output" "$(fish_offers 'dialctl config show --o')"
  check "fish: a choice" "bash" "$(fish_offers 'dialctl completion b')"
  check "fish: a name that is asked for" "lock-timeout" "$(fish_offers 'dialctl config get lo')"
fi
done_checking
