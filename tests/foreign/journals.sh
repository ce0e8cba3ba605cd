#!/usr/bin/env bash
# Has hledger and ledger prove the books of scenarios, and compares what they say each account holds with what the run
# says: journals.sh DRAWDOWN [SCENARIO…]. Ends with 77 where a tool is not installed. Called by ctest (label `foreign`).
set -euo pipefail
export LC_ALL=C  # journals are ASCII; order is that of bytes
drawdown=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scenarios=("$@")
((${#scenarios[@]})) || mapfile -t scenarios < <(grep -l "^scenario:" scenarios/library/*.yaml scenarios/seeds/*/*.yaml scenarios/studies/*.yaml)

missing=()
for tool in hledger ledger; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
  echo "SKIPPED: not installed: ${missing[*]}; \`./dev test --foreign\` installs it"
  exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=0 accounts=0

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# What is expected: account,commodity,amount, nothing that is zero.
expected_of() {
  tail -n +2 "$1/balances.csv" | tr -d '\r' | sort
}

# hledger stops at the first error and ends with 1.
hledger_says() {
  hledger -f "$1" check --strict ordereddates >"$work/said" 2>&1 || { cat "$work/said" >&2; fail "hledger objects to $1"; }
  [[ ! -s $work/said ]] || { cat "$work/said" >&2; fail "hledger has something to say of $1"; }
  hledger -f "$1" balance --flat --no-total -O csv | tail -n +2 | tr -d '"' |
    sed -E 's/^([^,]*),(-?[0-9]+) ([A-Z]+)$/\1,\3,\2/' | sort
}

# The exit code of ledger is the number of errors modulo 256, so what it says counts: any word is an error.
ledger_says() {
  local code=0
  ledger --args-only -f "$1" balance --flat --no-total --format '%(account),%(commodity(total)),%(quantity(total))\n' \
    >"$work/said" 2>"$work/errors" || code=$?
  [[ $code == 0 && ! -s $work/errors ]] || { head -n 20 "$work/errors" >&2; fail "ledger objects to $1 (code $code)"; }
  sort "$work/said"
}

same() {
  diff "$work/expected" "$2" >&2 || fail "$1: balances differ (< ours, > theirs)"
}

# prove SCENARIO FOLDER SHARD: each file is accepted, and the last one ends with our balances.
prove() {
  local tool file last
  for tool in hledger ledger; do
    rm -rf "$work/books"
    "$drawdown" export "$2" --to "$tool" --out "$work/books" --shard "$3" 2>/dev/null
    expected_of "$work/books" >"$work/expected"
    for file in "$work"/books/journal-*; do
      "${tool}_says" "$file" >"$work/found"
      last=$file
      files=$((files + 1))
    done
    same "$tool, $1, $(basename "$last")" "$work/found"
    accounts=$((accounts + $(wc -l <"$work/expected")))
  done
}

# A proof that accepts anything proves nothing: a balance that is off by one is found by both.
refuse_what_is_wrong() {
  rm -rf "$work/books"
  "$drawdown" export "$1" --to ledger --out "$work/books" 2>/dev/null
  awk '!done && / = [0-9]+ MICROCREDIT$/ { $NF = ""; $(NF - 1) = $(NF - 1) + 1; $0 = "    " $1 "  " $2 " MICROCREDIT = " $5 " MICROCREDIT"; done = 1 } { print }' \
    "$work/books/journal-0001.ledger" >"$work/wrong"
  ! cmp -s "$work/books/journal-0001.ledger" "$work/wrong" || fail "nothing was made wrong in $1"
  if (hledger_says "$work/wrong") >/dev/null 2>&1; then fail "hledger accepts a wrong balance"; fi
  if (ledger_says "$work/wrong") >/dev/null 2>&1; then fail "ledger accepts a wrong balance"; fi
}

is_first=1
for scenario in "${scenarios[@]}"; do
  rm -rf "$work/run"
  "$drawdown" run "$scenario" --out "$work/run" --quiet --brief >/dev/null 2>&1 || fail "$scenario does not run"
  prove "$scenario" "$work/run" 100000
  prove "$scenario, small files" "$work/run" 5
  ((is_first)) && refuse_what_is_wrong "$work/run"
  is_first=0
done
echo "${#scenarios[@]} scenarios, $files files, $accounts balances: hledger and ledger agree"
