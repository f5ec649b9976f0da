/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that a Secret has to have, or may have.
 *
 * @param rule what its value must be, as the end of "must be ..."
 * @param pattern the same for the machine, over the whole value
 */
public record SecretKey(String name, boolean required, String rule, Pattern pattern) {

  private static final Pattern ANY = Pattern.compile("(?s).*");

  static SecretKey required(String name, String rule, String pattern) {
    return new SecretKey(name, true, rule, Pattern.compile(pattern));
  }

  static SecretKey anything(String name) {
    return new SecretKey(name, true, "any text", ANY);
  }

  /** A key that asks for something that the workload cannot do yet. */
  static SecretKey refused(String name, String pattern, String instead) {
    return new SecretKey(name, false, instead, Pattern.compile(pattern));
  }

  /** The value keeps the rule; an absent one does when the key is not required. */
  public boolean accepts(@Nullable String value) {
    return value == null ? !required : pattern.matcher(value).matches();
  }
}
