/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * A server that speaks the wire formats of the sources on the internet, with invented content; it
 * needs only the JDK.
 */
@NullMarked
package io.signalharvester.e2e.sources;

import org.jspecify.annotations.NullMarked;
