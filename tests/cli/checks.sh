# Sourced by the scripts of this folder: counting checks.
failures=0
check() { # NAME EXPECTED ACTUAL
  if [[ "$2" != "$3" ]]; then
    printf 'FAILED %s\n  expected: %q\n  actual:   %q\n' "$1" "$2" "$3"
    failures=$((failures + 1))
  fi
}
holds() { # NAME COMMAND...
  local name=$1
  shift
  if ! "$@"; then
    printf 'FAILED %s: %s\n' "$name" "$*"
    failures=$((failures + 1))
  fi
}
done_checking() {
  if [[ $failures -gt 0 ]]; then
    echo "$failures checks failed"
    exit 1
  fi
  echo "all checks passed"
}
