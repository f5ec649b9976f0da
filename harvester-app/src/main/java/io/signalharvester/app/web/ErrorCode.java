/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.Locale;

/** What can go wrong with a request, as clients see it. */
public enum ErrorCode {
  /** The request cannot be read. */
  MALFORMED_REQUEST(400, "The request cannot be read"),
  /** The cursor is not one of ours, belongs to another list, or is too old. */
  INVALID_CURSOR(400, "The cursor is not valid"),
  /** A parameter cannot be served, though each of them alone is well written. */
  INVALID_PARAMETER(400, "The parameters cannot be served"),
  /** The key does not look like a key. */
  INVALID_API_KEY_FORMAT(400, "The API key has no valid form"),
  /** No key, or an unknown one. */
  UNAUTHORIZED(401, "A valid API key is needed"),
  /** Not allowed. */
  FORBIDDEN(403, "This is not allowed"),
  /** Nothing is there. */
  RESOURCE_NOT_FOUND(404, "There is nothing here"),
  /** The path exists, the method does not. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  /** No representation that the client accepts. */
  NOT_ACCEPTABLE(406, "No acceptable representation exists"),
  /** The body is too large. */
  PAYLOAD_TOO_LARGE(413, "The body is too large"),
  /** The body's type is not understood. */
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
  /** A parameter or field breaks its rule. */
  VALIDATION_FAILED(422, "A parameter is not valid"),
  /** A defect of this program. */
  INTERNAL_ERROR(500, "Something went wrong"),
  /** A store is away or the process is ending. */
  SERVICE_UNAVAILABLE(503, "The service is not available at the moment"),
  /** A store was too slow. */
  TIMEOUT(504, "The answer took too long");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  String type() {
    return "urn:harvest:error:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
