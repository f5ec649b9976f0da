/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Stories in which the operator is stopped at a write, on a cluster on paper. */
package io.signalharvester.operator.crash;
