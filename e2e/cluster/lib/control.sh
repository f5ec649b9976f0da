# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The control plane: etcd, API server, controller manager, scheduler.

start_etcd() {
  # The data lives as long as the cluster, so nothing is lost by not waiting for the disk.
  launch_inside etcd "$(tool_dir etcd)/etcd" --name node --data-dir "$RUN/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster node=http://127.0.0.1:2380
}

start_apiserver() {
  launch_inside apiserver "$(tool_dir kubernetes)/kube-apiserver" \
    --etcd-servers=http://127.0.0.1:2379 --secure-port=6443 --advertise-address="$NODE_IP" \
    --service-cluster-ip-range="$SERVICE_RANGE" --allow-privileged=true \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --client-ca-file="$PKI/ca.crt" \
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$PKI/apiserver-kubelet.crt" --kubelet-client-key="$PKI/apiserver-kubelet.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$PKI/sa.pub" --service-account-signing-key-file="$PKI/sa.key" \
    --requestheader-client-ca-file="$PKI/front-ca.crt" --requestheader-allowed-names=front-proxy \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
    --requestheader-username-headers=X-Remote-User --enable-aggregator-routing=true \
    --proxy-client-cert-file="$PKI/front-proxy.crt" --proxy-client-key-file="$PKI/front-proxy.key"
}

# Alone on the node, so there is no leader to elect.
start_controllers() {
  local each file
  for each in controller-manager scheduler; do
    kubeconfig "$RUN/$each.kubeconfig" "https://$NODE_IP:6443" "$each"
  done
  file="$RUN/controller-manager.kubeconfig"
  launch_inside controller-manager "$(tool_dir kubernetes)/kube-controller-manager" \
    --kubeconfig="$file" --authentication-kubeconfig="$file" --authorization-kubeconfig="$file" \
    --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials=true \
    --kube-api-qps=200 --kube-api-burst=400 \
    --service-account-private-key-file="$PKI/sa.key" --root-ca-file="$PKI/ca.crt" \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
    --flex-volume-plugin-dir="$RUN/volume-plugins"
  file="$RUN/scheduler.kubeconfig"
  launch_inside scheduler "$(tool_dir kubernetes)/kube-scheduler" \
    --kubeconfig="$file" --authentication-kubeconfig="$file" --authorization-kubeconfig="$file" \
    --bind-address=127.0.0.1 --leader-elect=false
}
