#!/usr/bin/env bash
# Fuzzes for a while: tests/fuzz/run.sh BUILD MINUTES [TARGET...], two targets at a time. Each has its share of the
# minutes. What is found lies in BUILD/findings, with how to see it again; then this ends with 1. What was done is kept as
# a table in BUILD/table.md.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=$1
minutes=$2
shift 2
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(ls tests/fuzz/corpus)
lanes=2

# What stands in the tree for other tests is a beginning too.
seeds_of() {
  case $1 in
    scenario) printf '%s\n' tests/fuzz/corpus/scenario scenarios/corpus/good scenarios/corpus/bad ;;
    population) printf '%s\n' tests/fuzz/corpus/population scenarios/corpus/populations ;;
    *) printf '%s\n' "tests/fuzz/corpus/$1" ;;
  esac
}

# The words of the language, which chance would take long to find.
words_of() {
  case $1 in
    scenario | population | named_files) cat scenarios/schema/*.json ;;
    measurements) cat bench/baseline/*.json ;;
    unfinished_run | kept_files) cat tests/fuzz/corpus/"$1"/* ;;
    values) sed -nE 's/.*setting_entry\{("[a-z_]+").*/\1/p' engine/settings/table.cpp ;;
    question) grep -aohE '\b[a-z_]{3,30}\b' reports/store/schema.cpp tests/fuzz/corpus/question/* | sed 's/.*/"&"/' ;;
    usage_rows) printf '"specversion" "1.0" "data" "time" "account" "quantity"\n' ;;
    *) return ;;
  esac | grep -aoE '"[a-z_]{3,30}"' | sort -u
}

# The last figure of that name in a log of libFuzzer.
figure() {
  grep -aoE "$1: [0-9]+" "$2" | tail -n 1 | grep -oE '[0-9]+$'
}

fuzz() {
  local target=$1 log=$build/$1.log corpus=$build/corpus/$1 began=$SECONDS status
  mkdir -p "$corpus"
  words_of "$target" >"$build/$target.dict"
  mapfile -t seeds < <(seeds_of "$target")
  local dict=()
  [[ -s $build/$target.dict ]] && dict=(-dict="$build/$target.dict")
  "$build/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=20000 "${dict[@]}" \
    -artifact_prefix="$findings/$target-" -print_final_stats=1 "$corpus" "${seeds[@]}" >"$log" 2>&1 </dev/null
  status=$?
  printf '| %s | %d | %s | %s | %s | %s | %s |\n' "$target" $((SECONDS - began)) \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$(figure cov "$log")" "$(figure ft "$log")" \
    "$(find "$corpus" -type f | wc -l)" "$([[ $status == 0 ]] && echo none || echo FOUND)" >"$build/$target.row"
  if ((status)); then
    grep -aE 'ERROR|SUMMARY|broken:|runtime error|Test unit written' "$log" | head -n 8
    printf 'see it again: %s/fuzz_%s FILE; the whole of it: %s\n' "$build" "$target" "$log"
  fi
}

seconds=$((minutes * 60 / ${#targets[@]}))
((seconds > 0)) || seconds=1
findings=$build/findings
mkdir -p "$findings"
for target in "${targets[@]}"; do rm -f "$build/$target.row"; done
for target in "${targets[@]}"; do
  (($(jobs -rp | wc -l) < lanes)) || wait -n
  fuzz "$target" &
done
wait

{
  printf '| target | seconds | inputs | edges covered | features | inputs kept | found |\n'
  printf '| --- | --: | --: | --: | --: | --: | --- |\n'
  for target in "${targets[@]}"; do cat "$build/$target.row"; done
} | tee "$build/table.md"
! grep -q FOUND "$build/table.md"
