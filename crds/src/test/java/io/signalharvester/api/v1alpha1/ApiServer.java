/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real API server with etcd and no controllers, for tests of server-side apply, schema and CEL.
 * Its programs are those of the bare cluster provider, which builds them when they are missing.
 */
public final class ApiServer implements AutoCloseable {

  private static final String VERSION = "1.36.3";
  private static final Duration BUILD_DEADLINE = Duration.ofMinutes(45);

  private final KubeAPIServer server;
  private final Path programs;

  private ApiServer(KubeAPIServer server, Path programs) {
    this.server = server;
    this.programs = programs;
  }

  /**
   * Starts one; skips the calling test with the reason where none can be had, unless {@code
   * CI=true} asks for the real thing.
   */
  public static ApiServer start() {
    Path programs;
    try {
      programs = programs();
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      System.err.println("NOT TESTED on a real API server: " + e.getMessage());
      Assumptions.abort(e.getMessage());
      throw new IllegalStateException(e);
    }
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(programs.toString())
                .withOfflineMode(true)
                .withApiServerVersion(VERSION)
                .build());
    server.start();
    return new ApiServer(server, programs);
  }

  /** How to reach the server, as its administrator. */
  public Config config() {
    Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
    // A refusal is what many tests wait for: asking again would only be slow.
    config.setRequestRetryBackoffLimit(0);
    return config;
  }

  /** The same for a process, as the text of a kubeconfig file. */
  public String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** A new client, to be closed by the caller. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(config()).build();
  }

  /** Installs the generated definition of the resource and waits until it is served. */
  public void installCrd() {
    try (KubernetesClient client = client()) {
      CustomResourceDefinition crd = GeneratedCrd.definition();
      client.resource(crd).serverSideApply();
      awaitServed(client, crd);
    }
  }

  /** Installs the Gateway API definitions that the bare cluster has. */
  public void installGatewayApi() throws IOException {
    try (KubernetesClient client = client();
        InputStream file = Files.newInputStream(programs.resolve("gateway-api.yaml"))) {
      client.load(file).items().stream()
          .filter(CustomResourceDefinition.class::isInstance)
          .map(CustomResourceDefinition.class::cast)
          .forEach(crd -> {
            client.resource(crd).serverSideApply();
            awaitServed(client, crd);
          });
    }
  }

  /** A definition is Established some moments before its first list is answered. */
  private static void awaitServed(KubernetesClient client, CustomResourceDefinition crd) {
    String path =
        "/apis/%s/%s/%s"
            .formatted(
                crd.getSpec().getGroup(),
                crd.getSpec().getVersions().getFirst().getName(),
                crd.getSpec().getNames().getPlural());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> client.raw(path) != null);
  }

  private static Path programs() throws IOException {
    Process process =
        new ProcessBuilder(
                GeneratedFile.root().resolve("e2e/cluster/cluster").toString(),
                "programs",
                "apiserver")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().readAllLines();
    try {
      if (!process.waitFor(BUILD_DEADLINE.toMinutes(), TimeUnit.MINUTES)) {
        process.destroy();
        throw new IOException("building the API server took more than " + BUILD_DEADLINE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the API server was built", e);
    }
    if (process.exitValue() != 0 || lines.isEmpty()) {
      throw new IOException(
          "the programs of the API server cannot be had; e2e/cluster/cluster says why above");
    }
    return Path.of(lines.getLast());
  }

  @Override
  public void close() {
    server.stop();
  }
}
