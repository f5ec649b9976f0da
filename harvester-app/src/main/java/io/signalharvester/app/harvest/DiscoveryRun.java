/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.harvest;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.artifacts.StoredArtifacts;
import io.signalharvester.app.cache.CacheEvent;
import io.signalharvester.app.cache.CacheGenerations;
import io.signalharvester.app.classify.Classifying;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.embeddings.ArtifactEmbeddings;
import io.signalharvester.app.embeddings.EmbeddingCache;
import io.signalharvester.app.embeddings.EmbeddingStore;
import io.signalharvester.app.embeddings.TextEmbedder;
import io.signalharvester.app.embeddings.TextVectors;
import io.signalharvester.app.embeddings.TopicCentroids;
import io.signalharvester.app.embeddings.TopicVectorStore;
import io.signalharvester.app.pipeline.ClassifyStage;
import io.signalharvester.app.pipeline.DiscoveryPipeline;
import io.signalharvester.app.pipeline.EmbedStage;
import io.signalharvester.app.pipeline.FetchStage;
import io.signalharvester.app.pipeline.PipelineReport;
import io.signalharvester.app.pipeline.RelationshipStage;
import io.signalharvester.app.pipeline.RunTakeover;
import io.signalharvester.app.pipeline.ScoreStage;
import io.signalharvester.app.pipeline.Stage;
import io.signalharvester.app.pipeline.TopicStatsStage;
import io.signalharvester.app.relationships.RelationshipDetector;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.scoring.DiscoveryScoreV2;
import io.signalharvester.app.sources.BudgetMirror;
import io.signalharvester.app.sources.SourceStates;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.topics.TopicDailyStats;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** One run of the discovery pipeline: opens what it needs, runs it, and closes everything. */
public final class DiscoveryRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryRun.class);

  /** Statements of a run are larger than those of a request. */
  private static final int CONNECTIONS = 4;

  private final Settings settings;
  private final Clock clock;
  private final RunScope scope;
  private final RedisLink redis;
  private final Postgres postgres;

  // Not the scheduler of event loops' kind: the first text of a run reads the model's files.
  private final Scheduler computing =
      Schedulers.newBoundedElastic(
          Runtime.getRuntime().availableProcessors(), 10_000, "harvest-work");

  /**
   * Opens what a run needs.
   *
   * @param settings what to read and where to store it
   * @param clock the present
   */
  public DiscoveryRun(Settings settings, Clock clock) {
    this(settings, clock, RunScope.ALL);
  }

  /**
   * Opens what a part of a run needs.
   *
   * @param settings what to read and where to store it
   * @param clock the present
   * @param scope the part
   */
  public DiscoveryRun(Settings settings, Clock clock, RunScope scope) {
    this.settings = settings;
    this.clock = clock;
    this.scope = scope;
    this.redis = new RedisLink(settings.redis());
    this.postgres =
        Postgres.open(
            settings.database(),
            "harvest-pipeline",
            Math.min(CONNECTIONS, settings.database().poolSize()));
  }

  /** Runs it to its end; a failure is a report too, not an error. */
  public PipelineReport report() {
    PipelineReport report = Objects.requireNonNull(pipeline().run().block());
    if (report.status() != PipelineReport.Status.BUSY) {
      // A run that failed can have stored something too.
      forgetReplies();
    }
    return report;
  }

  /**
   * Goes on with a run that is queued or that nobody works on.
   *
   * @param takeover finds it
   * @param stop completes when the process is told to end
   * @return its report; empty when there was none, or when it was told to stop
   */
  public Optional<PipelineReport> takeUp(RunTakeover takeover, Mono<Void> stop) {
    Optional<PipelineReport> report = pipeline().takeUp(takeover, stop).blockOptional();
    // A run that was stopped has stored something too.
    forgetReplies();
    return report;
  }

  private DiscoveryPipeline pipeline() {
    DatabaseClient database = postgres.client();
    TransactionalOperator transaction = postgres.transaction();
    JsonMapper json = JsonMapper.shared();
    return new DiscoveryPipeline(
        database,
        transaction,
        new SchemaReader(database),
        stages(database, transaction, json),
        json,
        clock);
  }

  private List<Stage> stages(
      DatabaseClient database, TransactionalOperator transaction, JsonMapper json) {
    SourceFeeds feeds =
        SourceFeeds.of(settings, redis, new StoredArtifacts(database), clock, computing)
            .within(scope);
    return scope.of(
        List.of(
            new FetchStage(
                feeds.enabled(),
                feeds.disabled(),
                new ArtifactStore(database, transaction, json),
                new SourceStates(database),
                new BudgetMirror(database, clock),
                clock),
            new ClassifyStage(new Classifying(database, transaction, json, computing)),
            embedding(database),
            new RelationshipStage(new RelationshipDetector(database, transaction, json, computing)),
            new ScoreStage(
                new DiscoveryScoreV2(settings.scoring().weights()),
                database,
                transaction,
                json,
                clock,
                computing),
            new TopicStatsStage(new TopicDailyStats(database, clock))));
  }

  private Stage embedding(DatabaseClient database) {
    EmbeddingCache cache = new EmbeddingCache(redis);
    TextEmbedder embedder = TextEmbedder.of(settings.embeddings());
    return new EmbedStage(
        cache,
        new ArtifactEmbeddings(
            new EmbeddingStore(database), new TextVectors(embedder, cache, computing), clock),
        new TopicCentroids(new TopicVectorStore(database), embedder.model(), clock));
  }

  private void forgetReplies() {
    try (RedisLink link =
        new RedisLink(
            settings.redis(), CacheGenerations.DATABASE, CommandLatencyRecorder.disabled())) {
      CacheGenerations generations = new CacheGenerations(link, clock);
      Flux.just(CacheEvent.FETCH, CacheEvent.RELATIONSHIP_DETECTION, CacheEvent.SCORE)
          .concatMap(generations::raise)
          .onErrorResume(error -> {
            LOG.warn(
                "Redis cannot be used, so cached replies stay until their time is over: {}",
                error.toString());
            return Mono.empty();
          })
          .blockLast();
    }
  }

  @Override
  public void close() {
    redis.close();
    postgres.close();
    computing.dispose();
  }
}
