# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The node: containerd, kubelet, kube-proxy. Every folder of theirs that can be named lies in the run folder.

NODE=node

# Shim sockets are named by a hash of 64 characters, and a Unix socket's path holds 107: too much for the run folder.
shim_sockets() { echo "/run/hc-$NAME"; }

start_containerd() {
  mkdir -p "$RUN/cni/conf" "$RUN/cni/addresses" "$RUN/containerd" "$(shim_sockets)"
  cat >"$RUN/containerd/config.toml" <<CONFIG
version = 3
root = '$RUN/containerd/root'
state = '$RUN/containerd/state'

[grpc]
address = '$RUN/containerd.sock'

[plugins.'io.containerd.internal.v1.opt']
path = '$RUN/containerd/opt'

[plugins.'io.containerd.nri.v1.nri']
disable = true

[plugins.'io.containerd.shim.v1.manager']
socket_dir = '$(shim_sockets)'

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = '$PAUSE_IMAGE'

[plugins.'io.containerd.cri.v1.runtime']
# Lowering the score of a container needs CAP_SYS_RESOURCE, which not every machine gives to root.
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = 'io.containerd.runc.v2'

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
SystemdCgroup = false
Root = '$RUN/containerd/runc'

[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ['$(tool_dir cni)']
conf_dir = '$RUN/cni/conf'
CONFIG
  jq -n --arg name "$NETNS" --arg range "$POD_RANGE" --arg folder "$RUN/cni/addresses" '
    {cniVersion: "1.0.0", name: $name, plugins: [
      {type: "bridge", bridge: "cni0", isGateway: true, hairpinMode: true,
       ipam: {type: "host-local", ranges: [[{subnet: $range}]], dataDir: $folder, routes: [{dst: "0.0.0.0/0"}]}},
      {type: "portmap", backend: "nftables", capabilities: {portMappings: true}}]}' >"$RUN/cni/conf/10-node.conflist"
  # containerd finds the shim beside itself.
  launch_inside containerd env PATH="$(tool_dir containerd):$NODE_PATH" \
    "$(tool_dir containerd)/containerd" --config "$RUN/containerd/config.toml"
}

start_kubelet() {
  mkdir -p "$RUN/log/pods" "$RUN/volume-plugins"
  # Pods get the cluster's DNS and nothing of the machine's.
  : >"$RUN/resolv.conf"
  kubeconfig "$RUN/kubelet.kubeconfig" "https://$NODE_IP:6443" kubelet
  cat >"$RUN/kubelet.yaml" <<CONFIG
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: $PKI/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: $PKI/kubelet.crt
tlsPrivateKeyFile: $PKI/kubelet.key
containerRuntimeEndpoint: unix://$RUN/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$CGROUP
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
# The machine is shared: its disk and memory say nothing about this cluster.
evictionHard: {}
imageGCHighThresholdPercent: 100
enforceNodeAllocatable: []
clusterDNS: [$DNS_IP]
clusterDomain: cluster.local
resolvConf: $RUN/resolv.conf
podLogsDir: $RUN/log/pods
volumePluginDir: $RUN/volume-plugins
serializeImagePulls: false
shutdownGracePeriod: 0s
CONFIG
  launch_inside kubelet "$(tool_dir kubernetes)/kubelet" --config="$RUN/kubelet.yaml" \
    --kubeconfig="$RUN/kubelet.kubeconfig" --hostname-override="$NODE" --node-ip="$NODE_IP" \
    --root-dir="$RUN/kubelet" --cert-dir="$RUN/kubelet/pki"
}

start_proxy() {
  kubeconfig "$RUN/proxy.kubeconfig" "https://$NODE_IP:6443" proxy
  # conntrack's size is the machine's and not ours to set.
  cat >"$RUN/proxy.yaml" <<CONFIG
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: $POD_RANGE
hostnameOverride: $NODE
oomScoreAdj: 0
clientConnection: {kubeconfig: $RUN/proxy.kubeconfig}
conntrack: {maxPerCore: 0}
CONFIG
  launch_inside proxy "$(tool_dir kubernetes)/kube-proxy" --config="$RUN/proxy.yaml"
}
