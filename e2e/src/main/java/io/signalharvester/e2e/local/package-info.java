/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The app and its stores as processes of this machine, without a cluster. */
@NullMarked
package io.signalharvester.e2e.local;

import org.jspecify.annotations.NullMarked;
