/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the API server made of our own writes. It fills in defaults and rewrites values
 * also inside of lists that are compared as a whole, for example in what a user adds to a pod. Such
 * an object never equals what was applied; without this it would be written in every pass.
 *
 * <p>It only spares writes: after a restart an object of this kind is applied once more, which
 * changes nothing.
 */
final class OwnWrites {

  private static final int MOST = 10_000;

  private record Write(int desired, long generation) {}

  private final Map<String, Write> writes =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Write> eldest) {
              return size() > MOST;
            }
          });

  void remember(HasMetadata desired, HasMetadata written) {
    if (written.getMetadata().getGeneration() != null) {
      writes.put(
          written.getMetadata().getUid(),
          new Write(digest(desired), written.getMetadata().getGeneration()));
    }
  }

  /** Nobody changed the spec since the same was applied, and the metadata is as it should be. */
  boolean stillHolds(HasMetadata desired, HasMetadata actual) {
    Write write = writes.get(actual.getMetadata().getUid());
    return write != null
        && Objects.equals(actual.getMetadata().getGeneration(), write.generation)
        && contains(actual.getMetadata().getLabels(), desired.getMetadata().getLabels())
        && contains(actual.getMetadata().getAnnotations(), desired.getMetadata().getAnnotations())
        && actual
            .getMetadata()
            .getOwnerReferences()
            .containsAll(desired.getMetadata().getOwnerReferences())
        && digest(desired) == write.desired;
  }

  private static boolean contains(
      @Nullable Map<String, String> actual, @Nullable Map<String, String> desired) {
    return desired == null
        || desired.isEmpty()
        || (actual != null && actual.entrySet().containsAll(desired.entrySet()));
  }

  private static int digest(HasMetadata desired) {
    return Serialization.asJson(desired).hashCode();
  }
}
