#!/usr/bin/env bash
# Has hledger and ledger prove the books of worlds that `drawdown explore` draws: explored.sh DRAWDOWN [WORLDS [FROM]],
# 16 worlds from seed 0 on where nothing is said. Each is written as a scenario, run, exported and held against what
# the run says each account holds; then a unit is moved between two accounts, which both tools have to find. Ends with
# 77 where a tool is not installed. Called by ctest (label `foreign`).
set -euo pipefail
drawdown=$1
worlds=${2:-16}
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

# Worlds are drawn in euros. Every third one is written in yen, with as many as there were cents, every third one in
# Kuwaiti dinars, which have three decimals; there figures may round in another way than those that it expects.
other_currency() {
  case $((seed % 3)) in
    1) sed -E 's/\b([0-9]+)\.([0-9]{2}) EUR\b/\1\2 JPY/g; s/\b0+([0-9]+ JPY)/\1/g; s/^( *currency:) EUR/\1 JPY/' "$1" ;;
    2) sed -E 's/\bEUR\b/KWD/g' "$1" ;;
    *) cat "$1" ;;
  esac
}

for ((seed = from; seed < from + worlds; ++seed)); do
  "$drawdown" explore --seed "$seed" --write "$work/world.yaml" --quiet >"$work/said" ||
    { cat "$work/said" >&2; fail "the world of seed $seed fails"; }
  other_currency "$work/world.yaml" >"$work/in-currency.yaml"
  run "$work/in-currency.yaml" 11
  prove "the world of seed $seed" 100 credit money
  note_what_is_there
done
echo "$worlds drawn worlds from seed $from on, $files files, $balances balances: hledger and ledger agree"
tell_moved
echo '  worlds whose books have at the end'
for what in "${!seen[@]}"; do
  printf '    %-28s %d\n' "$what" "${seen[$what]}"
done | sort
