/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;
import java.util.Map;

/**
 * Ends a request with a problem document. Its texts are meant for the client and hold nothing
 * internal.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<FieldError> errors;
  private final transient Map<String, String> headers;

  /**
   * Creates a problem.
   *
   * @param code what went wrong
   * @param detail one sentence for the client
   */
  public ProblemException(ErrorCode code, String detail) {
    this(code, detail, List.of(), Map.of());
  }

  ProblemException(
      ErrorCode code, String detail, List<FieldError> errors, Map<String, String> headers) {
    // A client's mistake needs no stack trace, and making one costs more than answering.
    super(detail, null, false, false);
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }

  /** Returns what went wrong. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the parameters that break their rule. */
  public List<FieldError> errors() {
    return errors;
  }

  Map<String, String> headers() {
    return headers;
  }

  /**
   * One parameter that breaks its rule.
   *
   * @param field name as the client wrote it
   * @param code kind of breach
   * @param message the rule
   */
  public record FieldError(String field, String code, String message) {

    private static final int MOST_SHOWN = 40;

    /** Says what the value is and what it must be; a long value is cut. */
    static FieldError of(String field, String code, String value, String rule) {
      String shown = value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "...";
      return new FieldError(field, code, "is '" + shown + "', but " + rule);
    }
  }
}
