# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Images without a registry: files in docker-archive form, imported into the node's containerd.

PAUSE_IMAGE=harvest.local/pause:1

ctr() { "$(tool_dir containerd)/ctr" -a "$RUN/containerd.sock" -n k8s.io "$@"; }

# archive FILE NAME ROOT ENTRYPOINT-AS-JSON: an image of one layer from a folder; equal input gives equal bytes.
archive() {
  local file=$1 name=$2 root=$3 entrypoint=$4 work layer config
  work=$(mktemp -d "$CACHE/image.XXXXXX")
  tar -C "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/layer.tar" .
  layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  jq -cn --arg layer "sha256:$layer" --argjson entrypoint "$entrypoint" --arg arch "$(image_architecture)" \
    '{architecture: $arch, os: "linux", config: {Entrypoint: $entrypoint, Env: ["PATH=/bin"]},
      rootfs: {type: "layers", diff_ids: [$layer]}}' >"$work/config.json"
  config=$(sha256sum "$work/config.json" | cut -d' ' -f1)
  mv "$work/config.json" "$work/$config.json"
  jq -cn --arg config "$config.json" --arg name "$name" \
    '[{Config: $config, RepoTags: [$name], Layers: ["layer.tar"]}]' >"$work/manifest.json"
  tar -C "$work" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$file.new" \
    manifest.json "$config.json" layer.tar
  mv "$file.new" "$file"
  rm -rf "$work"
}

image_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# The process that holds a pod's namespaces. Without a C compiler a sleeping busybox does the same, but as the first
# process of its namespace it does not see SIGTERM, and a pod takes its whole grace period to end.
pause_archive() {
  local file root
  file="$CACHE/images/pause-1-$(uname -m).tar"
  if [ ! -s "$file" ]; then
    mkdir -p "$CACHE/images"
    root=$(mktemp -d "$CACHE/pause.XXXXXX")
    if command -v cc >/dev/null &&
      cc -Os -static -s -o "$root/pause" "$HERE/pause.c" 2>>"$RUN/log/pause.log"; then
      archive "$file" "$PAUSE_IMAGE" "$root" '["/pause"]'
    else
      cp "$(command -v busybox)" "$root/busybox"
      archive "$file" "$PAUSE_IMAGE" "$root" '["/busybox", "sleep", "2147483647"]'
    fi
    rm -rf "$root"
  fi
  echo "$file"
}

# Importing the same bytes a second time would cost seconds and change nothing.
import_image() {
  local file=$1 sum
  sum=$(sha256sum "$file" | cut -d' ' -f1)
  [ ! -e "$RUN/images/$sum" ] || return 0
  ctr images import "$file" >>"$RUN/log/images.log" 2>&1 || die "containerd refused $file: is it a docker-archive tar for this machine? See $RUN/log/images.log"
  mkdir -p "$RUN/images"
  echo "$file" >"$RUN/images/$sum"
}
