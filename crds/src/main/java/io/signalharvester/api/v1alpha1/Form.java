/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

/** Forms that strings of several fields have; bounded, because rules compute with them. */
final class Form {

  /** A time such as {@code 90s}, {@code 10m} or {@code 1h30m}. */
  static final String DURATION = "^([0-9]{1,4}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?$";

  /** Longest text of a duration. */
  static final int DURATION_LENGTH = 18;

  private static final String ITEM =
      "(\\*|[0-9]{1,2}(-[0-9]{1,2})?|[A-Z]{3}(-[A-Z]{3})?)(/[0-9]{1,2})?";

  /** A cron expression with five fields. */
  static final String CRON = "^" + ITEM + "(," + ITEM + ")*( " + ITEM + "(," + ITEM + ")*){4}$";

  /** A name of the IANA time zone database. */
  static final String TIME_ZONE = "^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*){0,2}$";

  /** A share from 0 to 1 as a decimal string. */
  static final String SHARE = "^(0(\\.[0-9]{1,6})?|1(\\.0{1,6})?)$";

  /** A ratio from 1 to 999 as a decimal string. */
  static final String RATIO = "^[1-9][0-9]{0,2}(\\.[0-9]{1,6})?$";

  /** Longest text of a share or a ratio. */
  static final int DECIMAL_LENGTH = 10;

  /** An address that begins with http:// or https://. */
  static final String URL = "^https?://[^\\s/]+(/\\S*)?$";

  /** A name that may become part of another object's name. */
  static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  private Form() {}
}
