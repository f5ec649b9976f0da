/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.Operator;
import io.signalharvester.operator.config.OperatorConfig;
import io.signalharvester.operator.model.DefaultImages;
import java.time.Clock;
import java.util.Set;

/** The whole operator, at work on a real API server until it is closed. */
final class LiveOperator implements AutoCloseable {

  private final KubernetesClient client;
  private final Operator operator;

  private LiveOperator(KubernetesClient client, Operator operator) {
    this.client = client;
    this.operator = operator;
  }

  /**
   * Starts one.
   *
   * @param login whose rights it has
   * @param watched namespaces that it watches; empty for all
   * @param onCalls is told of every call
   */
  static LiveOperator start(Config login, Set<String> watched, Clock clock, Interceptor onCalls) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(login)
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("calls", onCalls))
            .build();
    Operator operator =
        OperatorProgram.of(
            new OperatorConfig(
                "operators", watched, new DefaultImages("postgres:18", "redis:7"), 8080),
            client,
            clock,
            // A lease that is given back ends the program, and here the test with it.
            false);
    operator.start();
    return new LiveOperator(client, operator);
  }

  @Override
  public void close() {
    operator.stop();
    client.close();
  }
}
