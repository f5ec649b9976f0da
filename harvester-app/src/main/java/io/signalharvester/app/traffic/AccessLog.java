/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import io.signalharvester.app.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each request, at INFO; for probes at DEBUG. It holds the template of the path, never
 * the path or a parameter, which can hold what people wrote.
 */
final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger("harvest.access");

  void write(
      Request request, String requestId, String actor, @Nullable ErrorCode code, boolean probe) {
    long millis = Math.round(request.seconds() * 1000);
    LoggingEventBuilder line =
        LOG.atLevel(probe ? Level.DEBUG : Level.INFO)
            .addKeyValue("request_id", requestId)
            .addKeyValue("actor", actor)
            .addKeyValue("route", request.route())
            .addKeyValue("status", request.status())
            .addKeyValue("duration_ms", millis);
    if (code != null) {
      line = line.addKeyValue("error_code", code.name());
    }
    line.log("{} {}: {} in {} ms", request.method(), request.route(), request.status(), millis);
  }
}
