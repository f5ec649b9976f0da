/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The types of the {@code signalharvester.io/v1alpha1} API and nothing else: fields, bounds,
 * defaults and validation rules. The custom resource definition is generated from here.
 */
@NullMarked
package io.signalharvester.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
