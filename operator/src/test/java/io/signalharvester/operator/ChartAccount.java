/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.chart.Chart;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The ServiceAccount that the chart makes for the operator, with the rights that the chart gives
 * it: what the operator may not do in production it may not do in a test.
 */
final class ChartAccount {

  private static final String RBAC = "rbac.authorization.k8s.io/v1";
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private ChartAccount() {}

  /**
   * How to reach the server as that account.
   *
   * @param namespace namespace of the release; there the operator would run
   * @param watched the only namespace that it watches; none for all of them
   * @param change what is done to the roles before they are installed
   */
  static Config of(
      ApiServer server,
      KubernetesClient admin,
      String namespace,
      @Nullable String watched,
      UnaryOperator<HasMetadata> change) {
    Map<String, String> values = new HashMap<>(Chart.IMAGES);
    if (watched != null) {
      values.put("watchNamespaces[0]", watched);
    }
    List<HasMetadata> rights =
        Chart.render("operator-of-" + namespace, namespace, values).stream()
            .filter(
                object -> object instanceof ServiceAccount || RBAC.equals(object.getApiVersion()))
            .map(change)
            .toList();
    rights.forEach(object -> admin.resource(object).serverSideApply());
    Config config = login(server, admin, namespace, rights);
    awaitInForce(config, watched);
    return config;
  }

  private static Config login(
      ApiServer server, KubernetesClient admin, String namespace, List<HasMetadata> rights) {
    String account =
        rights.stream()
            .filter(ServiceAccount.class::isInstance)
            .findFirst()
            .orElseThrow()
            .getMetadata()
            .getName();
    return new ConfigBuilder(server.config())
        .withAutoConfigure(false)
        .withClientCertFile(null)
        .withClientCertData(null)
        .withClientKeyFile(null)
        .withClientKeyData(null)
        .withOauthToken(
            admin
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest()
                .getStatus()
                .getToken())
        .build();
  }

  /** The server learns of a new role some moments after it was written. */
  private static void awaitInForce(Config config, @Nullable String watched) {
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      await()
          .atMost(DEADLINE)
          .until(() ->
              client
                  .resource(
                      new SelfSubjectAccessReviewBuilder()
                          .withNewSpec()
                          .withNewResourceAttributes()
                          .withNamespace(watched)
                          .withGroup(SignalHarvester.GROUP)
                          .withResource("signalharvesters")
                          .withVerb("list")
                          .endResourceAttributes()
                          .endSpec()
                          .build())
                  .create()
                  .getStatus()
                  .getAllowed());
    }
  }
}
