# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared between the files
# The bare provider: a real Kubernetes of one node, out of programs that run as processes in a network namespace.

DAEMONS=(etcd apiserver controller-manager scheduler containerd kubelet proxy coredns traefik
  socat-api socat-api-inside socat-gateway socat-gateway-inside)

bare_init() {
  RUN="$RUNS/$NAME"
  NETNS="hc-$NAME"
  CGROUP="harvest-$NAME"
  PKI="$RUN/pki"
}

kubectl_program() {
  if [ "$PROVIDER" = kind ]; then echo kubectl; else echo "$(tool_dir kubernetes)/kubectl"; fi
}

# In bare and kind alike: the kubeconfig of this cluster, and never that of the environment.
kubectl() { env -u KUBECONFIG "$(kubectl_program)" --kubeconfig="$RUN/kubeconfig" --cache-dir="$RUN/kubectl-cache" "$@"; }

# One start or stop at a time on this machine, for ports and the notes on the machine are shared. The lock is on a
# folder that exists anyway, so no lock file is left behind.
bare_lock() {
  exec 9</var/lib
  flock -n 9 || say "waiting for another cluster that is being started or stopped"
  flock -w 900 9 || die "another cluster is being started or stopped for 15 minutes: end that run and try again"
}

# Says what is wrong with a cluster that exists, or nothing.
bare_trouble() {
  local name answer
  [ -e "$RUN/ready" ] || { echo "an earlier start did not finish" && return; }
  for name in "${DAEMONS[@]}"; do
    pid_of "$name" >/dev/null || { echo "$name does not run" && return; }
  done
  answer=$(kubectl --request-timeout=3s get --raw=/readyz 2>&1) || { echo "the API does not answer: ${answer##*$'\n'}" && return; }
  node_ready || { echo "the node is not Ready" && return; }
  gateway_programmed || { echo "the Gateway is not Programmed" && return; }
  gateway_answers || echo "the gateway does not answer"
}

