/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Pipelines: stages in order, one run at a time, and the counters that a run leaves. */
@NullMarked
package io.signalharvester.app.pipeline;

import org.jspecify.annotations.NullMarked;
