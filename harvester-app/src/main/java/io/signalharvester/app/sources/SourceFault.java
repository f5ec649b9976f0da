/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Thrown when a source could not be read; the kind says what to do about it. */
public final class SourceFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final boolean passing;
  private final transient @Nullable Duration retryAfter;

  /** What went wrong; also the label of metrics. */
  public enum Kind {
    /** The source wants other credentials. */
    AUTH,
    /** The source wants fewer calls. */
    RATE_LIMITED,
    /** No answer in time. */
    TIMEOUT,
    /** No connection. */
    NETWORK,
    /** The source failed. */
    SERVER,
    /** The answer makes no sense. */
    BAD_RESPONSE;

    /** Returns the name as it stands in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Creates a fault that another try will not cure.
   *
   * @param kind what went wrong
   * @param message one sentence, without secrets
   */
  public SourceFault(Kind kind, String message) {
    this(kind, message, false, null, null);
  }

  SourceFault(
      Kind kind,
      String message,
      boolean passing,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.passing = passing;
    this.retryAfter = retryAfter;
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether another try may succeed. */
  boolean passing() {
    return passing;
  }

  /** Returns how long the source asked to wait, if it did. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
