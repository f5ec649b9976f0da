/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Background work: who takes it up, and what is told of it. */
@NullMarked
package io.signalharvester.app.jobs;

import org.jspecify.annotations.NullMarked;
