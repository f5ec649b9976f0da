/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.r2dbc.spi.R2dbcException;
import io.signalharvester.app.store.SqlState;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what an error of a run says about the database, by the class of its SQLSTATE. */
public final class DatabaseFault {

  // PostgreSQL, appendix A: 08 connection, 28 login, 3D no such database, 53 resources, 57 ended by
  // the server.
  private static final Set<String> OF_THE_SERVER = Set.of("08", "28", "3D", "53", "57");

  private DatabaseFault() {}

  /** The database cannot be used at all, whatever is asked of it. */
  public static boolean isAway(Throwable error) {
    String stateClass = stateClass(error);
    return causes(error).anyMatch(IOException.class::isInstance)
        || (causes(error).anyMatch(R2dbcException.class::isInstance)
            && (stateClass.isEmpty() || OF_THE_SERVER.contains(stateClass)));
  }

  /** One sentence for the report of a run that could not go on. */
  public static String sentence(Throwable error) {
    String stateClass = stateClass(error);
    return isAway(error)
        ? "PostgreSQL cannot be used: check that it runs, that DATABASE_URL is right and that the"
            + " login is good."
        : "The run stopped at an error that it does not know (%s%s): see the log; what was stored before stays."
            .formatted(
                error.getClass().getSimpleName(),
                stateClass.isEmpty() ? "" : ", SQLSTATE class " + stateClass);
  }

  private static String stateClass(Throwable error) {
    String state = SqlState.of(error);
    return state.isEmpty() ? "" : state.substring(0, 2);
  }

  private static Stream<Throwable> causes(@Nullable Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }
}
