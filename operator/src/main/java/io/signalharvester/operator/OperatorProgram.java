/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.signalharvester.operator.apply.Announcer;
import io.signalharvester.operator.apply.Applier;
import io.signalharvester.operator.config.OperatorConfig;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.observe.Observer;
import io.signalharvester.operator.plan.Planner;
import io.signalharvester.operator.probe.Prober;
import io.signalharvester.operator.reconcile.SignalHarvesterReconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The operator, wired and not yet started. */
public final class OperatorProgram {

  private static final int CONCURRENCY = 16;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);
  // A safety net: should an event ever be lost, a resource is looked at again after this time.
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);
  private static final double BACKOFF = 2.0;

  private OperatorProgram() {}

  /** The operator for a configuration; with a lease when there may be a second one. */
  public static Operator of(
      OperatorConfig config, KubernetesClient client, Clock clock, boolean lease) {
    Operator operator =
        new Operator(overrider -> {
          overrider
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .checkingCRDAndValidateLocalModel(false)
              .withStopOnInformerErrorDuringStartup(true)
              .withExecutorService(
                  Executors.newFixedThreadPool(
                      CONCURRENCY, Thread.ofVirtual().name("reconcile-", 0).factory()));
          if (lease) {
            overrider.withLeaderElectionConfiguration(
                LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Labels.OPERATOR)
                    .withLeaseNamespace(config.namespace())
                    .build());
          }
        });
    SignalHarvesterReconciler reconciler =
        new SignalHarvesterReconciler(
            new Observer(
                client.supports(HTTPRoute.class),
                (namespace, name) ->
                    Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())),
            new Prober(),
            new Planner(config.images(), config.namespace()),
            new Applier(),
            new Announcer(client),
            clock);
    operator.register(
        reconciler,
        overrider -> {
          if (config.watched().isEmpty()) {
            overrider.watchingAllNamespaces();
          } else {
            overrider.settingNamespaces(config.watched());
          }
          overrider
              .withReconciliationMaxInterval(LONGEST_SILENCE)
              .withRetry(
                  new GenericRetry()
                      .withoutMaxAttempts()
                      .setInitialInterval(FIRST_RETRY)
                      .setIntervalMultiplier(BACKOFF)
                      .setMaxInterval(LAST_RETRY.toMillis()));
        });
    return operator;
  }
}
