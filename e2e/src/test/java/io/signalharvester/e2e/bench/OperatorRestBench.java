/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.bench.BenchResult.Bar;
import io.signalharvester.e2e.images.Image;
import io.signalharvester.e2e.images.Images;
import io.signalharvester.operator.PlayedControllers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the operator costs while nothing is to be done: its start, its memory, and its calls over a
 * number of settled resources. The operator is a process of its own and the API server is real; the
 * controllers that would run pods are played. {@code -Dresources=N} chooses the number.
 */
final class OperatorRestBench implements Bench.Measurement {

  private static final int STARTS = 5;
  private static final int RESOURCES = Integer.getInteger("resources", 200);
  private static final Duration REST = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofMinutes(15);
  private static final String NAMESPACE = "bench";

  @Override
  public BenchResult measure(Path root, Consumer<String> progress) throws IOException {
    Path work = Files.createDirectories(root.resolve("target/bench/operator-rest"));
    Map<String, Spread> figures = new TreeMap<>();
    List<Image> images = Images.build(root, progress).all();
    try (ApiServer server = ApiServer.start();
        KubernetesClient client = server.client()) {
      server.installCrd();
      server.installGatewayApi();
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .create();
      OperatorProcess.Setting setting = new OperatorProcess.Setting(root, work, server);
      figures.put("start to leader and synced, no resource", starts(setting, progress));
      measure(setting, client, figures, progress);
    }
    images.forEach(image ->
        figures.put(
            "image " + image.reference().replaceAll(".*/|:.*", ""),
            new Spread("MB", List.of(size(image) / 1e6))));
    return new BenchResult(
        "operator-rest",
        Instant.now(),
        Machine.here(),
        Map.of("operator", images.get(1).reference(), "kube-apiserver", "1.36.3"),
        0,
        figures,
        bars(figures));
  }

  private static Spread starts(OperatorProcess.Setting setting, Consumer<String> progress)
      throws IOException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      try (OperatorProcess operator = OperatorProcess.start(setting)) {
        seconds.add(operator.secondsToReady());
        progress.accept("started in %.2f s".formatted(seconds.getLast()));
      }
    }
    return new Spread("s", seconds);
  }

  private static void measure(
      OperatorProcess.Setting setting,
      KubernetesClient client,
      Map<String, Spread> figures,
      Consumer<String> progress)
      throws IOException {
    ApiCalls calls = new ApiCalls(client);
    try (OperatorProcess operator = OperatorProcess.start(setting)) {
      figures.put("resident, no resource", new Spread("MiB", List.of(operator.mebibytes())));
      ApiCalls.Count before = calls.count();
      install(client, progress);
      settle(client, progress);
      ApiCalls.Count installed = calls.count().minus(before);
      // The played controllers write nothing but statuses, and read by lists.
      figures.put(
          "writes from install to Ready, each resource",
          new Spread("calls", List.of((double) installed.operatorWrites() / RESOURCES)));
      progress.accept("all %d are Ready; at rest for %s".formatted(RESOURCES, REST));
      ApiCalls.Count still = calls.count();
      pause(REST);
      ApiCalls.Count rest = calls.count().minus(still);
      figures.put("reads at rest, a minute", new Spread("calls", List.of((double) rest.reads())));
      figures.put("writes at rest, a minute", new Spread("calls", List.of((double) rest.writes())));
      figures.put(
          "resident, %d resources".formatted(RESOURCES),
          new Spread("MiB", List.of(operator.mebibytes())));
    }
    ApiCalls.Count before = calls.count();
    try (OperatorProcess operator = OperatorProcess.start(setting)) {
      figures.put(
          "start to leader and synced, %d resources".formatted(RESOURCES),
          new Spread("s", List.of(operator.secondsToReady())));
      pause(REST);
      ApiCalls.Count restart = calls.count().minus(before);
      figures.put(
          "writes of a restart over %d resources".formatted(RESOURCES),
          new Spread("calls", List.of((double) restart.writes())));
      figures.put(
          "resident after it, %d resources".formatted(RESOURCES),
          new Spread("MiB", List.of(operator.mebibytes())));
    }
  }

  private static List<Bar> bars(Map<String, Spread> figures) {
    return List.of(
        Bar.atMost(
            "start to leader and synced",
            figures.get("start to leader and synced, no resource").median(),
            3,
            "s"),
        Bar.atMost("resident, idle", figures.get("resident, no resource").median(), 160, "MiB"),
        Bar.atMost("image of the operator", figures.get("image operator").median(), 120, "MB"),
        Bar.atMost("calls at rest", figures.get("reads at rest, a minute").median(), 0, "calls"),
        Bar.atMost("writes at rest", figures.get("writes at rest, a minute").median(), 0, "calls"),
        Bar.atMost(
            "writes of a restart",
            figures.get("writes of a restart over %d resources".formatted(RESOURCES)).median(),
            0,
            "calls"));
  }

  private static void install(KubernetesClient client, Consumer<String> progress) {
    for (int i = 0; i < RESOURCES; i++) {
      client.resource(resource("r" + i)).create();
    }
    progress.accept(RESOURCES + " resources are made");
  }

  private static void settle(KubernetesClient client, Consumer<String> progress) {
    long end = System.nanoTime() + SETTLED.toNanos();
    PlayedControllers controllers = new PlayedControllers(client, NAMESPACE);
    long said = -1;
    while (System.nanoTime() < end) {
      controllers.play();
      long ready =
          client.resources(SignalHarvester.class).inNamespace(NAMESPACE).list().getItems().stream()
              .filter(OperatorRestBench::settled)
              .count();
      if (ready == RESOURCES) {
        return;
      }
      if (ready > said + RESOURCES / 10) {
        said = ready;
        progress.accept("%d of %d are Ready".formatted(ready, RESOURCES));
      }
      pause(Duration.ofMillis(500));
    }
    throw new Failure(
        "Not all of %d resources were Ready within %s: choose fewer with -Dresources=N."
            .formatted(RESOURCES, SETTLED));
  }

  private static boolean settled(SignalHarvester resource) {
    return resource.getStatus() != null
        && "Idle".equals(resource.getStatus().state())
        && resource.getStatus().conditions() != null
        && resource.getStatus().conditions().stream()
            .anyMatch(c -> c.type().equals("Ready") && c.status().equals("True"));
  }

  private static SignalHarvester resource(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: signalharvester.io/v1alpha1
        kind: SignalHarvester
        metadata: {name: %s, namespace: %s}
        spec:
          image: app:1
          settings: {sources.arxiv.look-back: 31d}
          exposure:
            hosts: [%s.example.com]
            gateway: {parentRefs: [{name: gateway, namespace: gateway}]}
        """
            .formatted(name, NAMESPACE, name),
        SignalHarvester.class);
  }

  private static long size(Image image) {
    try {
      return Files.size(image.archive());
    } catch (IOException e) {
      throw new Failure("The archive of " + image.reference() + " cannot be read.", e);
    }
  }

  /** The time itself is what is measured here: so many calls in so many seconds of nothing. */
  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The measurement was interrupted: run it again.");
    }
  }
}
