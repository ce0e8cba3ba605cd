#!/usr/bin/env bash
# Has hledger and ledger prove the books of scenarios, compares what they say each account holds with what the run
# says, and has both find what is moved by one unit: journals.sh DRAWDOWN [--all | SCENARIO…]. Without scenarios those of the
# library, the seeds and the studies, with --all those of field bugs too, and in every way in which a unit can be moved.
# Ends with 77 where a tool is not installed. Called by ctest (label `foreign`).
set -euo pipefail
drawdown=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/foreign/books.sh
need hledger ledger

folders=(scenarios/library/*.yaml scenarios/seeds/*/*.yaml scenarios/studies/*.yaml)
ways=(credit money)
if [[ ${1:-} == --all ]]; then
  shift
  folders+=(scenarios/studies/*/*.yaml scenarios/field-bugs/*.yaml)
  ways=(credit money amounts forged)
fi
scenarios=("$@")
((${#scenarios[@]})) || mapfile -t scenarios < <(grep -l "^scenario:" "${folders[@]}")

for scenario in "${scenarios[@]}"; do
  run "$scenario"
  prove "$scenario" 8 "${ways[@]}"
done
echo "${#scenarios[@]} scenarios, $files files, $balances balances: hledger and ledger agree"
tell_moved
