#!/usr/bin/env bash
# Holds what the benchmark programs count against what is committed here: check.sh [--renew] BUILD_FOLDER
# A count that differs, for better or worse, ends it with 13; --renew takes the counts of today.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

renew=0
if [[ ${1:-} == --renew ]]; then
  renew=1
  shift
fi
[[ $# == 1 && -x $1/drawdown ]] || {
  echo "Usage: bench/baseline/check.sh [--renew] BUILD_FOLDER (one that is built, such as build/release)" >&2
  exit 2
}
build=$1

# What is counted: quick ones, that repeat whatever the machine does.
declare -A counted=(
  [core]='^(debit/(core|reference|verdict)|holds|lots/expiry_sweep|record)'
  [actors]='^actors/(visit/threads/1|batched/(unverified|verified)/threads/2)/'
)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
code=0
for name in core actors; do
  "$build/bench_$name" --counts --measurements "$folder/$name.json" --benchmark_filter="${counted[$name]}" \
    >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    exit 1
  }
  if ((renew)); then
    cp "$folder/$name.json" "$here/$name.json"
    continue
  fi
  "$build/drawdown" compare --baseline "$here/$name.json" "$folder/$name.json" || code=$?
done
((code == 0)) || echo "If this is wanted: bench/baseline/check.sh --renew $build, and commit bench/baseline." >&2
exit "$code"
