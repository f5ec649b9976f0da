/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Thrown when a source could not be read; the kind says what to do about it. */
public final class SourceFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final SourceState state;
  private final int status;
  private final boolean passing;
  private final transient @Nullable Duration retryAfter;
  private final transient @Nullable Instant until;

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
    BAD_RESPONSE,
    /** Our own budget for the source is spent. */
    QUOTA,
    /** The source is not to be called. */
    DISABLED;

    /** Returns the name as it stands in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private SourceState state() {
      return switch (this) {
        case RATE_LIMITED, QUOTA -> SourceState.LIMITED;
        case DISABLED -> SourceState.DISABLED;
        case AUTH, TIMEOUT, NETWORK, SERVER, BAD_RESPONSE -> SourceState.ERROR;
      };
    }
  }

  /**
   * Creates a fault that another try will not cure.
   *
   * @param kind what went wrong
   * @param message one sentence, without secrets
   */
  public SourceFault(Kind kind, String message) {
    this(kind, kind.state(), 0, message, false, null, null, null);
  }

  private SourceFault(
      Kind kind,
      SourceState state,
      int status,
      String message,
      boolean passing,
      @Nullable Duration retryAfter,
      @Nullable Instant until,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.state = state;
    this.status = status;
    this.passing = passing;
    this.retryAfter = retryAfter;
    this.until = until;
  }

  /** A fault that another try may cure. */
  public static SourceFault passing(Kind kind, String message) {
    return passing(kind, message, null);
  }

  static SourceFault passing(Kind kind, String message, @Nullable Throwable cause) {
    return new SourceFault(kind, kind.state(), 0, message, true, null, null, cause);
  }

  /** The source cannot be read without a token, and there is none. */
  public static SourceFault noToken(String message) {
    return new SourceFault(Kind.AUTH, SourceState.NO_TOKEN, 0, message, false, null, null, null);
  }

  static SourceFault answered(
      Kind kind, int status, boolean passing, @Nullable Duration retryAfter) {
    return new SourceFault(
        kind,
        kind.state(),
        status,
        "it answered with status " + status,
        passing,
        retryAfter,
        null,
        null);
  }

  static SourceFault limited(Kind kind, String message, Instant until) {
    return new SourceFault(
        kind, kind.state(), 0, message + " until " + until, false, null, until, null);
  }

  static SourceFault circuitOpen() {
    return new SourceFault(
        Kind.SERVER,
        SourceState.CIRCUIT_OPEN,
        0,
        "it failed too often and is left alone for a minute",
        false,
        null,
        null,
        null);
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns how the source stands now. */
  public SourceState state() {
    return state;
  }

  /** Returns the status of the answer, or 0 when the fault is not about a status. */
  public int status() {
    return status;
  }

  /** Returns when the source may be called again, if that is known. */
  public @Nullable Instant until() {
    return until;
  }

  /** Returns whether another try may succeed. */
  boolean passing() {
    return passing;
  }

  /** Returns how long the source asked to wait, if it did. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns whether the fault speaks against the source as a whole. A refusal of one address, of
   * our credentials or of our pace does not: the source works.
   */
  boolean isFailureOfTheSource() {
    return switch (kind) {
      case TIMEOUT, NETWORK, SERVER -> true;
      case BAD_RESPONSE -> status == 0;
      case AUTH, RATE_LIMITED, QUOTA, DISABLED -> false;
    };
  }
}
