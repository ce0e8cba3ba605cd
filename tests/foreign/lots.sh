#!/usr/bin/env bash
# Has beancount read the books of runs, and choose by its own booking the lots that are used: lots.sh DRAWDOWN PLANTED [--all
# [WORLDS]]. PLANTED is the program with planted bugs, of which beancount has to find those that burn the wrong lot. Reads
# the scenarios beside it (lots/) and those of the library, with --all those of seeds, studies and field bugs too, and so
# many worlds of `drawdown explore` (200). Ends with 77 where beancount is not installed. Called by ctest (label `foreign`).
set -euo pipefail
drawdown=$1 planted=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=/usr/bin/python3  # Debian's, which has Debian's beancount
"$python" -c 'import beancount' 2>/dev/null || {
  echo "SKIPPED: not installed: beancount; \`./dev test --foreign\` installs it"
  exit 77
}

folders=(scenarios/library/*.yaml) worlds=3
if [[ ${3:-} == --all ]]; then
  folders+=(scenarios/seeds/*/*.yaml scenarios/studies/*.yaml scenarios/studies/*/*.yaml scenarios/field-bugs/*.yaml)
  worlds=${4:-200}
fi
mapfile -t written < <(grep -l '^scenario:' tests/foreign/lots/*.yaml)
mapfile -t scenarios < <(grep -l '^scenario:' "${folders[@]}")
"$python" tests/foreign/lots.py "$drawdown" --planted "$planted" "${written[@]}"
"$python" tests/foreign/lots.py "$drawdown" "${scenarios[@]}"
"$python" tests/foreign/lots.py "$drawdown" --worlds "$worlds"
