/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vectors by key in the memory of this process; when it is full, the oldest tenth goes. */
final class VectorMemory {

  private final int most;
  private final Map<String, float[]> vectors = new LinkedHashMap<>();

  VectorMemory(int most) {
    this.most = most;
  }

  synchronized float @Nullable [] get(String key) {
    return vectors.get(key);
  }

  synchronized void put(String key, float[] vector) {
    if (vectors.size() >= most && !vectors.containsKey(key)) {
      Iterator<String> oldest = vectors.keySet().iterator();
      for (int i = 0; i < Math.max(1, most / 10); i++) {
        oldest.next();
        oldest.remove();
      }
    }
    vectors.put(key, vector);
  }

  synchronized int size() {
    return vectors.size();
  }
}
