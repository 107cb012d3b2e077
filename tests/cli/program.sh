#!/bin/bash
# The program as it is shipped: settings of files and environment, help, a quick start. $1: dialctl.
dialctl=$(realpath "$1")
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME="$folder"
unset XDG_CONFIG_HOME XDG_DATA_HOME DIALCTL_DB DIALCTL_CONFIG
mkdir -p "$folder/.config/dialctl"
printf 'db = "/from/xdg.db"\nlock-timeout = "9s"\n' > "$folder/.config/dialctl/config.toml"
printf 'db = "/from/file.db"\n' > "$folder/given.toml"

check "the XDG file" "/from/xdg.db" "$("$dialctl" config get db)"
check "the given file" "/from/file.db" "$("$dialctl" config get db --config "$folder/given.toml")"
check "the environment" "/from/env.db" "$(DIALCTL_DB=/from/env.db "$dialctl" config get db --config "$folder/given.toml")"
check "the origin has file and line" "$folder/.config/dialctl/config.toml:2" \
  "$("$dialctl" config show -o tsv --no-header --columns key,origin | grep ^lock | cut -f2)"

printf 'db = "x"\nlokc-timeout = "9s"\n' > "$folder/wrong.toml"
"$dialctl" config validate --config "$folder/wrong.toml" -o csv > "$folder/out"
check "validate finds mistakes" 1 $?
holds "validate suggests" grep -q "did you mean 'lock-timeout'" "$folder/out"
printf 'db = \n' > "$folder/wrong.toml"
"$dialctl" config show --config "$folder/wrong.toml" --json > "$folder/out" 2> "$folder/err"
check "broken TOML" 2 $?
holds "broken TOML names its line" grep -q '"message":".*wrong.toml:1:' "$folder/err"
holds "help needs no settings" "$dialctl" help --config "$folder/wrong.toml" > /dev/null
"$dialctl" config show --config "$folder/missing.toml" > /dev/null 2>&1
check "a missing file" 4 $?
"$dialctl" config get nonsense > /dev/null 2>&1
check "an unknown key" 4 $?

# Each example of the help is a command that the table knows (words up to the first quote or redirection).
"$dialctl" --help > "$folder/help"
check "help begins with examples" "Examples:" "$(head -1 "$folder/help")"
for noun in $("$dialctl" __complete noun ''); do
  "$dialctl" help "$noun" > "$folder/out" 2>&1 || check "help of $noun" 0 1
  check "help of $noun begins with examples" "Examples:" "$(head -1 "$folder/out")"
done
holds "versions" grep -q '^  tzdata 20' <("$dialctl" --version)

# Start-up against the sqlite3 shell, side by side. Slow machines and sanitizers are not judged here.
if [[ -n $DIALCTL_MEASURE ]]; then
  for run in 1 2 3 4 5; do
    for command in "sqlite3 :memory: 'select 1'" "$dialctl config get lock-timeout"; do
      start=$(date +%s%N)
      for _ in {1..50}; do eval "$command" > /dev/null; done
      echo "$((($(date +%s%N) - start) / 50000)) us  $command"
    done
  done
fi
done_checking
