/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The HTTP process: which parts it is made of, how it starts and how it ends. */
@NullMarked
package io.signalharvester.app.serve;

import org.jspecify.annotations.NullMarked;
