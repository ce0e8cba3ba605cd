#!/usr/bin/env bash
# Measures what has a budget and prints the table of budgets: run.sh BUILD OUT [--quick | --full]. Called by
# `./dev bench`. Times never fail it; a count that is not the committed one ends it with 13.
set -euo pipefail
(($# >= 2)) || { echo "usage: run.sh BUILD OUT [--quick | --full]" >&2; exit 2; }
build=$1 out=$2 how=${3:-}
[[ -z $how || $how == --quick || $how == --full ]] || { echo "run.sh: there is no option $how" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$out"
# What an earlier run measured is not of this one; the comparison with other systems is a run of its own.
find "$out" -maxdepth 1 -name '*.json' ! -name peers.json -delete

# measure FILE PROGRAM [OPTIONS…]: what is large runs in a process of its own, whose memory is nobody else's.
files=()
measure() {
  local file=$out/$1.json program=$build/$2
  shift 2
  "$program" --measurements "$file" --benchmark_color=false "$@" 2>/dev/null
  echo
  files+=("$file")
}

if [[ $how == --quick ]]; then
  often=(--benchmark_min_time=0.05)
else
  # In turns, so that what else the machine does slows down a benchmark as well as its floor.
  often=(--benchmark_min_time=0.1 --benchmark_repetitions=5 --benchmark_enable_random_interleaving=true)
fi
for program in core actors scenarios; do
  measure "$program" "bench_$program" "${often[@]}"
done

# A million events, from file to verdict.
"$build/drawdown" generate usage --rows 1000000 --accounts 1000 -o "$folder/usage.csv" --scenario "$folder/usage.yaml" 2>"$folder/log" || {
  cat "$folder/log" >&2
  exit 1
}
DRAWDOWN_REPLAY=$folder/usage.yaml measure replay bench_replay "${often[@]}"

if [[ $how != --quick ]]; then
  measure cold bench_core --benchmark_filter='^debit/large/cold'
fi
if [[ $how == --full ]]; then
  measure start-core bench_actors --benchmark_filter='^start/large/core_alone'
  measure start-agent bench_actors --benchmark_filter='^start/large/with_agent'
  measure year bench_actors --benchmark_filter='^year/large/accounts/threads/100000'
fi

"$build/budgets" "$here/budgets/budgets.json" "${files[@]}" "$out/peers.json" --markdown "$out/budgets.md"
echo
"$here/baseline/check.sh" "$build"
