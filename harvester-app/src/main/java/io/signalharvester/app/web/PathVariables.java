/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import io.signalharvester.app.web.ProblemException.FieldError;
import java.util.List;
import java.util.Map;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Reads the variables of a path. One that breaks its rule is VALIDATION_FAILED (422), as a
 * parameter of the query is: the path exists, but cannot name anything.
 */
public final class PathVariables {

  private static final String ID_RULE = "must be a whole number from 1 to " + Long.MAX_VALUE;

  private PathVariables() {}

  /**
   * Returns an id.
   *
   * @throws ProblemException VALIDATION_FAILED when it is not a whole number of at least 1
   */
  public static long id(ServerRequest request, String name) {
    String text = request.pathVariable(name);
    if (text.matches("[0-9]{1,19}")) {
      try {
        long id = Long.parseLong(text);
        if (id > 0) {
          return id;
        }
      } catch (NumberFormatException e) {
        // Nineteen digits can be too much; refused below like every other wrong form.
      }
    }
    throw refused(name, "out_of_range", text, ID_RULE);
  }

  /**
   * Returns a decoded text.
   *
   * @param most greatest number of characters
   * @throws ProblemException VALIDATION_FAILED when it is empty, too long or holds control
   *     characters
   */
  public static String text(ServerRequest request, String name, int most) {
    String text = request.pathVariable(name);
    if (!TextRule.holds(text, most)) {
      throw refused(name, "invalid_text", text, TextRule.sentence(most));
    }
    return text;
  }

  private static ProblemException refused(String field, String code, String value, String rule) {
    return new ProblemException(
        ErrorCode.VALIDATION_FAILED,
        "Correct the parameters that are named in errors.",
        List.of(FieldError.of(field, code, value, rule)),
        Map.of());
  }
}
