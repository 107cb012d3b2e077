#!/bin/bash
# Manual pages and completions are what the command table says, and are sound. $1: dialctl_docs, $2: sources.
docs=$1
sources=$2
. "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/man" "$folder/completions"
"$docs" "$folder" || exit 1
for kind in man completions; do
  if ! diff -ru "$sources/$kind" "$folder/$kind"; then
    echo "FAILED $kind is not what the command table says: cmake --build BUILD --target docs"
    failures=$((failures + 1))
  fi
done

# mandoc looks its cross references up in manN folders.
mkdir -p "$folder/path/man1"
cp "$folder"/man/*.1 "$folder/path/man1/"
check "mandoc -Tlint" "" "$(cd "$folder/path" && MANPATH="$folder/path" mandoc -Tlint man1/*.1 2>&1 | grep -v 'referenced manual not found: Xr dialctl')"
holds "bash reads its completion" bash -n "$folder/completions/dialctl.bash"
if command -v zsh > /dev/null; then holds "zsh reads its completion" zsh -n "$folder/completions/_dialctl"; fi
if command -v fish > /dev/null; then holds "fish reads its completion" fish -n "$folder/completions/dialctl.fish"; fi
done_checking
