/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.api.v1alpha1.ApiServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What users add to pods is rewritten by a real API server, and an operator knows that form. */
class CustomPodsOnApiServerTest {

  private static final String ADDED =
      """
      pod:
        annotations: {example.com/mine: "yes"}
        tolerations: [{key: dedicated, operator: Exists, tolerationSeconds: 30, effect: NoExecute}]
        affinity:
          podAntiAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 50
                podAffinityTerm: {topologyKey: host, labelSelector: {matchLabels: {team: a}}}
        topologySpreadConstraints:
          - maxSkew: 1
            topologyKey: zone
            whenUnsatisfiable: ScheduleAnyway
            labelSelector: {matchLabels: {team: a}}
        securityContext: {runAsUser: 1000, fsGroup: 1000, supplementalGroups: [7]}
        env:
          - {name: EMPTY, value: ""}
          - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
          - {name: CPUS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
          - {name: MIB, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1024Ki}}}
          - {name: TOKEN, valueFrom: {secretKeyRef: {name: tokens, key: token}}}
        envFrom: [{configMapRef: {name: proxies}}]
        volumes:
          - {name: scratch, emptyDir: {sizeLimit: 1024Mi}}
          - {name: authorities, configMap: {name: authorities, items: [{key: a, path: a}]}}
          - name: about
            downwardAPI:
              items:
                - {path: labels, fieldRef: {fieldPath: metadata.labels}}
                - path: cpus
                  resourceFieldRef: {containerName: harvest, resource: limits.cpu}
          - name: identity
            projected:
              sources:
                - serviceAccountToken: {path: token, audience: example.com}
                - configMap: {name: authorities}
                - downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}
          - name: big
            ephemeral:
              volumeClaimTemplate:
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 2048Mi}}
        volumeMounts:
          - {name: authorities, mountPath: /etc/authorities, readOnly: true}
          - {name: identity, mountPath: /etc/identity}
      """;

  @Test
  void aSettledPassCostsNoCallAndARestartWritesNothing() throws IOException {
    try (ApiServer server = ApiServer.start();
        KubernetesClient user = server.client()) {
      server.installCrd();
      server.installGatewayApi();
      try (RunningOperator operator = new RunningOperator(server, user)) {
        operator.install("api:\n" + ADDED.indent(2) + "workers:\n" + ADDED.indent(2));
        assertThat(
                operator.deployment(operator.api()).getSpec().getTemplate().getSpec().getVolumes())
            .as("ours and those that were added")
            .hasSize(7);
        operator.assertThatAPassCostsNoCall();
        operator.assertThatARestartOnlyReads();
      }
    }
  }
}
