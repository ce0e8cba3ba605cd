#!/usr/bin/env bash
# Starts PostgreSQL and Redis on sockets in a folder of its own, has peers compare them with Drawdown, and
# stops them however it ends: run.sh BUILD OUT [--quick] [--only NAME] [--repetitions N]. Called by
# `./dev bench --peers`.
set -euo pipefail
(($# >= 2)) || { echo "usage: run.sh BUILD OUT [OPTIONS]" >&2; exit 2; }
build=$1 out=$2
shift 2

fail() {
  printf 'peers: %s\n' "$*" >&2
  exit 1
}

# Socket paths are short, the `postgres` user gets there, and it is a disk where /tmp may not be one.
folder=$(mktemp -d "${PEERS_FOLDER:-/var/tmp}/peers.XXXXXX")
chmod 711 "$folder"
started=()  # processes, the last one first

# Servers have nothing to lose here. PostgreSQL ends at once on QUIT alone, which the others don't heed.
stop_all() {
  local process
  for process in "${started[@]}"; do kill -TERM "$process" 2>/dev/null && kill -QUIT "$process" 2>/dev/null || true; done
  for process in "${started[@]}"; do
    for _ in {1..50}; do
      kill -0 "$process" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$process" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Starts a server away from the terminal's Ctrl-C; should this script be killed, it goes too.
start() {
  local log=$1
  shift
  setsid setpriv --pdeathsig KILL "$@" >"$log" 2>&1 </dev/null &
  started=("$!" "${started[@]}")
}

# Waits until a command succeeds, for at most 20 s.
await() {
  local log=$1
  shift
  for _ in {1..200}; do
    "$@" >/dev/null 2>&1 && return
    kill -0 "${started[0]}" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$log" >&2
  fail "a server did not start"
}

start_postgres() {
  local programs as_user=()
  programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  [[ -x $programs/postgres ]] || fail "PostgreSQL is not installed"
  mkdir "$folder/postgres"
  # It refuses to run as root.
  if ((EUID == 0)); then
    chown postgres "$folder/postgres"
    as_user=(--reuid postgres --regid postgres --clear-groups)
  fi
  (cd "$folder/postgres" &&
    setpriv --pdeathsig KILL "${as_user[@]}" "$programs/initdb" -D "$folder/postgres/data" -U postgres -A trust --no-locale -E UTF8 -N) \
    >"$folder/initdb.log" 2>&1 || { tail -n 20 "$folder/initdb.log" >&2; fail "initdb failed"; }
  start "$folder/postgres.log" "${as_user[@]}" "$programs/postgres" -D "$folder/postgres/data" \
    -c listen_addresses= -c unix_socket_directories="$folder/postgres" \
    -c shared_buffers=512MB -c max_wal_size=8GB -c checkpoint_timeout=1h
  await "$folder/postgres.log" "$programs/pg_isready" -q -h "$folder/postgres"
}

# start_redis NAME SETTINGS…
start_redis() {
  local name=$1
  shift
  mkdir "$folder/$name"
  start "$folder/$name.log" redis-server --port 0 --unixsocket "$folder/$name.socket" --dir "$folder/$name" --save '' "$@"
  await "$folder/$name.log" redis-cli -s "$folder/$name.socket" ping
}

# What peers can't know: name, tab, value.
notes() {
  printf 'disk\t%s\n' "$(df --output=fstype "$folder" | tail -n 1)"
  printf 'ledger\t%s\n' "$(ledger --version | sed -n 's/^Ledger \([^,]*\),.*/\1/p')"
  printf 'hledger\t%s\n' "$(hledger --version | sed 's/^hledger \([^,]*\).*/\1/')"
  printf 'PostgreSQL with\tshared_buffers=512MB max_wal_size=8GB checkpoint_timeout=1h, else as it comes\n'
  printf 'SQLite with\tjournal_mode=WAL locking_mode=EXCLUSIVE cache_size=256MB, else as it comes\n'
}

start_redis memory --appendonly no
start_redis file --appendonly yes --appendfsync everysec
start_postgres
notes >"$folder/notes"
mkdir -p "$out"

# In the background, since bash heeds a signal only between the programs that it waits for.
setpriv --pdeathsig KILL "$build/peers" --folder "$folder" --postgres "$folder/postgres" \
  --redis-memory "$folder/memory.socket" --redis-file "$folder/file.socket" --notes "$folder/notes" \
  --drawdown "$build/drawdown" --out "$out" "$@" &
started=("$!" "${started[@]}")
status=0
wait "$!" || status=$?
started=("${started[@]:1}")
exit "$status"
