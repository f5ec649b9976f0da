/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.EndpointRoutes;
import io.signalharvester.app.web.ProblemHandler;
import io.signalharvester.app.web.RequestIdFilter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Probes, metrics and windows on a port of their own. It opens before the public port and closes
 * after it, so that a process that is ending can still say so.
 */
public final class ManagementServer implements SmartLifecycle {

  private static final Duration BIND = Duration.ofSeconds(10);

  private final HttpServer server;
  private @Nullable DisposableServer running;

  ManagementServer(
      Ports ports,
      List<Endpoint> endpoints,
      RequestIdFilter requestIds,
      ProblemHandler problems,
      LoopResources loops) {
    HandlerStrategies strategies =
        // Empty first: the default handler of 404 would answer before ours, without a body.
        HandlerStrategies.empty()
            .codecs(codecs -> codecs.registerDefaults(true))
            .webFilter(requestIds)
            .exceptionHandler(problems)
            .build();
    HttpHandler handler =
        RouterFunctions.toHttpHandler(EndpointRoutes.ofPublic(endpoints), strategies);
    server =
        HttpServer.create()
            .runOn(loops)
            .host(ports.host())
            .port(ports.managementPort())
            .handle(new ReactorHttpHandlerAdapter(handler));
  }

  @Override
  public void start() {
    running = server.bindNow(BIND);
  }

  @Override
  public void stop() {
    if (running != null) {
      running.disposeNow(Duration.ofSeconds(3));
      running = null;
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  @Override
  public int getPhase() {
    // Lower than the phases of the public server: started earlier, stopped later. The event loops
    // have phase 0.
    return 1;
  }

  int port() {
    if (running == null) {
      throw new IllegalStateException("the management server does not run");
    }
    return running.port();
  }
}
