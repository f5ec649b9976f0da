# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The kind provider: the same surface where Docker and kind are at hand, and images can be pulled.

kind_init() { RUN="$CACHE/kind/$NAME"; }

kind_exists() { kind get clusters 2>/dev/null | grep -qx "$NAME"; }

kind_trouble() {
  [ -e "$RUN/ready" ] || { echo "an earlier start did not finish" && return; }
  kubectl --request-timeout=5s get --raw=/readyz >/dev/null 2>&1 || { echo "the API does not answer" && return; }
  gateway_programmed || echo "the Gateway is not Programmed"
}

kind_up() {
  local trouble seed tool
  # Here kubectl is what the machine has; nothing is built, and the Gateway API's definitions need Go to be fetched.
  for tool in docker kind kubectl; do
    command -v "$tool" >/dev/null || die "the kind provider needs $tool: install it and run again"
  done
  timeout 10 docker info >/dev/null 2>&1 || die "Docker does not answer: start it, and check that you may use it"
  if kind_exists; then
    trouble=$(kind_trouble)
    [ -n "$trouble" ] || { say "cluster $NAME is up already" && return; }
    say "cluster $NAME is broken ($trouble): it is taken down and started anew, and what it held is lost"
    kind_down
  fi
  need_disk 5
  seed=$((16#$(sha256sum <<<"$NAME" | cut -c1-6) % 5000))
  API_PORT=$(need_port HARVEST_API_PORT $((20000 + seed)))
  GATEWAY_PORT=$(need_port HARVEST_GATEWAY_PORT $((25000 + seed)))
  mkdir -p "$RUN/log" "$RUN/images"
  echo "$API_PORT" >"$RUN/api-port"
  echo "$GATEWAY_PORT" >"$RUN/gateway-port"
  cat >"$RUN/kind.yaml" <<CONFIG
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: {apiServerAddress: 127.0.0.1, apiServerPort: $API_PORT}
nodes:
- role: control-plane
  extraPortMappings:
  - {containerPort: 80, hostPort: $GATEWAY_PORT, listenAddress: 127.0.0.1, protocol: TCP}
CONFIG
  kind create cluster --name "$NAME" --config "$RUN/kind.yaml" --kubeconfig "$RUN/kubeconfig" --wait 120s >&2 ||
    die "kind could not make the cluster: what it printed above says why"
  copy_gateway_crds
  apply "$HERE/manifests/access.yaml"
  apply "$(gateway_crds)"
  kubectl wait --for=condition=Established --timeout=30s crd --all >&2
  apply "$HERE/manifests/kind.yaml"
  kubectl annotate storageclass standard storageclass.kubernetes.io/is-default-class=false --overwrite >&2
  apply "$HERE/manifests/gateway.yaml"
  kubectl -n gateway rollout status deployment/traefik --timeout=180s >&2 ||
    die "Traefik did not start: see \"cluster kubectl -n gateway describe pods\""
  wait_for 60 "the Gateway is Programmed" gateway_programmed
  touch "$RUN/ready"
  say "cluster $NAME is up"
}

kind_down() {
  ! kind_exists || kind delete cluster --name "$NAME" --kubeconfig "$RUN/kubeconfig" >&2 ||
    die "kind could not delete cluster $NAME: what it printed above says why"
  rm -rf "$RUN"
  say "cluster $NAME is gone"
}

kind_status() {
  local trouble
  if ! kind_exists; then
    status_block down '' ''
    return
  fi
  trouble=$(kind_trouble)
  status_block "$([ -z "$trouble" ] && echo up || echo broken)" "https://127.0.0.1:$(<"$RUN/api-port")" \
    "http://127.0.0.1:$(<"$RUN/gateway-port")" "$trouble"
}

# The node's image holds few programs, so only its network is entered, as in bare.
kind_exec() {
  local pid
  pid=$(docker inspect -f '{{.State.Pid}}' "$NAME-control-plane") || die "cluster $NAME is down: run \"cluster up\""
  exec nsenter --target "$pid" --net "$@"
}

kind_load_image() {
  local sum
  sum=$(sha256sum "$1" | cut -d' ' -f1)
  [ ! -e "$RUN/images/$sum" ] || return 0
  kind load image-archive "$1" --name "$NAME" >&2 || die "kind refused $1: is it a docker-archive tar?"
  echo "$1" >"$RUN/images/$sum"
}

kind_logs() {
  kind export logs "$RUN/log" --name "$NAME" >&2
  find "$RUN/log" -type f | sort
}
