/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.config.ArxivSettings;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.ScoreStore;
import io.signalharvester.app.pipeline.DiscoveryPipeline;
import io.signalharvester.app.pipeline.DiscoveryPipeline.Feed;
import io.signalharvester.app.pipeline.FetchStage;
import io.signalharvester.app.pipeline.PipelineReport;
import io.signalharvester.app.pipeline.ScoreStage;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.sources.Pauses;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceStates;
import io.signalharvester.app.sources.arxiv.ArxivClient;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.telemetry.Logs;
import io.signalharvester.app.telemetry.Version;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Runs pipelines. */
@Command(
    name = "pipeline",
    description = "Runs a pipeline once and prints its counters as JSON.",
    mixinStandardHelpOptions = true)
final class PipelineCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "The name of a pipeline is needed: discovery.");
  }

  @Command(
      name = "discovery",
      description =
          "Fetches new items from the sources and scores them. A second run at once does nothing.",
      mixinStandardHelpOptions = true)
  int discovery() {
    Settings settings = Settings.load(Settings.Mode.PIPELINE, top.environment());
    Logs.toStderr(settings.logs());
    PipelineReport report = runDiscovery(settings);
    spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report));
    return switch (report.status()) {
      case COMPLETED, COMPLETED_WITH_WARNINGS -> ExitCode.OK.number();
      case BUSY -> {
        spec.commandLine().getErr().println(report.warnings().getFirst());
        yield ExitCode.OK.number();
      }
      case FAILED -> throw new Failure(ExitCode.FAILED, report.warnings().getFirst());
    };
  }

  private static PipelineReport runDiscovery(Settings settings) {
    Clock clock = Clock.systemUTC();
    JsonMapper json = JsonMapper.shared();
    Scheduler work = Schedulers.parallel();
    Postgres postgres =
        Postgres.open(
            settings.database(), "harvest-pipeline", Math.min(4, settings.database().poolSize()));
    try {
      DatabaseClient database = postgres.client();
      TransactionalOperator transaction = postgres.transaction();
      DiscoveryPipeline pipeline =
          new DiscoveryPipeline(
              Postgres.single(settings.database(), "harvest-pipeline-lock"),
              new SchemaReader(database),
              feeds(settings.arxiv(), clock, work),
              new FetchStage(
                  new ArtifactStore(database, transaction, json),
                  new SourceStates(database),
                  clock),
              new ScoreStage(new ScoreStore(database, transaction, json), clock, work));
      return Objects.requireNonNull(pipeline.run().block());
    } finally {
      postgres.close();
    }
  }

  private static List<Feed> feeds(ArxivSettings arxiv, Clock clock, Scheduler work) {
    if (!arxiv.enabled()) {
      return List.of();
    }
    SourceHttp http =
        new SourceHttp(
            "signal-harvester/" + Version.current(),
            arxiv.spacing(),
            Pauses.real(),
            clock,
            new SplittableRandom());
    return List.of(new Feed(new ArxivClient(arxiv, http, work), arxiv.lookBack()));
  }
}
