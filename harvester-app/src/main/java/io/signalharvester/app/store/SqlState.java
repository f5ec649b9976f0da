/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.r2dbc.spi.R2dbcException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads PostgreSQL's error code out of an error that other layers have wrapped. */
public final class SqlState {

  // PostgreSQL, appendix A: 22 data exception, 23 integrity violation.
  private static final Set<String> OF_THE_ROW = Set.of("22", "23");

  private SqlState() {}

  /** Returns the five characters, or an empty text when the error does not come from PostgreSQL. */
  public static String of(Throwable error) {
    return causes(error)
        .filter(R2dbcException.class::isInstance)
        .map(cause -> String.valueOf(((R2dbcException) cause).getSqlState()))
        .filter(state -> state.length() == 5)
        .findFirst()
        .orElse("");
  }

  /** Returns whether the database refuses what one row says, so that another row may be fine. */
  public static boolean refusesTheRow(Throwable error) {
    String state = of(error);
    return !state.isEmpty() && OF_THE_ROW.contains(state.substring(0, 2));
  }

  private static Stream<Throwable> causes(@Nullable Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }
}
