/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import io.signalharvester.app.classify.Classifying;
import io.signalharvester.app.config.EmbeddingSettings;
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

  private final DatabaseClient database;
  private final TransactionalOperator transaction;
  private final JsonMapper json = JsonMapper.shared();
  private final EmbeddingCache vectors;
  private final TextEmbedder embedder;
  private final Clock clock;
  private final Scheduler computing =
      Schedulers.newBoundedElastic(
          Runtime.getRuntime().availableProcessors(), 10_000, "bench-work");

  ScoreRounds(Postgres postgres, RedisLink redis, EmbeddingSettings embeddings, Instant now) {
    this.database = postgres.client();
    this.transaction = postgres.transaction();
    this.vectors = new EmbeddingCache(redis);
    this.embedder = TextEmbedder.of(embeddings);
    this.clock = Clock.fixed(now, ZoneOffset.UTC);
  }

  /** Gives the artifacts topics, vectors and relationships, and tells how many. */
  String prepare() {
    PipelineReport report =
        report(
            List.of(
                new ClassifyStage(new Classifying(database, transaction, json, computing)),
                new EmbedStage(
                    vectors,
                    new ArtifactEmbeddings(
                        new EmbeddingStore(database),
                        new TextVectors(embedder, vectors, computing),
                        clock),
                    new TopicCentroids(new TopicVectorStore(database), embedder.model(), clock)),
                new RelationshipStage(
                    new RelationshipDetector(database, transaction, json, computing))));
    return "to be scored: " + report.counters() + "; milliseconds " + report.stages();
  }

  /** Scores all that is due. */
  double run(int number) {
    Stage stage =
        new ScoreStage(
            new DiscoveryScoreV2(ScoreWeights.DEFAULT),
            database,
            transaction,
            json,
            clock,
            computing);
    long start = System.nanoTime();
    PipelineReport report = report(List.of(stage));
    long nanos = System.nanoTime() - start;
    if (!Long.valueOf(number).equals(report.counters().get("scored"))) {
      throw new IllegalStateException("of " + number + " artifacts not all were scored: " + report);
    }
    return number * 1e9 / nanos;
  }

  private PipelineReport report(List<Stage> stages) {
    PipelineReport report =
        Objects.requireNonNull(
            new DiscoveryPipeline(
                    database,
                    transaction,
                    new SchemaReader(database),
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
