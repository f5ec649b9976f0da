/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** What this process is: its version, the schema that it needs, what it does. */
@NullMarked
package io.signalharvester.app.info;

import org.jspecify.annotations.NullMarked;
