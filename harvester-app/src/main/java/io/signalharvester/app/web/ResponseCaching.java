/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Puts a cache before the handlers of endpoints that have a cache class. */
@FunctionalInterface
public interface ResponseCaching {

  /**
   * Returns what answers the endpoint from now on.
   *
   * @param endpoint the endpoint
   * @param type its cache class
   */
  HandlerFunction<ServerResponse> before(Endpoint endpoint, CacheClass type);

  /** Returns the caching that caches nothing. */
  static ResponseCaching none() {
    return (endpoint, type) -> endpoint.handler();
  }
}
