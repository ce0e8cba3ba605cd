# shellcheck shell=bash
# What the proofs of exported books by hledger and ledger share. Sourced, with `drawdown` set to the program; leaves
# a folder `$work` that goes away at the end, and counts what was proved.
export LC_ALL=C  # journals are ASCII; order is that of bytes
# shellcheck disable=SC2154  # `drawdown` is set by who sources this
[[ -x $drawdown ]] || { echo "there is no program \`$drawdown\`" >&2; exit 2; }
foreign=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=0 balances=0
declare -A moved=() without=()  # by how: credit or money that was moved and found; books where there was none to move

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# Ends with 77 unless all these tools are installed.
need() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) && return
  echo "SKIPPED: not installed: ${missing[*]}; \`./dev test --foreign\` installs it"
  exit 77
}

# run SCENARIO [CODE]: its books are in $work/run. With 11 for CODE expectations of it may fail.
run() {
  local code=0
  rm -rf "$work/run"
  "$drawdown" run "$1" --out "$work/run" --quiet --brief >"$work/said" 2>&1 || code=$?
  ((code == 0 || code == ${2:-0})) || { tail -n 20 "$work/said" >&2; fail "$1 does not run (code $code)"; }
}

# export_books TOOL FOLDER OPTION…
export_books() {
  rm -rf "$2"
  "$drawdown" export "$work/run" --to "$1" --out "$2" "${@:3}" 2>/dev/null
}

# What is expected: account,commodity,amount, nothing that is zero.
expected_balances() {
  tail -n +2 "$work/books/balances.csv" | tr -d '\r' | sort
}

# Each accepts a journal without a word, or it is over. hledger stops at the first error and ends with 1.
hledger_accepts() {
  hledger -f "$1" check --strict ordereddates >"$work/said" 2>&1 || { cat "$work/said" >&2; fail "hledger objects to $1"; }
  [[ ! -s $work/said ]] || { cat "$work/said" >&2; fail "hledger has something to say of $1"; }
}
# The exit code of ledger is the number of errors modulo 256, so what it says counts: any word is an error.
ledger_accepts() {
  local code=0
  ledger --args-only -f "$1" balance --flat --no-total --format '%(account),%(commodity(total)),%(quantity(total))\n' \
    >"$work/said" 2>"$work/errors" || code=$?
  [[ $code == 0 && ! -s $work/errors ]] || { head -n 20 "$work/errors" >&2; fail "ledger objects to $1 (code $code)"; }
}

# Each says account,commodity,amount of the journal that it accepted last.
hledger_says() {
  hledger -f "$1" balance --flat --no-total -O csv | tail -n +2 | tr -d '"' |
    sed -E 's/^([^,]*),(-?[0-9]+) ([A-Z]+)$/\1,\3,\2/' | sort
}
ledger_says() {
  sort "$work/said"
}

# Whether a tool refuses a journal because balances are not what stands beside them, and for no other reason.
hledger_refuses() {
  ! hledger -f "$1" check >/dev/null 2>"$work/errors" && grep -q 'balance assertion' "$work/errors"
}
ledger_refuses() {
  ledger --args-only -f "$1" balance >/dev/null 2>"$work/errors" || true  # 256 errors end it with 0
  grep -q '^Error: Balance assertion off by' "$work/errors" &&
    ! grep '^Error: ' "$work/errors" | grep -qv '^Error: Balance assertion off by'
}

# Both tools accept every file in $work/books, and the last one ends with our balances.
both_agree() {
  local tool file
  expected_balances >"$work/expected"
  for tool in hledger ledger; do
    for file in "$work"/books/journal-*; do
      "${tool}_accepts" "$file"
      files=$((files + 1))
    done
    "${tool}_says" "$file" >"$work/found"
    diff "$work/expected" "$work/found" >&2 ||
      fail "$tool, $1, $(basename "$file"): balances differ (< ours, > theirs)"
    balances=$((balances + $(wc -l <"$work/expected")))
  done
}

# prove NAME SHARD WAY…: of $work/run both tools prove the books in files of SHARD entries, and in one file; in that one a unit
# is moved between two accounts in each of these ways (moved.awk), which both have to find: a proof that accepts anything
# proves nothing.
prove() {
  export_books hledger "$work/books" --shard "$2"
  both_agree "$1, small files"
  export_books hledger "$work/books"
  both_agree "$1"
  export_books ledger "$work/same"
  cmp "$work/books/journal-0001.journal" "$work/same/journal-0001.ledger" >&2 || fail "$1: ledger gets something else"
  find_moved "$1" "$work/books/journal-0001.journal" "${@:3}"
}

find_moved() {
  local name=$1 file=$2 how tool kind code
  for how in "${@:3}"; do
    code=0
    awk -v how="$how" -f "$foreign/moved.awk" "$file" >"$work/wrong" || code=$?
    if ((code == 3)); then
      without[$how]=$((${without[$how]:-0} + 1))
      continue
    fi
    ((code == 0)) || fail "nothing can be moved in $name ($how)"
    cmp -s "$file" "$work/wrong" && fail "nothing was moved in $name ($how)"
    for tool in hledger ledger; do
      "${tool}_refuses" "$work/wrong" || { cp "$work/wrong" "${TMPDIR:-/tmp}/accepted.journal"
        head -n 5 "$work/errors" >&2
        fail "$tool does not find what was moved in $name ($how): ${TMPDIR:-/tmp}/accepted.journal"; }
    done
    kind=$(sed -n '1s/^; moved //p' "$work/wrong")
    moved[$how, $kind]=$((${moved[$how, $kind]:-0} + 1))
  done
}

tell_moved() {
  local key
  for key in "${!moved[@]}"; do
    printf '  moved %s: %d, each found by both\n' "$key" "${moved[$key]}"
  done | sort
  for key in "${!without[@]}"; do
    printf '  nothing to move (%s): %d\n' "$key" "${without[$key]}"
  done | sort
}
