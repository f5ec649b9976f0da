/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** A program in the place of the workload that fails as versions of programs do. */
@NullMarked
package io.signalharvester.e2e.faulty;

import org.jspecify.annotations.NullMarked;
