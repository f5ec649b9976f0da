/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;

/**
 * The place in a list after which the next page starts.
 *
 * @param sort name and direction of the order, such as {@code rankKey:desc}
 * @param key values of the sort columns of the last row that was read
 * @param filter first 8 hexadecimal digits of the hash of the filter
 * @param expiresAt epoch second from which the cursor is refused
 */
public record Cursor(String sort, List<Number> key, String filter, long expiresAt) {}
