/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** What NetworkPolicies mean, played on paper, and what those of an installation let through. */
@NullMarked
package io.signalharvester.operator.network;

import org.jspecify.annotations.NullMarked;
