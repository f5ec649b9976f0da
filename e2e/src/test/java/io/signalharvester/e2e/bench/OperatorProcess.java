/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import io.signalharvester.api.v1alpha1.ApiServer;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.images.Images;
import io.signalharvester.e2e.local.FreePort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as a process of this machine, with the limits that its pod has. */
final class OperatorProcess implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofMinutes(2);
  // What the image's JVM makes of the chart's limit of 384 MiB: 60 % at most, 1/64 to begin with.
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx230m", "-Xms6m");

  private final Process process;
  private final double secondsToReady;

  /** Where it is built, where it may write, and which API server it talks to. */
  record Setting(Path root, Path work, ApiServer server) {}

  private OperatorProcess(Process process, double secondsToReady) {
    this.process = process;
    this.secondsToReady = secondsToReady;
  }

  /** Starts one and waits until it leads and its caches are filled. */
  static OperatorProcess start(Setting setting) throws IOException {
    Path kubeconfig = setting.work().resolve("kubeconfig");
    Files.writeString(kubeconfig, setting.server().kubeconfig());
    int port = FreePort.find();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(JVM);
    command.addAll(Images.OPERATOR_FLAGS);
    // The test server's keys are of this kind, and a kubeconfig cannot say so.
    command.add(
        "-Dkubernetes.certs.client.key.algo=" + setting.server().config().getClientKeyAlgo());
    command.add("-jar");
    command.add(setting.root().resolve("operator/target/operator.jar").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "OPERATOR_NAMESPACE", "default",
                "OPERATOR_POSTGRES_IMAGE", "postgres:18",
                "OPERATOR_REDIS_IMAGE", "redis:7",
                "OPERATOR_HEALTH_PORT", Integer.toString(port)));
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(setting.work().resolve("operator.log").toFile()));
    long begun = System.nanoTime();
    Process process = builder.start();
    while (!ready(port)) {
      if (!process.isAlive() || System.nanoTime() - begun > DEADLINE.toNanos()) {
        process.destroyForcibly();
        throw new Failure(
            "The operator is not ready: read " + setting.work().resolve("operator.log") + ".");
      }
    }
    return new OperatorProcess(process, (System.nanoTime() - begun) / 1e9);
  }

  double secondsToReady() {
    return secondsToReady;
  }

  /** Memory that is in use now, as the kernel counts it. */
  double mebibytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / 1024.0;
    }
  }

  private static boolean ready(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/readyz").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      pause();
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The measurement was interrupted: run it again.");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
