# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the machine must have, asked before anything of it is touched. Each answer is one sentence with a remedy.

need_linux_root() {
  [ "$(uname -s)" = Linux ] ||
    die "the bare provider needs Linux: install Docker and kind, and run again"
  [ "$(id -u)" = 0 ] ||
    die "the bare provider needs root (namespaces, mounts, cgroups): run it with sudo, or install Docker and kind"
}

need_go() {
  command -v go >/dev/null ||
    die "programs are to be built and there is no Go: install Go 1.26 or later (https://go.dev/dl) and put it on PATH"
}

# need_disk GIGABYTES: of free space where the cache lies.
need_disk() {
  local want=${1:-30} have
  mkdir -p "$CACHE"
  have=$(($(df -Pk "$CACHE" | awk 'NR == 2 {print $4}') / 1024 / 1024))
  [ "$have" -ge "$want" ] ||
    die "$CACHE has $have GB free and $want GB are needed: free $((want - have)) GB, or set HARVEST_CACHE to a larger disk"
}

# The Debian packages of packages.txt. As root on Debian the missing ones are installed, after the line was printed.
need_packages() {
  local missing=() package line
  if ! command -v dpkg-query >/dev/null; then
    for package in ip nft runc conntrack busybox socat openssl jq; do
      command -v "$package" >/dev/null ||
        die "$package is missing: install what Debian calls $(tr '\n' ' ' <"$HERE/packages.txt")and run again"
    done
    return
  fi
  while read -r package; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done <"$HERE/packages.txt"
  [ "${#missing[@]}" -gt 0 ] || return 0
  line="apt-get install -y --no-install-recommends ${missing[*]}"
  echo "$line" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive $line; } </dev/null >&2 ||
    die "Debian packages are missing and could not be installed: run \"$line\" by hand"
}

need_kernel() {
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null ||
    die "this kernel has no overlay file system, which containerd needs: load or build the module overlay"
  [ -d /proc/sys/net/bridge ] || modprobe br_netfilter 2>/dev/null ||
    die "this kernel does not show bridged packets to nftables, so Services would fail: load the module br_netfilter"
  cgroup_layout >/dev/null ||
    die "no usable cgroups under /sys/fs/cgroup: cpu, cpuset, memory, pids and devices are needed (v1), or cgroup v2"
}

# A node and its pods hold some dozens of inotify instances, and Linux gives a user 128 by default.
need_inotify() {
  local limit used want=40
  limit=$(</proc/sys/fs/inotify/max_user_instances)
  used=$(find /proc/[0-9]*/fd -lname 'anon_inode:inotify' 2>/dev/null | wc -l || true)
  [ $((limit - used)) -ge $want ] ||
    die "only $((limit - used)) of $limit inotify instances are free and $want are needed: sysctl fs.inotify.max_user_instances=512"
}

port_free() { [ -z "$(ss -Hltn "sport = :$1")" ]; }

# need_port VARIABLE PREFERRED: the port of the variable when it is set, else the next free one after PREFERRED.
need_port() {
  local wanted=${!1:-} port=$2
  if [ -n "$wanted" ]; then
    if ! [[ "$wanted" =~ ^[1-9][0-9]{0,4}$ ]] || [ "$wanted" -gt 65535 ]; then
      die "$1=$wanted is no port: set a number from 1 to 65535, or unset it"
    fi
    port_free "$wanted" || die "port $wanted is taken: end what listens there, or set $1 to another port"
    echo "$wanted"
    return
  fi
  until port_free "$port"; do port=$((port + 1)); done
  echo "$port"
}
