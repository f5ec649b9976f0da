/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Topics: the fixed taxonomy, the links of artifacts to it, what a topic got day by day, and how
 * clients read that.
 */
@NullMarked
package io.signalharvester.app.topics;

import org.jspecify.annotations.NullMarked;
