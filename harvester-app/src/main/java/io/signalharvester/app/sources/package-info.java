/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** What all sources share: client contract, faults, retries, and the state of each stream. */
@NullMarked
package io.signalharvester.app.sources;

import org.jspecify.annotations.NullMarked;
