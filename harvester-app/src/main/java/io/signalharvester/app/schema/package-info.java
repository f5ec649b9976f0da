/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The database schema: migrations, the levels that an image needs and that a database offers. */
@NullMarked
package io.signalharvester.app.schema;

import org.jspecify.annotations.NullMarked;
