/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import java.util.List;

/** What a serving process does. */
public enum Role {
  /** Answers requests. */
  API(List.of(ApiConfiguration.class)),
  /** Works in the background: takes up runs that are queued or that nobody goes on with. */
  WORKER(List.of(WorkerConfiguration.class)),
  /** Both. */
  ALL(List.of(ApiConfiguration.class, WorkerConfiguration.class));

  private final List<Class<?>> parts;

  Role(List<Class<?>> parts) {
    this.parts = parts;
  }

  Class<?>[] parts() {
    return parts.toArray(Class<?>[]::new);
  }
}
