/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

/**
 * Images of the stores when a resource names none.
 *
 * @param postgres PostgreSQL, 15 or newer
 * @param redis Redis, 7 or newer
 */
public record DefaultImages(String postgres, String redis) {}
