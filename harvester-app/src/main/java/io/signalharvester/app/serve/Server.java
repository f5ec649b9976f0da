/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.telemetry.Logs;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * The running HTTP process. It starts whether or not its stores answer, and says by its health what
 * is missing.
 */
public final class Server implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private Server(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts to listen.
   *
   * @param settings what to serve with
   * @param ports where to listen
   * @param role what it does
   * @param clock the present
   */
  public static Server start(Settings settings, Ports ports, Role role, Clock clock) {
    SpringApplication application = new SpringApplication(role.parts());
    application.setWebApplicationType(
        role == Role.WORKER ? WebApplicationType.NONE : WebApplicationType.REACTIVE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setEnvironment(environment(settings, ports));
    application.addInitializers(created -> {
      var beans = created.getBeanFactory();
      beans.registerSingleton("settings", settings);
      beans.registerSingleton("ports", ports);
      beans.registerSingleton("clock", clock);
    });
    return new Server(application.run());
  }

  /** Returns the port of the API. */
  public int publicPort() {
    return Integer.parseInt(
        Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
  }

  /** Returns the port of the probes. */
  public int managementPort() {
    return context.getBean(ManagementServer.class).port();
  }

  /** Stops taking requests, lets running ones end (25 s at most), then closes everything. */
  @Override
  public void close() {
    context.close();
  }

  private static StandardEnvironment environment(Settings settings, Ports ports) {
    Map<String, Object> properties = new HashMap<>(Logs.properties(settings.logs()));
    properties.put("server.address", ports.host());
    properties.put("server.port", ports.publicPort());
    properties.put("server.shutdown", "graceful");
    properties.put("server.max-http-request-header-size", "16KB");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", "25s");
    properties.put("spring.main.lazy-initialization", false);
    properties.put("spring.web.resources.add-mappings", false);
    properties.put("spring.jmx.enabled", false);
    StandardEnvironment environment = new StandardEnvironment();
    MutablePropertySources sources = environment.getPropertySources();
    // Kubernetes puts variables such as SERVER_PORT=tcp://... into pods beside a service of that
    // name.
    sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    sources.addFirst(new MapPropertySource("harvest", properties));
    return environment;
  }
}
