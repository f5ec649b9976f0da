# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared between the files
# The node's own network namespace. Both ends of its one link lie inside, so the machine's interfaces, routes and
# rules are not touched, and any number of clusters use the same addresses beside each other.

NODE_IP=10.250.0.1
POD_RANGE=10.244.0.0/16
SERVICE_RANGE=10.96.0.0/16
DNS_IP=10.96.0.10

inside() { nsenter --net="/run/netns/$NETNS" "$@"; }

make_network() {
  ip netns add "$NETNS"
  inside ip link set lo up
  inside ip link add node0 type veth peer name node1
  inside ip address add "$NODE_IP/24" dev node0
  inside ip link set node0 up
  inside ip link set node1 up
  # The API server refuses to start without a default route; it leads nowhere.
  inside ip route add default dev node0
  inside sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
}

remove_network() {
  [ ! -e "/run/netns/$NETNS" ] || ip netns delete "$NETNS" 2>/dev/null || rm -f "/run/netns/$NETNS"
}

netns_pids() {
  [ -e "/run/netns/$NETNS" ] || return 0
  # Not this program itself and its caller, when somebody stops a cluster from inside.
  ip netns pids "$NETNS" 2>/dev/null | grep -vxF -e $$ -e $PPID || true
}

# connect NAME PORT TARGET: a port on the machine's loopback to an address inside, by way of a Unix socket. This is
# for people, curl and API clients; load generators run inside (cluster exec).
connect() {
  local socket="$RUN/$1.sock"
  launch_inside "socat-$1-inside" socat -t 1 "UNIX-LISTEN:$socket,fork,backlog=512,unlink-early" "TCP:$3,nodelay"
  launch "socat-$1" socat -t 1 "TCP-LISTEN:$2,bind=127.0.0.1,fork,reuseaddr,backlog=512,nodelay" "UNIX-CONNECT:$socket"
}
