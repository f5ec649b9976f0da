# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What pods expect of a cluster: DNS, a gateway, volumes. CoreDNS and Traefik are processes of the node, and a Service
# without selector plus an EndpointSlice (in manifests/) gives each its place in the cluster.

start_dns() {
  apply "$HERE/manifests/access.yaml" -f "$HERE/manifests/node-services.yaml"
  kubeconfig "$RUN/coredns.kubeconfig" "https://$NODE_IP:6443" coredns
  # There is no outside: a name that is not the cluster's does not exist, and saying so at once saves time-outs.
  cat >"$RUN/Corefile" <<CONFIG
cluster.local:53 in-addr.arpa:53 {
  bind $NODE_IP
  errors
  ready 127.0.0.1:8181
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $RUN/coredns.kubeconfig
    ttl 5
  }
}
.:53 {
  bind $NODE_IP
  errors
  template ANY ANY . {
    rcode NXDOMAIN
  }
}
CONFIG
  launch_inside coredns "$(tool_dir coredns)/coredns" -conf "$RUN/Corefile"
}

start_gateway() {
  kubeconfig "$RUN/traefik.kubeconfig" "https://$NODE_IP:6443" traefik
  launch_inside traefik env KUBECONFIG="$RUN/traefik.kubeconfig" "$(tool_dir traefik)/traefik" \
    --global.checknewversion=false --global.sendanonymoususage=false --log.level=INFO \
    --entrypoints.web.address=:80 \
    --providers.kubernetesgateway --providers.kubernetesgateway.statusaddress.ip="$NODE_IP" \
    --providers.kubernetesingress
}

# Folders that any user of a pod may write to, for volumes on host paths know no fsGroup.
make_volumes() {
  local number
  for number in $(seq -w 1 40); do
    mkdir -p "$RUN/volumes/$number"
    chmod 1777 "$RUN/volumes/$number"
    cat <<VOLUME
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: local-$number
spec:
  storageClassName: local
  capacity: {storage: 20Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  hostPath: {path: $RUN/volumes/$number, type: Directory}
VOLUME
  done
}

apply() { kubectl apply --server-side -f "$@" >>"$RUN/log/apply.log" 2>&1 || die "applying $1 failed; see $RUN/log/apply.log"; }

apply_addons() {
  make_volumes >"$RUN/volumes.yaml"
  apply "$HERE/manifests/storage.yaml" -f "$RUN/volumes.yaml"
  apply "$(gateway_crds)"
  kubectl wait --for=condition=Established --timeout=30s crd --all >>"$RUN/log/apply.log" 2>&1 ||
    die "the Gateway API's definitions were not accepted; see $RUN/log/apply.log"
  apply "$HERE/manifests/gateway.yaml"
}
