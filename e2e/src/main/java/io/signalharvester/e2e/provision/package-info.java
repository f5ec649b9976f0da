/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Gets a cluster, installs the operator into it and runs the product there on sample data. */
@NullMarked
package io.signalharvester.e2e.provision;

import org.jspecify.annotations.NullMarked;
