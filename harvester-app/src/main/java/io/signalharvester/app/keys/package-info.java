/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** API keys: who calls, and whether the key is good. */
@NullMarked
package io.signalharvester.app.keys;

import org.jspecify.annotations.NullMarked;
