/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.pipeline.PipelineReport.SourceCount;
import io.signalharvester.app.sources.BudgetMirror;
import io.signalharvester.app.sources.SourceBudget;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceState;
import io.signalharvester.app.sources.SourceStates;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Fetches from each source in turn and stores what it gives; a source that fails is left out. */
public final class FetchStage implements Stage {

  private final List<Feed> feeds;
  private final List<String> disabled;
  private final ArtifactStore artifacts;
  private final SourceStates states;
  private final BudgetMirror mirror;
  private final Clock clock;

  /**
   * A source, how far back it is read, and its budget.
   *
   * @param client the source
   * @param lookBack how old an item of a stream may be that was never read before
   * @param budget the budget that its calls take from
   */
  public record Feed(SourceClient client, Duration lookBack, SourceBudget budget) {}

  /**
   * Creates the stage.
   *
   * @param feeds the enabled sources
   * @param disabled names of the sources that the settings switch off
   * @param artifacts stores items
   * @param states keeps how each stream fared
   * @param mirror copies the budgets into the database
   * @param clock the present
   */
  public FetchStage(
      List<Feed> feeds,
      List<String> disabled,
      ArtifactStore artifacts,
      SourceStates states,
      BudgetMirror mirror,
      Clock clock) {
    this.feeds = List.copyOf(feeds);
    this.disabled = List.copyOf(disabled);
    this.artifacts = artifacts;
    this.states = states;
    this.mirror = mirror;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "fetch";
  }

  @Override
  public Mono<Void> run(Tally tally) {
    return Mono.defer(() -> {
      for (String source : disabled) {
        tally.source(source, new SourceCount(0, 0, 0, SourceState.DISABLED.label(), null));
      }
      return Flux.fromIterable(feeds)
          .concatMap(
              feed -> new SourceFetch(feed, artifacts, states, mirror, clock, tally).run(), 1)
          .then();
    });
  }
}
