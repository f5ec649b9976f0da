/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** What became of requests: metrics, windows for the operator, access lines. */
@NullMarked
package io.signalharvester.app.traffic;

import org.jspecify.annotations.NullMarked;
