/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Makes the container images as plain archives, without a container engine and without a registry.
 */
@NullMarked
package io.signalharvester.e2e.images;

import org.jspecify.annotations.NullMarked;
