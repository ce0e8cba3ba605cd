#!/usr/bin/env bash
# Installs a Debian package on a bare Debian 12, made by debootstrap in a temporary folder, and uses it there: the
# program runs, scenarios hold, man page and completions are found, and removing it leaves nothing behind.
# As root: packaging/check_deb.sh FILE.deb [MIRROR]
set -euo pipefail

package=${1:?which package? packaging/check_deb.sh FILE.deb [MIRROR]}
mirror=${2:-http://deb.debian.org/debian}

fail() {
  printf 'check_deb: %s\n' "$*" >&2
  exit 1
}

((EUID == 0)) || fail "needs to be root, to make a Debian of its own"
[[ -f $package ]] || fail "there is no file \`$package\`; ./dev package makes one"
command -v debootstrap >/dev/null || fail "needs debootstrap: apt-get install debootstrap"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
log=$root.log

# Runs a command in the bare system, and shows what it says only where it fails.
inside() {
  printf '  %s\n' "$*"
  chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    "$@" >"$log" 2>&1 </dev/null || {
    tail -n 30 "$log" >&2
    fail "failed: $*"
  }
}

# Whether what was said last has such a line.
says() {
  grep -qE "$1" "$log" || {
    tail -n 30 "$log" >&2
    fail "it does not say: $1"
  }
}

echo "a bare Debian 12 from $mirror"
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$log" 2>&1 || {
  tail -n 30 "$log" >&2
  fail "debootstrap could not make a Debian"
}

echo "the package"
cp "$package" "$root/tmp/drawdown.deb"
inside apt-get update -q
inside apt-get install -qy --no-install-recommends /tmp/drawdown.deb
version=$(dpkg-deb --field "$package" Version)

echo "the program"
inside drawdown version
says "^drawdown ${version%-*} "
inside drawdown init /tmp/shop
inside drawdown run /tmp/shop/scenario.yaml
says '^PASS '
inside drawdown run /usr/share/drawdown/scenarios/library/friday-night.yaml --out /tmp/kept
says '^PASS '
inside drawdown explain /tmp/kept --account harbour-hotel
inside drawdown run --brief /usr/share/drawdown/scenarios/library
inside drawdown generate usage --rows 1000 -o /tmp/usage.csv.zst --scenario /tmp/usage.yaml
inside drawdown replay /tmp/usage.yaml

echo "completions and the man page"
inside bash -euc 'source /usr/share/bash-completion/completions/drawdown
  COMP_WORDS=(drawdown repl) COMP_CWORD=1; _drawdown; echo "${COMPREPLY[*]}"'
says '^replay$'
inside apt-get install -qy --no-install-recommends man-db
inside man -w drawdown
says '/usr/share/man/man1/drawdown\.1'
inside man --warnings drawdown
says 'simulates and verifies'

echo "and it goes again"
inside apt-get purge -qy drawdown
left=$(find "$root/usr" -name '*drawdown*')
[[ -z $left ]] || fail "what is left behind: $left"

rm -f "$log"
echo "check_deb: $(basename "$package") installs and runs on a bare Debian 12"
