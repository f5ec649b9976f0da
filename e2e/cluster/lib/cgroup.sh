# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One cgroup root a cluster, in every hierarchy, so that clusters do not share pods' cgroups and all can be removed.

# v1 (also beside an unused v2 tree, "hybrid") or v2.
cgroup_layout() {
  local controller
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    for controller in cpu cpuset memory pids; do
      grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers || return 1
    done
    echo v2
    return
  fi
  for controller in cpu cpuset memory pids devices; do
    [ -d "/sys/fs/cgroup/$controller" ] || return 1
  done
  echo v1
}

make_cgroups() {
  local hierarchy
  if [ "$(cgroup_layout)" = v2 ]; then
    # Ignored where they are on already; the kubelet refuses a root without them.
    echo '+cpu +cpuset +memory +pids' >/sys/fs/cgroup/cgroup.subtree_control
    mkdir -p "/sys/fs/cgroup/$CGROUP"
    return
  fi
  for hierarchy in /sys/fs/cgroup/*/; do
    # A link is a second name of a hierarchy (cpu -> cpu,cpuacct), and "unified" is of v2 and not used.
    [ -L "${hierarchy%/}" ] || [ "$hierarchy" = /sys/fs/cgroup/unified/ ] || mkdir -p "$hierarchy$CGROUP"
  done
  # A new cpuset is empty in v1, and nothing can run in it.
  for hierarchy in cpus mems; do
    [ ! -f "/sys/fs/cgroup/cpuset/cpuset.$hierarchy" ] ||
      cat "/sys/fs/cgroup/cpuset/cpuset.$hierarchy" >"/sys/fs/cgroup/cpuset/$CGROUP/cpuset.$hierarchy"
  done
}

cgroup_folders() {
  local folder
  for folder in /sys/fs/cgroup/"$CGROUP" /sys/fs/cgroup/*/"$CGROUP"; do
    [ -d "$folder" ] && [ ! -L "${folder%/*}" ] && echo "$folder"
  done
  return 0
}

# Every process of a pod is in a cgroup below ours; whatever is there was started by this cluster.
cgroup_pids() {
  local folder
  for folder in $(cgroup_folders); do
    find "$folder" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done | sort -nu
}

remove_cgroups() {
  local folder
  for _ in {1..20}; do
    for folder in $(cgroup_folders); do
      find "$folder" -depth -type d -exec rmdir {} \; 2>/dev/null || true
    done
    [ -n "$(cgroup_folders)" ] || return 0
    sleep 0.1
  done
  die "cgroups are still in use: $(cgroup_folders | tr '\n' ' ')"
}
