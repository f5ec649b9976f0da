# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Daemons: started detached, recorded by pid and start time, ended by what was recorded and never by name.

# Where the node's programs look for others (runc, nft, conntrack, mount); the caller's PATH plays no part.
NODE_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Start time of a process in clock ticks; with it a reused pid is told from the recorded one. A zombie has none.
start_time() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The program's name may hold spaces and brackets, so the fields are counted after its last bracket.
  stat=${stat##*) }
  # shellcheck disable=SC2086 # split into fields on purpose
  set -- $stat
  [ "$1" != Z ] && echo "${20}"
}

# launch NAME COMMAND...: as a daemon of its own session. Its stdin, stdout and stderr are not the caller's, and no
# other descriptor is inherited, for a build that started us waits until the last writer of its pipes is gone. The
# environment is empty but for PATH: proxies, KUBECONFIG and the like of the caller must not reach a daemon.
launch() {
  local name=$1 pid
  shift
  (
    for fd in /proc/"$BASHPID"/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    cd /
    exec env -i PATH="$NODE_PATH" HOME="$RUN/home" setsid "$@"
  ) </dev/null >>"$RUN/log/$name.log" 2>&1 &
  pid=$!
  echo "$pid $(start_time "$pid")" >"$RUN/pids/$name.pid"
}

# The same, in the node's network namespace.
launch_inside() {
  local name=$1
  shift
  launch "$name" nsenter --net="/run/netns/$NETNS" "$@"
}

# Pid of a recorded daemon, when it runs and is the recorded one.
pid_of() {
  local pid began
  { read -r pid began <"$RUN/pids/$1.pid"; } 2>/dev/null || return 1
  [ "$(start_time "$pid")" = "$began" ] && echo "$pid"
}

recorded_daemons() {
  local file
  for file in "$RUN"/pids/*.pid; do
    [ -e "$file" ] && basename "$file" .pid
  done
  return 0
}

dead_daemon() {
  local name
  for name in $(recorded_daemons); do
    pid_of "$name" >/dev/null || {
      echo "$name"
      return
    }
  done
}

# Everything that descends from a daemon of ours has its HOME, and nothing else has: connections of socat, shims of
# containerd, and daemons whose record was lost.
marked_pids() {
  grep -lszxF "HOME=$RUN/home" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true
}

# end_pids SECONDS PID...: asks, waits, and then insists.
end_pids() {
  local limit=$((SECONDS + $1)) pid left
  shift
  for pid in "$@"; do kill -TERM "$pid" 2>/dev/null || true; done
  while :; do
    left=()
    for pid in "$@"; do start_time "$pid" >/dev/null && left+=("$pid"); done
    [ "${#left[@]}" -gt 0 ] || return 0
    [ "$SECONDS" -lt "$limit" ] || break
    sleep 0.1
  done
  for pid in "${left[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  # A killed process is gone for the kernel only when its last thread has ended.
  for _ in {1..50}; do
    for pid in "${left[@]}"; do
      start_time "$pid" >/dev/null && sleep 0.1 && continue 2
    done
    return 0
  done
}

# end_daemons SECONDS NAME...: all of them at once. What was recorded stays until they are gone.
end_daemons() {
  local seconds=$1 name pid pids=() names=()
  shift
  for name in "$@"; do
    [ -e "$RUN/pids/$name.pid" ] || continue
    names+=("$name")
    pid=$(pid_of "$name") && pids+=("$pid")
  done
  [ "${#pids[@]}" -eq 0 ] || end_pids "$seconds" "${pids[@]}"
  for name in ${names[@]+"${names[@]}"}; do rm -f "$RUN/pids/$name.pid"; done
}