condition() {
  [ "$(kubectl --request-timeout=3s get "$1" -n gateway \
    -o jsonpath="{.status.conditions[?(@.type==\"$2\")].status}" 2>/dev/null)" = True ]
}
node_ready() { condition "node/$NODE" Ready; }
gateway_programmed() { condition gateway/gateway Programmed; }
api_ready() { kubectl --request-timeout=3s get --raw=/readyz; }
account_made() { kubectl get serviceaccount default -n default; }
containerd_answers() { ctr version; }
dns_ready() { inside "$(command -v busybox)" nslookup kubernetes.default.svc.cluster.local "$NODE_IP"; }
# An answer of any kind through the port on the machine's loopback: without a route it is 404.
gateway_answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$(<"$RUN/gateway-port")"
    printf 'GET / HTTP/1.0\r\n\r\n' >&3
    read -r -t 3 line <&3
    [[ "$line" == HTTP/1* ]]
  ) 2>/dev/null
}

bare_check_machine() {
  need_packages
  need_kernel
  need_inotify
  need_disk 5
  build_programs
  copy_gateway_crds
}

bare_up() {
  local trouble seed
  need_linux_root
  # A first build takes long, and others need not wait for it.
  [ -z "$(missing_programs)" ] || bare_check_machine
  bare_lock
  if [ -d "$RUN" ]; then
    trouble=$(bare_trouble)
    if [ -z "$trouble" ]; then
      bare_same_ports
      say "cluster $NAME is up already"
      return
    fi
    bare_check_machine
    say "cluster $NAME is broken ($trouble): it is taken down and started anew, and what it held is lost"
    bare_remove
  else
    bare_check_machine
  fi

  seed=$((16#$(sha256sum <<<"$NAME" | cut -c1-6) % 5000))
  API_PORT=$(need_port HARVEST_API_PORT $((20000 + seed)))
  GATEWAY_PORT=$(need_port HARVEST_GATEWAY_PORT $((25000 + seed)))
  [ "$API_PORT" != "$GATEWAY_PORT" ] ||
    die "HARVEST_API_PORT and HARVEST_GATEWAY_PORT are both $API_PORT: set two different ports"

  # The run folder is the last thing "down" removes, but somebody may have deleted it with the rest still there.
  [ -d "$RUN" ] || bare_remove
  note_shared
  mkdir -p "$RUN"
  chmod 700 "$RUN"
  mkdir -p "$RUN"/{log,pids,home,images,volumes}
  echo "$API_PORT" >"$RUN/api-port"
  echo "$GATEWAY_PORT" >"$RUN/gateway-port"
  make_cgroups
  make_network
  start_etcd
  start_containerd
  make_pki
  say "keys and certificates are made"
  kubeconfig "$RUN/kubeconfig" "https://127.0.0.1:$API_PORT" admin
  kubeconfig "$RUN/kubeconfig.inside" "https://$NODE_IP:6443" admin
  start_apiserver
  connect api "$API_PORT" 127.0.0.1:6443
  wait_for 30 "containerd answers" containerd_answers
  import_image "$(pause_archive)"
  wait_for 60 "the API answers" api_ready
  start_controllers
  start_kubelet
  start_proxy
  start_dns
  apply_addons
  start_gateway
  connect gateway "$GATEWAY_PORT" "$NODE_IP:80"
  wait_for 60 "the node is Ready" node_ready
  wait_for 30 "the DNS answers" dns_ready
  wait_for 60 "the Gateway is Programmed" gateway_programmed
  wait_for 30 "the gateway answers" gateway_answers
  wait_for 30 "pods can be made" account_made
  touch "$RUN/ready"
  say "cluster $NAME is up"
}

# Ports are chosen at the start and stay.
bare_same_ports() {
  local each
  for each in API GATEWAY; do
    local variable="HARVEST_${each}_PORT" has
    has=$(<"$RUN/$(tr '[:upper:]' '[:lower:]' <<<"$each")-port")
    [ "${!variable:-$has}" = "$has" ] ||
      die "cluster $NAME is up with port $has and $variable wants ${!variable}: run \"cluster --name $NAME down\" first"
  done
}

bare_down() {
  need_linux_root
  bare_lock
  bare_remove
  say "cluster $NAME is gone"
}

# Takes away whatever there is of a cluster, from any state, also what an interrupted run of this left.
bare_remove() {
  if [ -d "$RUN/pids" ]; then
    end_workloads
    end_daemons 3 kubelet
    end_daemons 3 proxy coredns traefik scheduler controller-manager socat-gateway socat-gateway-inside
    # Before etcd, without which it would not end for minutes.
    end_daemons 3 apiserver socat-api socat-api-inside
    end_daemons 3 etcd
  fi
  # What did not end by itself: processes of pods are in our cgroup.
  # shellcheck disable=SC2046 # a word each
  end_pids 0 $(cgroup_pids)
  [ ! -d "$RUN/pids" ] || end_daemons 5 containerd
  # Shims and connections, and what "cluster exec" started.
  # shellcheck disable=SC2046 # a word each
  end_pids 1 $(marked_pids) $(netns_pids)
  remove_network
  remove_mounts
  remove_cgroups
  remove_own_in_shared
  rm -rf "$(shim_sockets)"
  rm -rf --one-file-system "$RUN"
  restore_shared
}

# Pods get a second to end, so that runc, CNI and the kubelet clear up after themselves; what does not end in time is
# ended below. The controllers go first, or they would make new pods.
end_workloads() {
  local limit=$((SECONDS + 10))
  pid_of apiserver >/dev/null && pid_of kubelet >/dev/null && pid_of containerd >/dev/null || return 0
  kubectl --request-timeout=2s get --raw=/readyz >/dev/null 2>&1 || return 0
  end_daemons 2 controller-manager scheduler
  timeout 10 "$(kubectl_program)" --kubeconfig="$RUN/kubeconfig" --cache-dir="$RUN/kubectl-cache" \
    delete pods --all --all-namespaces --grace-period=1 --wait=false >>"$RUN/log/down.log" 2>&1 || true
  while [ "$SECONDS" -lt "$limit" ]; do
    [ -n "$(ctr tasks ls -q 2>/dev/null)" ] || return 0
    sleep 0.2
  done
  say "some pods did not end in time"
}

mounts_below() { awk -v folder="$1/" 'index($5, folder) == 1 {print $5}' /proc/self/mountinfo | sort -r; }

# Nothing is deleted while a mount is left below, for it would be deleted through.
remove_mounts() {
  local point
  for _ in 1 2 3; do
    for point in $(mounts_below "$RUN"); do
      # The kernel writes a blank in a path as \040.
      point=$(printf '%b' "$point")
      umount "$point" 2>/dev/null || umount -l "$point" 2>/dev/null || true
    done
    [ -n "$(mounts_below "$RUN")" ] || return 0
  done
  die "mounts below $RUN cannot be removed: $(mounts_below "$RUN" | head -n 3 | tr '\n' ' ')"
}

bare_status() {
  local state trouble='' api='' gateway=''
  if [ -d "$RUN" ]; then
    [ -r "$RUN" ] || die "$RUN belongs to root: run this with sudo"
    trouble=$(bare_trouble)
    [ ! -s "$RUN/api-port" ] || api="https://127.0.0.1:$(<"$RUN/api-port")"
    [ ! -s "$RUN/gateway-port" ] || gateway="http://127.0.0.1:$(<"$RUN/gateway-port")"
    state=up
    [ -z "$trouble" ] || state=broken
  else
    state=down
  fi
  status_block "$state" "$api" "$gateway" "$trouble"
}

bare_exec() {
  need_linux_root
  [ -e "/run/netns/$NETNS" ] || die "cluster $NAME is down: run \"cluster --name $NAME up\""
  exec nsenter --net="/run/netns/$NETNS" "$@"
}

bare_load_image() {
  need_linux_root
  pid_of containerd >/dev/null || die "cluster $NAME is down: run \"cluster --name $NAME up\""
  import_image "$1"
}

bare_logs() { find "$RUN/log" -type f 2>/dev/null | sort; }
