/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

/**
 * Something that keeps an installation from being what is asked for, beside the ordinary progress.
 *
 * @param stalled true when only a person can end it; false when the operator tries again
 * @param reason one word
 * @param message one sentence that says what to do
 */
public record Blocker(boolean stalled, Reason reason, String message) {}
