/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.signalharvester.operator.config.OperatorConfig;
import io.signalharvester.operator.health.HealthServer;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator. */
public final class Main {

  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int BAD_USAGE = 2;

  private Main() {}

  /**
   * {@code java -jar operator.jar} runs the operator, {@code java -jar operator.jar version} prints
   * its version. Exit codes: 1 when it cannot start, 2 when it was called or set up wrongly.
   */
  public static void main(String[] arguments) {
    if (arguments.length == 1 && "version".equals(arguments[0])) {
      System.out.println(version());
      return;
    }
    if (arguments.length > 0) {
      System.err.printf(
          "'%s' is not a command: give none to run the operator, or 'version'%n",
          String.join(" ", arguments));
      System.exit(BAD_USAGE);
    }
    try {
      run(OperatorConfig.of(System.getenv()));
    } catch (OperatorConfig.Invalid e) {
      System.err.println(e.getMessage());
      System.exit(BAD_USAGE);
    } catch (IOException | RuntimeException e) {
      log.error("the operator cannot start: {}", e.getMessage(), e);
      System.exit(1);
    }
  }

  private static void run(OperatorConfig config) throws IOException {
    KubernetesClient client = new KubernetesClientBuilder().build();
    Operator operator = OperatorProgram.of(config, client, Clock.systemUTC(), true);
    HealthServer.start(
        config.healthPort(),
        // Informers reconnect by themselves: a restart would only make an outage of the API longer.
        () -> true,
        () -> operator.getRuntimeInfo().isStarted());
    operator.start();
    log.info(
        "operator {} watches {}",
        version(),
        config.watched().isEmpty() ? "all namespaces" : config.watched());
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
