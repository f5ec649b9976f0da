/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what an error of a run says about the database, by the class of its SQLSTATE. */
final class DatabaseFault {

  // PostgreSQL, appendix A: 22 data exception, 23 integrity violation.
  private static final Set<String> OF_THE_ITEM = Set.of("22", "23");

  // 08 connection, 28 login, 3D no such database, 53 resources, 57 ended by the server.
  private static final Set<String> OF_THE_SERVER = Set.of("08", "28", "3D", "53", "57");

  private DatabaseFault() {}

  /** The database refuses this one row; the next may be fine. */
  static boolean refusesTheItem(Throwable error) {
    return OF_THE_ITEM.contains(stateClass(error));
  }

  /** One sentence for the report of a run that could not go on. */
  static String sentence(Throwable error) {
    String stateClass = stateClass(error);
    boolean away =
        causes(error).anyMatch(IOException.class::isInstance)
            || (causes(error).anyMatch(R2dbcException.class::isInstance)
                && (stateClass.isEmpty() || OF_THE_SERVER.contains(stateClass)));
    return away
        ? "PostgreSQL cannot be used: check that it runs, that DATABASE_URL is right and that the"
            + " login is good."
        : "The run stopped at an error that it does not know (%s%s): see the log; what was stored before stays."
            .formatted(
                error.getClass().getSimpleName(),
                stateClass.isEmpty() ? "" : ", SQLSTATE class " + stateClass);
  }

  private static String stateClass(Throwable error) {
    return causes(error)
        .filter(R2dbcException.class::isInstance)
        .map(cause -> ((R2dbcException) cause).getSqlState())
        .filter(state -> state != null && state.length() == 5)
        .map(state -> state.substring(0, 2))
        .findFirst()
        .orElse("");
  }

  private static Stream<Throwable> causes(@Nullable Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }
}
