# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared between the files
# Traces on the machine that no setting can move into the run folder. The first cluster notes what was not there
# before it, and the last one to go puts that back.

RUNS=/var/lib/harvest-cluster
SHARED_FOLDERS=(/run/netns /run/containerd /var/lib/cni /var/lib/kubelet /var/log/containers /var/log/pods)
# The kubelet sets these for the whole machine when they differ from what it wants.
SHARED_SETTINGS=(vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys
  kernel.keys.root_maxbytes)

setting_file() { echo "/proc/sys/${1//./\/}"; }

# Clusters of this provider that exist here; the notes lie beside them and begin with a dot.
other_clusters() { find "$RUNS" -mindepth 1 -maxdepth 1 -type d ! -name "$NAME" ! -name '.*' 2>/dev/null; }

note_shared() {
  local each
  mkdir -p "$RUNS"
  [ ! -e "$RUNS/.before" ] || return 0
  {
    for each in "${SHARED_FOLDERS[@]}"; do [ -e "$each" ] || echo "absent $each"; done
    for each in "${SHARED_SETTINGS[@]}"; do echo "setting $each $(<"$(setting_file "$each")")"; done
  } >"$RUNS/.before.new"
  mv "$RUNS/.before.new" "$RUNS/.before"
}

restore_shared() {
  local kind what value
  [ -z "$(other_clusters)" ] || return 0
  if [ -e "$RUNS/.before" ]; then
    while read -r kind what value; do
      case $kind in
        setting) [ "$(<"$(setting_file "$what")")" = "$value" ] || echo "$value" >"$(setting_file "$what")" ;;
        absent) remove_shared "$what" ;;
      esac
    done <"$RUNS/.before"
    rm -f "$RUNS/.before"
  fi
  rm -f "$RUNS/.before.new"
  [ ! -d "$RUNS" ] || rmdir "$RUNS" 2>/dev/null || true
}

# Only folders that are empty by then, so that nothing of anybody else's can be lost.
remove_shared() {
  [ -d "$1" ] || return 0
  if [ "$1" = /run/netns ]; then
    [ -z "$(ls -A /run/netns)" ] || return 0
    # ip mounts this folder on itself.
    while mountpoint -q /run/netns; do umount /run/netns || break; done
  fi
  # The kubelet's socket for device plugins has a fixed place; no kubelet of ours listens there by now.
  [ "$1" != /var/lib/kubelet ] || rm -f "$1/device-plugins/kubelet.sock" "$1/device-plugins/kubelet_internal_checkpoint"
  find "$1" -xdev -depth -type d -exec rmdir {} \; 2>/dev/null || true
}

# Files of this cluster in those folders.
remove_own_in_shared() {
  local file
  for file in /var/log/containers/*; do
    [ -L "$file" ] && [[ "$(readlink "$file")" == "$RUN"/* ]] && rm -f "$file"
  done
  # The network library's notes on a container name the namespace of its pod, which lies in the run folder.
  for file in /var/lib/cni/results/*; do
    grep -qsF "\"netns\":\"$RUN/" "$file" && rm -f "$file"
  done
  return 0
}
