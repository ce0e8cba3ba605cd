#!/usr/bin/env bash
# Proves `drawdown compare` on this machine: a planted slowdown of 20 % in the core is called regressed in 9 of 10
# tries, and no change is called regressed in at most 1 of 20. Takes about ten minutes, and gives up after twenty
# (--minutes); nothing else should run.
#   bench/prove-compare.sh [--tries N] [--repetitions N] [--minutes N] [--result FILE] [BUILD_FOLDER]
# Each try measures A and B in turns, so that what slows down the machine slows down both. The tries with and without
# the planted slowdown are told one by one, here and in FILE (build/bench/prove-compare.txt); it ends with 0 where
# both hold.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tries=20
repetitions=15
minutes=20
result=build/bench/prove-compare.txt
build=build/release
while (($#)); do
  case $1 in
    --tries) tries=$2 && shift 2 ;;
    --repetitions) repetitions=$2 && shift 2 ;;
    --minutes) minutes=$2 && shift 2 ;;
    --result) result=$2 && shift 2 ;;
    -*) echo "prove-compare.sh: there is no option $1" >&2 && exit 2 ;;
    *) build=$1 && shift ;;
  esac
done

mkdir -p "$(dirname "$result")"
exec > >(tee "$result") 2>&1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --build "$build" --target bench_core planted_core drawdown >"$folder/log" 2>&1 || {
  tail -n 30 "$folder/log" >&2
  exit 1
}

# The time is counted from here: building is no part of it.
SECONDS=0

# One more sample of a debit with a derived key and of one with a given key into a file.
sample() {
  ((SECONDS < 60 * minutes)) || { echo "not shown: $minutes minutes are over" && exit 1; }
  "$build/$1" --measurements "$2" --append --interleaved "$3" --benchmark_filter='^debit/core(_given_keys)?$' \
    --benchmark_min_time=0.1 >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    exit 1
  }
}

# attempt NAME PROGRAM: measures bench_core (A) and PROGRAM (B) in turns, and says how `compare` ends.
attempt() {
  local a=$folder/$1.a.json b=$folder/$1.b.json i code=0
  for ((i = 0; i < repetitions; ++i)); do
    if ((i % 2)); then
      sample "$2" "$b" "$1" && sample bench_core "$a" "$1"
    else
      sample bench_core "$a" "$1" && sample "$2" "$b" "$1"
    fi
  done
  build_says=$("$build/drawdown" compare "$a" "$b") || code=$?
  ended=$code
}

# attempts TITLE PROGRAM: counts the tries that end with 13.
attempts() {
  local i
  regressed=0
  echo "$1"
  for ((i = 1; i <= tries; ++i)); do
    attempt "$2-$i" "$2"
    case $ended in
      0 | 14) ;;
      13) regressed=$((regressed + 1)) ;;
      *) echo "compare ended with $ended" >&2 && exit 1 ;;
    esac
    printf '  try %2d ends with %2d: %s\n' "$i" "$ended" \
      "$(awk '/: time/ { printf "%s%s (%s to %s)", sep, $6, $7, $9; sep = "; " }' <<<"$build_says")"
  done
}

attempts "Each fifth debit made twice:" planted_core
seen=$regressed
attempts "No change:" bench_core
wrong=$regressed

echo
echo "A slowdown of 20 % was called regressed in $seen of $tries tries (to hold: 9 of 10)."
echo "No change was called regressed in $wrong of $tries tries (to hold: at most 1 of 20)."
echo "It took $((SECONDS / 60)) min $((SECONDS % 60)) s."
((seen * 10 >= tries * 9 && wrong * 20 <= tries))
