/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import java.util.List;

/** The images that an installation with sample data needs. */
public record ImageSet(
    Image app, Image operator, Image postgres, Image redis, Image sampleSources) {

  /** All of them, the largest first. */
  public List<Image> all() {
    return List.of(app, operator, postgres, redis, sampleSources);
  }
}
