/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import org.springframework.web.reactive.function.server.ServerRequest;

/** Decides whether a request may reach an endpoint that is not public. */
@FunctionalInterface
public interface Gate {

  /** Attribute of the request that names who calls, once the gate let it pass; never a secret. */
  String ACTOR = Gate.class.getName() + ".actor";

  /**
   * Lets the request pass, or ends it.
   *
   * @throws ProblemException when it may not pass
   */
  void check(ServerRequest request);
}
