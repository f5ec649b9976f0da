/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.event;

/**
 * One event of a resource.
 *
 * @param reason one word
 * @param warning something a person should know of; else a note of what was done
 * @param note one sentence, at most 1,000 characters
 * @param key names the change itself, so that announcing it again makes no second event
 */
public record Announcement(String reason, boolean warning, String note, String key) {

  private static final int LONGEST = 1000;

  public Announcement {
    note = note.length() <= LONGEST ? note : note.substring(0, LONGEST - 3) + "...";
  }
}
