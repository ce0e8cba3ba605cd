#!/usr/bin/env bash
# Holds the comparison to its word, after `./dev bench --peers` has built it: check.sh BUILD. A system whose debits
# are others is an error of the whole, and nothing stays running or lying about, however it ends.
set -euo pipefail
build=${1:?usage: check.sh BUILD}
run=$(dirname "${BASH_SOURCE[0]}")/run.sh
place=$(mktemp -d /var/tmp/check-peers.XXXXXX)
export PEERS_FOLDER=$place/runs
mkdir "$PEERS_FOLDER"
chmod 711 "$place" "$PEERS_FOLDER"
trap 'rm -rf "$place"' EXIT
failed=0

expect() {
  local what=$1
  shift
  if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; failed=1; fi
}

# Of a run's servers and programs each has its folder in its command line.
nothing_is_left() { ! pgrep -f "$PEERS_FOLDER" >/dev/null && [[ -z $(ls -A "$PEERS_FOLDER") ]]; }

fails_for_another_digest() {
  ! "$run" "$build" "$place/out" --quick --repetitions 1 --only "$1" --plant "$1" >"$place/said" 2>&1 &&
    grep -q "$1: after .* digest of the balances is" "$place/said"
}

agree() { "$run" "$build" "$place/out" --quick --repetitions 1 --only peers/ >"$place/said" 2>&1; }

# A shell that is no terminal's would have its background programs ignore SIGINT, and children inherit that.
ends_at() {
  local signal=$1 process status=0
  env --default-signal=INT setsid "$run" "$build" "$place/out" --quick >/dev/null 2>&1 &
  process=$!
  for _ in {1..100}; do
    pgrep -f "^$build/peers .*$PEERS_FOLDER" >/dev/null && break
    sleep 0.1
  done
  sleep 1
  kill "-$signal" "$process"
  wait "$process" || status=$?
  ((status != 0)) && for _ in {1..50}; do nothing_is_left && return; sleep 0.1; done
}

for contender in sqlite/memory/batch-100 postgresql/unlogged/batch-1 postgresql/async/batch-10000 \
  redis/memory/batch-1 redis/aof-everysec/batch-256; do
  expect "a wrong debit is found: $contender" fails_for_another_digest "peers/$contender"
done
expect "all agree without one" agree
expect "nothing is left behind" nothing_is_left
for signal in INT TERM; do expect "$signal leaves nothing behind" ends_at "$signal"; done
exit "$failed"
