/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.telemetry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import io.signalharvester.app.config.LogFormat;
import io.signalharvester.app.config.LogSettings;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Sets up logging. The server logs to stdout; commands keep stdout for data and log to stderr. */
public final class Logs {

  /** Name of this program in log lines. */
  static final String SERVICE = "signal-harvester";

  private Logs() {}

  /**
   * Returns the logging properties of Spring Boot for these settings.
   *
   * @param settings form and level
   */
  public static Map<String, Object> properties(LogSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("logging.level.root", settings.level().name());
    properties.put("spring.application.name", SERVICE);
    properties.put(JsonLines.ENVIRONMENT, settings.environment());
    if (settings.format() == LogFormat.JSON) {
      properties.put("logging.structured.format.console", JsonLines.class.getName());
    }
    return properties;
  }

  /**
   * Sets up logging of a process without a Spring context, to stderr.
   *
   * @param settings form and level
   */
  public static void toStderr(LogSettings settings) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("harvest", properties(settings)));
    LoggingSystem system = LoggingSystem.get(Logs.class.getClassLoader());
    system.beforeInitialize();
    new LoggingSystemProperties(environment).apply();
    system.initialize(new LoggingInitializationContext(environment), null, null);
    system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.valueOf(settings.level().name()));
    moveConsoleToStderr();
  }

  /** Silences everything below errors until the settings are known. */
  public static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(ch.qos.logback.classic.Level.ERROR);
    }
  }

  private static void moveConsoleToStderr() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Iterator<Appender<ILoggingEvent>> appenders =
          context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
      while (appenders.hasNext()) {
        if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
          console.stop();
          console.setTarget("System.err");
          console.start();
        }
      }
    }
  }
}
