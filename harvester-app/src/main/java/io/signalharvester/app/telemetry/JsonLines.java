/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * One JSON document a line, with the field names of the specification (observability 5). Made by
 * the logging system, by name.
 */
public final class JsonLines implements StructuredLogFormatter<ILoggingEvent> {

  /** Property that names the environment, such as production. */
  static final String ENVIRONMENT = "harvest.environment";

  private final JsonWriter<ILoggingEvent> writer;

  /**
   * Creates the form.
   *
   * @param environment holds the name of the environment
   */
  public JsonLines(Environment environment) {
    String version = Version.current();
    String name = environment.getProperty(ENVIRONMENT, "development");
    String host = hostname();
    long pid = ProcessHandle.current().pid();
    writer =
        JsonWriter.<ILoggingEvent>of(
                members -> {
                  members.add("timestamp", ILoggingEvent::getInstant);
                  members.add("level", event -> event.getLevel().toString());
                  members.add("logger", ILoggingEvent::getLoggerName);
                  members.add("message", ILoggingEvent::getFormattedMessage);
                  members.add("service", Logs.SERVICE);
                  members.add("version", version);
                  members.add("environment", name);
                  members.add("hostname", host);
                  members.add("pid", pid);
                  members.add("thread", ILoggingEvent::getThreadName);
                  members
                      .from(ILoggingEvent::getKeyValuePairs)
                      .whenNotEmpty()
                      .usingExtractedPairs(
                          (pairs, each) -> pairs.forEach(each),
                          (KeyValuePair pair) -> pair.key,
                          (KeyValuePair pair) -> pair.value);
                  members
                      .add("exception", ILoggingEvent::getThrowableProxy)
                      .whenNotNull()
                      .as(ThrowableProxyUtil::asString);
                })
            .withNewLineAtEnd();
  }

  @Override
  public String format(ILoggingEvent event) {
    return writer.writeToString(event);
  }

  private static String hostname() {
    // In a pod the variable is the pod's name; asking the resolver could wait.
    String name = System.getenv("HOSTNAME");
    try {
      return name == null || name.isBlank() ? InetAddress.getLocalHost().getHostName() : name;
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
