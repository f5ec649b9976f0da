/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.images.ImageSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A small installation that harvests the sample sources and can be asked for discoveries. */
public final class Demo implements AutoCloseable {

  /** Where it lives. */
  public static final String NAMESPACE = "harvest-demo";

  /** The name of the resource. */
  public static final String NAME = "demo";

  /** The host that its route serves. */
  public static final String HOST = "demo.localhost";

  /** The list that shows all discoveries, whatever their score. */
  public static final String DISCOVERIES = "/api/v1/discoveries?minScore=0&limit=";

  private static final Duration READY = Duration.ofMinutes(5);
  private static final Duration SERVED = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final Gateway gateway;
  private final Consumer<String> progress;

  /** The demo in this cluster, where the operator is installed. */
  public Demo(Cluster cluster, Consumer<String> progress) {
    this.client = cluster.client();
    this.gateway = new Gateway(cluster.gateway(), HOST);
    this.progress = progress;
  }

  /**
   * The whole way: sample sources, resource, Ready, one pipeline run, discoveries over HTTP.
   *
   * @return the report of the run, one line of JSON
   */
  public String run(ImageSet images) {
    progress.accept("starting the sample sources");
    SampleSourcesService.deploy(client, images.sampleSources());
    apply(images);
    awaitReady();
    String report = runPipeline();
    int found = awaitDiscoveries();
    progress.accept("discoveries are served: " + found + " on the first page of 3");
    return report;
  }

  /** Applies the resource, so that a second run changes only what differs. */
  public void apply(ImageSet images) {
    progress.accept("applying the resource " + NAMESPACE + "/" + NAME);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .fieldManager(Manifest.MANAGER)
        .forceConflicts()
        .serverSideApply();
    try {
      client
          .resource(resource(images))
          .fieldManager(Manifest.MANAGER)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      throw new Failure(
          "The cluster refuses the demo resource ("
              + e.getMessage()
              + "): bring demo.yaml and the CRD together.",
          e);
    }
  }

  /** The resource as it is applied. */
  static GenericKubernetesResource resource(ImageSet images) {
    return Serialization.unmarshal(
        Manifest.text("demo.yaml", Map.of("APP_IMAGE", images.app().reference())),
        GenericKubernetesResource.class);
  }

  /** Waits until what serves is what the resource asks for, and says what changes on the way. */
  public void awaitReady() {
    Set<String> said = new LinkedHashSet<>();
    Await.first(
        "condition Ready=True",
        READY,
        () -> current().filter(conditions -> ready(conditions, said)),
        () ->
            "the last conditions are "
                + current().map(c -> c.all().toString()).orElse("none")
                + "; mend what they name and run the same command again.\n"
                + PodReport.of(client, NAMESPACE, Map.of()));
    progress.accept("the demo is Ready");
  }

  /**
   * Runs the discovery pipeline once, out of its schedule, to its end.
   *
   * @return its report, one line of JSON
   */
  public String runPipeline() {
    progress.accept("running the pipeline discovery on the sample data");
    String report = new Pipeline(client, NAMESPACE, Clock.systemUTC()).run(NAME + "-discovery");
    progress.accept("  " + report);
    return report;
  }

  /** The key that the operator made for it. */
  public String apiKey() {
    Secret secret = client.secrets().inNamespace(NAMESPACE).withName(NAME + "-app").get();
    String key =
        secret == null || secret.getData() == null ? null : secret.getData().get("HARVEST_API_KEY");
    if (key == null) {
      throw new Failure(
          "The Secret " + NAME + "-app holds no HARVEST_API_KEY: look at the operator's log.");
    }
    return new String(Base64.getDecoder().decode(key), StandardCharsets.UTF_8);
  }

  /** Asks through the gateway. */
  public Gateway gateway() {
    return gateway;
  }

  @Override
  public void close() {
    gateway.close();
    client.close();
  }

  private int awaitDiscoveries() {
    String key = apiKey();
    return Await.first(
        "list with discoveries",
        SERVED,
        () ->
            Optional.of(gateway.items(gateway.get(DISCOVERIES + 3, key)))
                .filter(items -> items > 0),
        () -> {
          Gateway.Answer answer = gateway.get(DISCOVERIES + 3, key);
          String body = answer.body().substring(0, Math.min(300, answer.body().length()));
          return "the gateway answers "
              + answer.status()
              + " "
              + body
              + "; look at the log of the pods with kubectl -n "
              + NAMESPACE
              + " logs.";
        });
  }

  private boolean ready(Conditions conditions, Set<String> said) {
    for (Conditions.Condition condition : conditions.all()) {
      if (said.add(condition.toString())) {
        progress.accept("  " + condition);
      }
    }
    if (conditions.isTrueNow("Stalled")) {
      throw new Failure(
          "The demo cannot go on: "
              + conditions.now("Stalled").map(Conditions.Condition::message).orElse("")
              + " Mend this and run the same command again.");
    }
    return conditions.isTrueNow("Ready");
  }

  private Optional<Conditions> current() {
    return Optional.ofNullable(
            client
                .genericKubernetesResources("signalharvester.io/v1alpha1", "SignalHarvester")
                .inNamespace(NAMESPACE)
                .withName(NAME)
                .get())
        .map(Conditions::of);
  }
}
