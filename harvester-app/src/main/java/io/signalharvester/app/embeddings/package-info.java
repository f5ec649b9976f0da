/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Vectors of texts: the models that make them, the cache and the table that keep them, and the
 * centroids of topics. What is concluded from vectors lives with the feature that concludes it.
 */
@NullMarked
package io.signalharvester.app.embeddings;

import org.jspecify.annotations.NullMarked;
