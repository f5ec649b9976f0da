# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything on this machine that belongs to a cluster of ours or could be left by one: a test compares this before
# "up" and after "down". It changes nothing. With --name, of the clusters only this one is looked at, so that others
# may live beside the test; what clusters share is always listed.

leftovers() {
  WHOSE=${1:-'[a-z0-9-]+'}
  {
    leftover_processes
    leftover_mounts
    leftover_names
    leftover_paths
    leftover_settings
    leftover_containers
  } | sort -u
}

# A daemon or shim of ours has the run folder in its arguments or as its HOME; a process of a pod is in our cgroup.
# (Programs of the cache alone prove nothing: the operator's tests run an API server of it.)
leftover_processes() {
  local folder pid
  for folder in /proc/[0-9]*; do
    pid=${folder##*/}
    { [ "$pid" = $$ ] || [ "$pid" = "$BASHPID" ]; } && continue
    if grep -qE "$RUNS/$WHOSE/" "$folder/cmdline" 2>/dev/null ||
      grep -qzE "^HOME=$RUNS/$WHOSE/home$" "$folder/environ" 2>/dev/null ||
      grep -qE ":/harvest-$WHOSE(/|$)" "$folder/cgroup" 2>/dev/null; then
      echo "process $pid $(cat "$folder/comm" 2>/dev/null)"
    fi
  done
}

leftover_mounts() {
  awk '{print "mount " $5}' /proc/self/mountinfo |
    grep -E "^mount ($RUNS/$WHOSE(/|$)|(/var)?/run/netns(/hc-$WHOSE)?$|/run/containerd|/var/lib/kubelet)" || true
}

leftover_names() {
  ip netns list 2>/dev/null | grep -E "^hc-$WHOSE( |$)" | sed 's/ .*//; s/^/netns /' || true
  ip -o link show | awk -F': ' '{sub(/@.*/, "", $2)} $2 ~ /^(hc-|node[01]$|cni0$|veth)/ {print "link " $2}'
  nft list tables 2>/dev/null | awk '/kube-proxy|cni_/ {print "nftables " $0}'
  find /sys/fs/cgroup -maxdepth 2 -type d 2>/dev/null | grep -E "/(harvest-$WHOSE|kubepods[^/]*)$" | sed 's/^/cgroup /' ||
    true
}

leftover_paths() {
  local path
  for path in "$RUNS"/* /run/hc-*; do
    [[ "$path" =~ ^($RUNS/|/run/hc-)$WHOSE$ ]] && echo "path $path"
  done
  for path in "$RUNS" "${SHARED_FOLDERS[@]}" /usr/libexec/kubernetes /etc/cni /etc/kubernetes \
    /etc/containerd /opt/cni /opt/containerd /opt/nri /run/nri /run/cdi /run/kubernetes /var/lib/containerd \
    /var/lib/etcd /run/runc /run/flannel /var/lib/kube-proxy; do
    [ -e "$path" ] && echo "path $path"
  done
  return 0
}

leftover_settings() {
  local each
  for each in "${SHARED_SETTINGS[@]}" fs.inotify.max_user_instances net.ipv4.ip_forward net.netfilter.nf_conntrack_max; do
    [ -r "$(setting_file "$each")" ] && echo "setting $each=$(<"$(setting_file "$each")")"
  done
  return 0
}

leftover_containers() {
  command -v kind >/dev/null && timeout 10 docker info >/dev/null 2>&1 || return 0
  docker ps -a --filter label=io.x-k8s.kind.cluster --format 'container {{.Names}}'
}
