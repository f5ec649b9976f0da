/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

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
import io.signalharvester.app.pipeline.PipelineReport;
import io.signalharvester.app.pipeline.RelationshipStage;
import io.signalharvester.app.pipeline.ScoreStage;
import io.signalharvester.app.pipeline.Stage;
import io.signalharvester.app.relationships.RelationshipDetector;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.scoring.DiscoveryScoreV2;
import io.signalharvester.app.scoring.ScoreWeights;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scores what is stored by runs of the pipeline with the one stage that scores, and tells the
 * artifacts a second. What scores are computed from is made before by the stages that make it.
 */
final class ScoreRounds implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Settings settings;
  private final JsonMapper json = JsonMapper.shared();
  private final Clock clock;
  private final Scheduler computing =
      Schedulers.newBoundedElastic(
          Runtime.getRuntime().availableProcessors(), 10_000, "bench-work");

  ScoreRounds(Settings settings, Instant now) {
    this.settings = settings;
    this.clock = Clock.fixed(now, ZoneOffset.UTC);
  }

  /** Gives the artifacts topics, vectors and relationships, and tells how many. */
  String prepare() {
    try (Postgres postgres = open();
        RedisLink redis = new RedisLink(settings.redis())) {
      DatabaseClient database = postgres.client();
      TransactionalOperator transaction = postgres.transaction();
      EmbeddingCache cache = new EmbeddingCache(redis);
      TextEmbedder embedder = TextEmbedder.of(settings.embeddings());
      PipelineReport report =
          report(
              postgres,
              List.of(
                  new ClassifyStage(new Classifying(database, transaction, json, computing)),
                  new EmbedStage(
                      cache,
                      new ArtifactEmbeddings(
                          new EmbeddingStore(database),
                          new TextVectors(embedder, cache, computing),
                          clock),
                      new TopicCentroids(new TopicVectorStore(database), embedder.model(), clock)),
                  new RelationshipStage(
                      new RelationshipDetector(database, transaction, json, computing))));
      return "to be scored: " + report.counters() + "; milliseconds " + report.stages();
    }
  }

  /** Scores all that is due. */
  double run(int number) {
    try (Postgres postgres = open()) {
      Stage stage =
          new ScoreStage(
              new DiscoveryScoreV2(ScoreWeights.DEFAULT),
              postgres.client(),
              postgres.transaction(),
              json,
              clock,
              computing);
      long start = System.nanoTime();
      PipelineReport report = report(postgres, List.of(stage));
      long nanos = System.nanoTime() - start;
      if (!Long.valueOf(number).equals(report.counters().get("scored"))) {
        throw new IllegalStateException(
            "of " + number + " artifacts not all were scored: " + report);
      }
      return number * 1e9 / nanos;
    }
  }

  private Postgres open() {
    return Postgres.open(settings.database(), "bench-score", StoreRounds.CONNECTIONS);
  }

  private PipelineReport report(Postgres postgres, List<Stage> stages) {
    PipelineReport report =
        Objects.requireNonNull(
            new DiscoveryPipeline(
                    postgres.client(),
                    postgres.transaction(),
                    new SchemaReader(postgres.client()),
                    stages,
                    json,
                    Clock.systemUTC())
                .run()
                .block(DEADLINE));
    if (report.status() != PipelineReport.Status.COMPLETED) {
      throw new IllegalStateException("the pipeline did not go through: " + report);
    }
    return report;
  }

  @Override
  public void close() {
    computing.dispose();
  }
}
