/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How many calls a source may still get. One call takes one from each of its windows, or none. */
public interface SourceBudget {

  /** The answer to a wish for one call. */
  sealed interface Grant {

    /** The call may be made, and is counted. */
    record Granted() implements Grant {}

    /**
     * The call must not be made yet, and is not counted.
     *
     * @param after when it is worth asking again
     * @param bySource whether the source itself asked to be left alone
     */
    record Refused(Duration after, boolean bySource) implements Grant {}
  }

  /** Returns the name of the source. */
  String source();

  /** Takes one call, if there is one; never an error. */
  Mono<Grant> take();

  /** Refuses everything for that long, because the source asked for it; never an error. */
  Mono<Void> close(Duration duration);

  /**
   * Returns what is known of the windows since the last call; a window without a call is absent.
   */
  List<BudgetUse> uses();

  /**
   * Returns a sentence for the report when the budget could not be shared with other replicas, else
   * null.
   */
  @Nullable String trouble();
}
