/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** How artifacts refer to each other: references in their texts, and the edges made of them. */
@NullMarked
package io.signalharvester.app.relationships;

import org.jspecify.annotations.NullMarked;
