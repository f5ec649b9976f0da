/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The loop: observe, plan, apply. The only place where the three meet. */
@NullMarked
package io.signalharvester.operator.reconcile;

import org.jspecify.annotations.NullMarked;
