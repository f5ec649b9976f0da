/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.serve.Ports;
import io.signalharvester.app.serve.Role;
import io.signalharvester.app.serve.Server;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import reactor.netty.ChannelBindException;

/** Answers HTTP requests until it is told to end. */
@Command(
    name = "serve",
    aliases = {"api", "harvest-api"},
    description =
        "Answers HTTP requests until SIGTERM. It starts without its stores and becomes ready when they answer.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Option(
      names = "--role",
      defaultValue = "all",
      description =
          "api, worker or all: answers requests, works in the background, or both (${DEFAULT-VALUE}).")
  private Role role = Role.ALL;

  @Option(
      names = "--host",
      defaultValue = "0.0.0.0",
      description = "Address to listen on (${DEFAULT-VALUE}).")
  private String host = "0.0.0.0";

  @Option(
      names = "--port",
      defaultValue = "8000",
      description = "Port of the API, 0 for any free one (${DEFAULT-VALUE}).")
  private int port = 8000;

  @Option(
      names = "--management-port",
      defaultValue = "8001",
      description = "Port of the probes, 0 for any free one (${DEFAULT-VALUE}).")
  private int managementPort = 8001;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings =
        Settings.load(
            role == Role.WORKER ? Settings.Mode.WORK : Settings.Mode.SERVE, top.environment());
    try {
      Server.start(settings, new Ports(host, port, managementPort), role, Clock.systemUTC());
    } catch (RuntimeException e) {
      if (isPortTaken(e)) {
        throw new Failure(
            ExitCode.FAILED,
            "Port %d or %d on %s cannot be opened: free it or choose others with --port and --management-port."
                .formatted(port, managementPort, host));
      }
      throw e;
    }
    // The server's threads are daemons; the shutdown hook ends the process.
    Thread.currentThread().join();
    return ExitCode.OK.number();
  }

  private static boolean isPortTaken(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause -> cause instanceof PortInUseException || cause instanceof ChannelBindException);
  }
}
