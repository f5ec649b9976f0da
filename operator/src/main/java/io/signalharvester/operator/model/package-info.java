/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Pure builders of the child objects: resource in, Kubernetes object out. */
@NullMarked
package io.signalharvester.operator.model;

import org.jspecify.annotations.NullMarked;
