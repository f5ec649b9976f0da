/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** What the operator is told by its environment, checked once at the start. */
@NullMarked
package io.signalharvester.operator.config;

import org.jspecify.annotations.NullMarked;
