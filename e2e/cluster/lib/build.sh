# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Builds the programs of the bare provider from Go modules, each once: the output folder is keyed by the
# module's go.mod and go.sum, so a changed pin builds anew and an unchanged one costs nothing.

# One line a program: tool module, output name, package, linker flags.
programs() {
  local version=v1.36.3
  local stamp="-X k8s.io/component-base/version.gitVersion=$version -X k8s.io/component-base/version.gitMajor=1"
  stamp+=" -X k8s.io/component-base/version.gitMinor=36 -X k8s.io/client-go/pkg/version.gitVersion=$version"
  cat <<LIST
etcd|etcd|go.etcd.io/etcd/server/v3|
kubernetes|kube-apiserver|k8s.io/kubernetes/cmd/kube-apiserver|$stamp
kubernetes|kube-controller-manager|k8s.io/kubernetes/cmd/kube-controller-manager|$stamp
kubernetes|kube-scheduler|k8s.io/kubernetes/cmd/kube-scheduler|$stamp
kubernetes|kubelet|k8s.io/kubernetes/cmd/kubelet|$stamp
kubernetes|kube-proxy|k8s.io/kubernetes/cmd/kube-proxy|$stamp
kubernetes|kubectl|k8s.io/kubernetes/cmd/kubectl|$stamp
containerd|containerd|github.com/containerd/containerd/v2/cmd/containerd|
containerd|containerd-shim-runc-v2|github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2|
containerd|ctr|github.com/containerd/containerd/v2/cmd/ctr|
cni|bridge|github.com/containernetworking/plugins/plugins/main/bridge|
cni|loopback|github.com/containernetworking/plugins/plugins/main/loopback|
cni|host-local|github.com/containernetworking/plugins/plugins/ipam/host-local|
cni|portmap|github.com/containernetworking/plugins/plugins/meta/portmap|
coredns|coredns|github.com/coredns/coredns|
traefik|traefik|github.com/traefik/traefik/v3/cmd/traefik|
LIST
}

# Folder that holds the programs of one tool module.
tool_dir() {
  local tool=$1 key
  key=$(cat "$HERE/tools/$tool/go.mod" "$HERE/tools/$tool/go.sum" | sha256sum | cut -c1-12)
  echo "$CACHE/bin/$tool-$key"
}

go_env() {
  GOFLAGS='-mod=readonly -modcacherw -buildvcs=false' GOTOOLCHAIN=local CGO_ENABLED=0 GOWORK=off \
    GOMODCACHE="$CACHE/go/mod" GOCACHE="$CACHE/go/build" "$@"
}

missing_programs() {
  local tool name package flags
  while IFS='|' read -r tool name package flags; do
    [ -x "$(tool_dir "$tool")/$name" ] || echo "$tool|$name|$package|$flags"
  done < <(programs)
}

# build_programs [apiserver]: all of them, or only those that an API server without a node needs.
build_programs() {
  local todo total n=0 tool name package flags dir began
  todo=$(missing_programs)
  if [ "${1:-}" = apiserver ]; then
    todo=$(grep -E '\|(etcd|kube-apiserver|kubectl)\|' <<<"$todo" || true)
  fi
  [ -n "$todo" ] || return 0
  need_go
  need_disk
  total=$(wc -l <<<"$todo")
  mkdir -p "$CACHE"
  # Two runs at once would build the same thing twice: the second waits here and then finds it done.
  exec 8>"$CACHE/build.lock"
  flock -w 3600 8 || die "another build holds $CACHE/build.lock for an hour: end it and try again"
  say "building $total programs from Go modules; all of them take 10 to 25 minutes, once"
  while IFS='|' read -r tool name package flags; do
    n=$((n + 1))
    dir=$(tool_dir "$tool")
    [ -x "$dir/$name" ] && continue
    began=$SECONDS
    mkdir -p "$dir"
    (cd "$HERE/tools/$tool" && go_env go build -trimpath -ldflags "-s -w $flags" -o "$dir/.$name" "$package") \
      >"$CACHE/build-$name.log" 2>&1 || die "building $name failed; see $CACHE/build-$name.log"
    mv "$dir/.$name" "$dir/$name"
    rm -f "$CACHE/build-$name.log"
    say "  [$n/$total] $name ($((SECONDS - began)) s)"
  done <<<"$todo"
  # 13 GB each at worst, and of no use any more once every program stands.
  if [ -z "$(missing_programs)" ]; then
    copy_gateway_crds
    rm -rf "$CACHE/go"
  fi
  exec 8>&-
}

gateway_crds() { echo "$(tool_dir gateway-api)/standard.yaml"; }

# The Gateway API's definitions are files of a Go module: they are copied out, so that the module cache may go.
copy_gateway_crds() {
  local file folder crd
  file=$(gateway_crds)
  [ -s "$file" ] && return 0
  need_go
  folder=$(cd "$HERE/tools/gateway-api" && go_env go mod download -json sigs.k8s.io/gateway-api | jq -r .Dir) ||
    die "the module sigs.k8s.io/gateway-api cannot be had: check GOPROXY and the network, and try again"
  mkdir -p "${file%/*}"
  for crd in "$folder"/config/crd/standard/*.yaml; do
    echo '---'
    cat "$crd"
  done >"$file.new"
  mv "$file.new" "$file"
}

# A folder as fabric8's kube-api-test wants it: k8s/VERSION-OS-ARCH/ with three programs.
api_test_folder() {
  local folder="$CACHE/kube-api-test" arch name
  arch=$(uname -m)
  arch=${arch/x86_64/amd64}
  arch=${arch/aarch64/arm64}
  mkdir -p "$folder/k8s/1.36.3-linux-$arch"
  ln -sfn "$(tool_dir etcd)/etcd" "$folder/k8s/1.36.3-linux-$arch/etcd"
  for name in kube-apiserver kubectl; do
    ln -sfn "$(tool_dir kubernetes)/$name" "$folder/k8s/1.36.3-linux-$arch/$name"
  done
  copy_gateway_crds
  ln -sfn "$(gateway_crds)" "$folder/gateway-api.yaml"
  echo "$folder"
}
