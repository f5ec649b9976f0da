/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Pure conditions, reasons and status of the resource. */
@NullMarked
package io.signalharvester.operator.status;

import org.jspecify.annotations.NullMarked;
