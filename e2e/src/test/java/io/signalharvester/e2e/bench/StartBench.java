/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.bench.BenchResult.Bar;
import io.signalharvester.e2e.cluster.ApiPod;
import io.signalharvester.e2e.images.ImageSet;
import io.signalharvester.e2e.images.Images;
import io.signalharvester.e2e.provision.Cluster;
import io.signalharvester.e2e.provision.Demo;
import io.signalharvester.e2e.provision.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * From the start of the JVM of an API pod to its readiness, and its memory after the first request,
 * with the AOT cache and without it, in turn. The pods are made from the template of the demo's own
 * API pods; they serve nobody.
 */
final class StartBench implements Bench.Measurement {

  private static final int ROUNDS = 5;
  private static final Duration POD = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ObjectMapper json = new ObjectMapper();

  /** One start: seconds to readiness, MiB resident. */
  private record Start(double seconds, double mebibytes) {}

  @Override
  public BenchResult measure(Path root, Consumer<String> progress) throws IOException {
    ImageSet images = Images.build(root, progress);
    Cluster cluster = Cluster.forTests(root);
    cluster.up();
    try (KubernetesClient client = cluster.client();
        Demo demo = new Demo(cluster, progress)) {
      new Installation(root, cluster, progress).install(images);
      demo.apply(images);
      demo.awaitReady();
      Map<String, List<Start>> starts = new TreeMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (String mode : List.of("on", "off")) {
          Start start = start(client, mode, demo.apiKey());
          progress.accept("AOT " + mode + ": " + start);
          starts.computeIfAbsent(mode, ignored -> new ArrayList<>()).add(start);
        }
      }
      return result(starts, images, client);
    } finally {
      cluster.down();
    }
  }

  private static BenchResult result(
      Map<String, List<Start>> starts, ImageSet images, KubernetesClient client) {
    Map<String, Spread> figures = new TreeMap<>();
    starts.forEach((mode, all) -> {
      figures.put("ready, AOT " + mode, new Spread("s", all.stream().map(Start::seconds).toList()));
      figures.put(
          "resident, AOT " + mode, new Spread("MiB", all.stream().map(Start::mebibytes).toList()));
    });
    return new BenchResult(
        "start",
        Instant.now(),
        Machine.here(),
        Map.of(
            "app",
            images.app().reference(),
            "kubernetes",
            client.getKubernetesVersion().getGitVersion()),
        0,
        figures,
        List.of(
            Bar.atMost(
                "start to ready with AOT cache", figures.get("ready, AOT on").median(), 3, "s")));
  }

  private Start start(KubernetesClient client, String mode, String apiKey) throws IOException {
    try (ApiPod pod = ApiPod.create(client, "-XX:AOTMode=" + mode)) {
      double ready = awaitReady(client, pod);
      ask(pod, apiKey);
      double started = processStart(client, pod);
      return new Start(ready - started, resident(client, pod.now()));
    }
  }

  /** Returns the epoch second, with fractions, of the first good answer. */
  private static double awaitReady(KubernetesClient client, ApiPod pod) {
    String probe = pod.managementPath("/health/startup");
    long end = System.nanoTime() + POD.toNanos();
    while (System.nanoTime() < end) {
      try {
        client.raw(probe);
        return System.currentTimeMillis() / 1000.0;
      } catch (KubernetesClientException e) {
        // Nobody listens yet, or it says that it is not ready.
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("The measurement was interrupted.", e);
      }
    }
    throw new Failure(
        "A pod was not ready after " + POD.toSeconds() + " s; it logged:\n" + pod.log());
  }

  private static double processStart(KubernetesClient client, ApiPod pod) {
    return client
        .raw(pod.managementPath("/metrics/prometheus"))
        .lines()
        .filter(line -> line.startsWith("process_start_time_seconds"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void ask(ApiPod pod, String apiKey) throws IOException {
    try (LocalPortForward forward = pod.forward(8000)) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + forward.getLocalPort()
                          + "/api/v1/discoveries?minScore=0"))
              .header("X-API-Key", apiKey)
              .timeout(Duration.ofSeconds(10))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Failure("The pod answered " + answer.statusCode() + ": " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The measurement was interrupted.", e);
    }
  }

  /** What the kubelet counts as resident of the container; it counts about every ten seconds. */
  private double resident(KubernetesClient client, Pod pod) throws IOException {
    String node = client.resource(pod).get().getSpec().getNodeName();
    long end = System.nanoTime() + POD.toNanos();
    while (System.nanoTime() < end) {
      JsonNode summary =
          json.readTree(client.raw("/api/v1/nodes/" + node + "/proxy/stats/summary"));
      for (JsonNode each : summary.path("pods")) {
        if (each.path("podRef").path("name").asText().equals(pod.getMetadata().getName())) {
          for (JsonNode container : each.path("containers")) {
            JsonNode rss = container.path("memory").path("rssBytes");
            if (container.path("name").asText().equals(ApiPod.CONTAINER) && rss.isNumber()) {
              return rss.asDouble() / (1 << 20);
            }
          }
        }
      }
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("The measurement was interrupted.", e);
      }
    }
    throw new Failure("The kubelet told no memory of " + pod.getMetadata().getName() + ".");
  }
}
