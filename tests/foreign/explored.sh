#!/usr/bin/env bash
# Has hledger and ledger prove the books of worlds that `drawdown explore` draws: explored.sh DRAWDOWN [WORLDS [FROM]],
# 20 worlds from seed 0 on where nothing is said. Each is written as a scenario, run, exported and held against what
# the run says each account holds; then a unit is moved between two accounts, which both tools have to find. Ends with
# 77 where a tool is not installed. Called by ctest (label `foreign`).
set -euo pipefail
drawdown=$1
worlds=${2:-20}
from=${3:-0}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/foreign/books.sh
need hledger ledger
[[ $worlds =~ ^[1-9][0-9]*$ && $from =~ ^[0-9]+$ ]] || fail "how many worlds, and from which seed? Whole numbers"

declare -A seen=()  # in how many worlds an account of the books, or a currency, is not empty at the end

# What the books of the world have at the end: `expenses:refunds`, `EURMINOR`.
note_what_is_there() {
  local what
  while read -r what; do
    seen[$what]=$((${seen[$what]:-0} + 1))
  done < <(tail -n +2 "$work/books/balances.csv" | tr -d '\r' |
    awk -F, '{ print $2 }
             /^credits:customer:/ { n = split($1, part, ":"); print part[2] ":" part[4] (part[n - 1] == "hold" ? " held" : ""); next }
             { sub(/:[^:]*$/, "", $1); print $1 }' | sort -u)
}

for ((seed = from; seed < from + worlds; ++seed)); do
  "$drawdown" explore --seed "$seed" --write "$work/world.yaml" --quiet >"$work/said" ||
    { cat "$work/said" >&2; fail "the world of seed $seed fails"; }
  run "$work/world.yaml"
  prove "the world of seed $seed"
  note_what_is_there
  prove "the world of seed $seed, small files" --shard 40
  find_moved "the world of seed $seed" credit money
done
echo "$worlds drawn worlds from seed $from on, $files files, $balances balances: hledger and ledger agree"
tell_moved
echo '  worlds whose books have at the end'
for what in "${!seen[@]}"; do
  printf '    %-28s %d\n' "$what" "${seen[$what]}"
done | sort
