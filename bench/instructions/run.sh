#!/usr/bin/env bash
# Counts the instructions of a debit in the core with callgrind: run.sh BUILD OUT. What two runs of different
# length differ in is what the debits between them took. Called by `./dev bench --instructions`.
set -euo pipefail
(($# == 2)) || { echo "usage: run.sh BUILD OUT" >&2; exit 2; }
build=$1 out=$2
fewer=65536 more=196608  # debits, in whole blocks

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for debits in "$fewer" "$more"; do
  valgrind --tool=callgrind --callgrind-out-file="$folder/$debits" "$build/count_instructions" debits "$debits" \
    >"$folder/log" 2>&1 || {
    tail -n 20 "$folder/log" >&2
    exit 1
  }
done
mkdir -p "$out"
"$build/count_instructions" report "$out/instructions.json" "$fewer" "$folder/$fewer" "$more" "$folder/$more"
