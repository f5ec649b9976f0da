/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What every HTTP reply shares: problem details, request ids, security headers, parameters,
 * cursors.
 */
@NullMarked
package io.signalharvester.app.web;

import org.jspecify.annotations.NullMarked;
