/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.ApiServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator and an autoscaler write the same Deployment, and a real API server keeps score. */
class ScalingOnApiServerTest {

  private static ApiServer server;
  private static KubernetesClient user;

  private RunningOperator operator;

  @BeforeAll
  static void startServer() throws IOException {
    server = ApiServer.start();
    server.installCrd();
    server.installGatewayApi();
    user = server.client();
  }

  @AfterAll
  static void stopServer() {
    if (user != null) {
      user.close();
      server.close();
    }
  }

  @BeforeEach
  void startOperator() {
    operator = new RunningOperator(server, user);
  }

  @AfterEach
  void stopOperator() {
    operator.close();
  }

  @Test
  void theNumberThatAnAutoscalerWritesStaysUntilAutoscalingEnds() {
    operator.install("api: {autoscaling: {minReplicas: 3}}");
    String name = operator.api();
    assertThat(replicas(name)).isEqualTo(3);
    operator.assertThatAPassCostsNoCall();

    scale(name, 6);
    operator.assertThatAPassCostsNoCall();
    assertThat(replicas(name)).isEqualTo(6);

    operator.install("api: {autoscaling: {minReplicas: 4, maxReplicas: 20}}");
    operator.assertThatAPassCostsNoCall();
    assertThat(operator.api()).isEqualTo(name);
    assertThat(replicas(name)).isEqualTo(6);

    operator.install("api: {replicas: 2}");
    operator.assertThatAPassCostsNoCall();
    assertThat(replicas(name)).isEqualTo(2);
    assertThat(autoscalers()).isZero();

    operator.install("api: {replicas: 2, autoscaling: {}}");
    operator.assertThatAPassCostsNoCall();
    assertThat(replicas(name)).as("not set back to 1").isEqualTo(2);
    assertThat(autoscalers()).isOne();
  }

  @Test
  void aBehaviourIsWrittenAsTheServerStoresIt() {
    operator.install(
        """
        api:
          autoscaling:
            minReplicas: 1
            maxReplicas: 3
            behavior:
              scaleDown: {selectPolicy: Disabled}
              scaleUp:
                stabilizationWindowSeconds: 0
                policies: [{type: Pods, value: 1, periodSeconds: 15}]
        """);
    operator.assertThatAPassCostsNoCall();
  }

  private int replicas(String name) {
    return operator.deployment(name).getSpec().getReplicas();
  }

  private int autoscalers() {
    return user.autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(operator.namespace())
        .list()
        .getItems()
        .size();
  }

  /** Does what the controller of HorizontalPodAutoscalers does. */
  private void scale(String name, int replicas) {
    String path =
        "/apis/apps/v1/namespaces/%s/deployments/%s/scale".formatted(operator.namespace(), name);
    Scale scale = Serialization.unmarshal(user.raw(path), Scale.class);
    scale.getSpec().setReplicas(replicas);
    user.raw(path + "?fieldManager=kube-controller-manager", "PUT", scale);
  }
}
