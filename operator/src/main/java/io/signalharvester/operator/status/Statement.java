/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

/**
 * What is said about one part of an installation.
 *
 * @param holds the part is as it should be
 * @param stalled it is not, and only a person can change that
 * @param reason one word
 * @param message one sentence; when stalled, it says what to do
 */
public record Statement(boolean holds, boolean stalled, Reason reason, String message) {

  /** The part is as it should be. */
  public static Statement yes(Reason reason, String message) {
    return new Statement(true, false, reason, message);
  }

  /** The part is not as it should be, and work is under way. */
  public static Statement no(Reason reason, String message) {
    return new Statement(false, false, reason, message);
  }

  /** The part is not as it should be, and will not be without a person. */
  public static Statement stalled(Reason reason, String message) {
    return new Statement(false, true, reason, message);
  }
}
