# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# How this program speaks: progress and problems on stderr, so that stdout holds results only.

say() { echo "[$SECONDS s] $*" >&2; }

# A problem is one sentence that names it and what to do about it.
die() {
  echo "cluster: $*" >&2
  exit 1
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds. It gives up at once when a daemon of ours ended,
# for then waiting is of no use.
wait_for() {
  local limit=$((SECONDS + $1)) what=$2 dead
  shift 2
  until "$@" >/dev/null 2>&1; do
    dead=$(dead_daemon)
    if [ -n "$dead" ]; then
      tail -n 5 "$RUN/log/$dead.log" >&2
      die "$dead ended while waiting until $what; see $RUN/log/$dead.log"
    fi
    [ "$SECONDS" -lt "$limit" ] || die "gave up waiting until $what; see $RUN/log"
    sleep 0.2
  done
  say "$what"
}
