#!/usr/bin/env bash
# Fuzzes for a while: tests/fuzz/run.sh BUILD MINUTES [TARGET...]. Each target has its share of the time. What is found
# lies in BUILD/findings, with how to see it again; then this ends with 1.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=$1
minutes=$2
shift 2
targets=("$@")
((${#targets[@]})) || targets=(scenario population usage_rows commit_blocks measurements)

# What stands in the tree for other tests is a beginning too.
seeds_of() {
  case $1 in
    scenario) printf '%s\n' tests/fuzz/corpus/scenario scenarios/corpus/good scenarios/corpus/bad scenarios/language ;;
    population) printf '%s\n' tests/fuzz/corpus/population scenarios/corpus/populations ;;
    *) printf '%s\n' "tests/fuzz/corpus/$1" ;;
  esac
}

# The words of the language, which chance would take long to find.
words_of() {
  case $1 in
    scenario | population) cat scenarios/schema/*.json ;;
    measurements) cat bench/baseline/*.json ;;
    usage_rows) printf '"specversion" "1.0" "data" "time" "account" "quantity"\n' ;;
    *) return ;;
  esac | grep -oE '"[a-z_]{3,30}"' | sort -u
}

seconds=$((minutes * 60 / ${#targets[@]}))
((seconds > 0)) || seconds=1
findings=$build/findings
mkdir -p "$findings"
found=0
for target in "${targets[@]}"; do
  corpus=$build/corpus/$target
  mkdir -p "$corpus"
  words_of "$target" >"$build/$target.dict"
  mapfile -t seeds < <(seeds_of "$target")
  log=$build/$target.log
  "$build/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=20000 -dict="$build/$target.dict" \
    -artifact_prefix="$findings/$target-" -print_final_stats=1 "$corpus" "${seeds[@]}" >"$log" 2>&1 </dev/null
  status=$?
  printf '%-14s %6d s  %12s inputs  %6s kept  %s\n' "$target" "$seconds" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$(find "$corpus" -type f | wc -l)" \
    "$([[ $status == 0 ]] && echo 'nothing found' || echo FOUND)"
  if ((status)); then
    found=1
    grep -E 'ERROR|SUMMARY|broken:|runtime error|Test unit written' "$log" | head -n 8
    printf 'see it again: %s/fuzz_%s FILE; the whole of it: %s\n' "$build" "$target" "$log"
  fi
done
exit "$found"
