# Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared between the files
# Keys and certificates of one cluster, made anew at each start. RSA, because fabric8's client takes every key in
# PKCS#8 form for RSA.

# certificate NAME SUBJECT [SUBJECT-ALTERNATIVE-NAMES]: signed by the cluster's authority, or by the front proxy's.
certificate() {
  local name=$1 subject=$2 names=${3:-} ca=${4:-ca}
  {
    echo '[req]'
    echo 'distinguished_name = none'
    echo '[none]'
    echo '[leaf]'
    echo 'basicConstraints = critical, CA:false'
    echo 'keyUsage = critical, digitalSignature, keyEncipherment'
    echo 'extendedKeyUsage = serverAuth, clientAuth'
    [ -z "$names" ] || echo "subjectAltName = $names"
  } >"$PKI/$name.cnf"
  openssl req -x509 -config "$PKI/$name.cnf" -extensions leaf -newkey rsa:2048 -nodes -sha256 -days 365 \
    -CA "$PKI/$ca.crt" -CAkey "$PKI/$ca.key" -subj "$subject" -keyout "$PKI/$name.key" -out "$PKI/$name.crt" \
    2>>"$RUN/log/openssl.log"
}

authority() {
  printf '[req]\ndistinguished_name = none\n[none]\n[ca]\nbasicConstraints = critical, CA:true\n%s\n%s\n' \
    'keyUsage = critical, keyCertSign, cRLSign, digitalSignature' 'subjectKeyIdentifier = hash' >"$PKI/$1.cnf"
  openssl req -x509 -config "$PKI/$1.cnf" -extensions ca -newkey rsa:2048 -nodes -sha256 -days 365 \
    -subj "/CN=$NAME-$1" -keyout "$PKI/$1.key" -out "$PKI/$1.crt" 2>>"$RUN/log/openssl.log"
}

make_pki() {
  local jobs=() job
  PKI="$RUN/pki"
  mkdir -p "$PKI"
  authority ca & jobs+=($!)
  authority front-ca & jobs+=($!)
  { openssl genrsa -out "$PKI/sa.key" 2048 && openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub"; } \
    2>>"$RUN/log/openssl.log" & jobs+=($!)
  for job in "${jobs[@]}"; do wait "$job" || die "openssl failed; see $RUN/log/openssl.log"; done
  jobs=()
  certificate apiserver /CN=kube-apiserver "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$NODE_IP,IP:10.96.0.1" & jobs+=($!)
  certificate kubelet "/O=system:nodes/CN=system:node:$NODE" "DNS:$NODE,IP:$NODE_IP" & jobs+=($!)
  certificate front-proxy /CN=front-proxy "" front-ca & jobs+=($!)
  certificate admin "/O=system:masters/CN=admin" & jobs+=($!)
  certificate apiserver-kubelet "/O=system:masters/CN=kube-apiserver-kubelet" & jobs+=($!)
  certificate controller-manager /CN=system:kube-controller-manager & jobs+=($!)
  certificate scheduler /CN=system:kube-scheduler & jobs+=($!)
  certificate proxy /CN=system:kube-proxy & jobs+=($!)
  certificate coredns /CN=harvest:coredns & jobs+=($!)
  certificate traefik /CN=harvest:traefik & jobs+=($!)
  for job in "${jobs[@]}"; do wait "$job" || die "openssl failed; see $RUN/log/openssl.log"; done
}

# kubeconfig FILE SERVER CERTIFICATE
kubeconfig() {
  (umask 077 && cat >"$1") <<KUBECONFIG
apiVersion: v1
kind: Config
current-context: $NAME
contexts:
- name: $NAME
  context: {cluster: $NAME, user: $3}
clusters:
- name: $NAME
  cluster:
    server: $2
    certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")
users:
- name: $3
  user:
    client-certificate-data: $(base64 -w0 "$PKI/$3.crt")
    client-key-data: $(base64 -w0 "$PKI/$3.key")
KUBECONFIG
}
