/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.topics.Coverage;
import io.signalharvester.app.topics.Topic;
import io.signalharvester.app.topics.TopicDesk;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells about topics. */
@Command(
    name = "topics",
    description = "Lists the topics with most artifacts in the last days; the same as topics list.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

  private static final String WINDOW_MEANING =
      "Days of the window (UTC, today included), 1 to 365 (${DEFAULT-VALUE}).";
  private static final String LIMIT_MEANING = "Most rows, 1 to 200 (${DEFAULT-VALUE}).";

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--window",
      paramLabel = "DAYS",
      defaultValue = "14",
      description = WINDOW_MEANING)
  private String window = "14";

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = LIMIT_MEANING)
  private String limit = "20";

  private record Question(int days, int rows) {}

  @Override
  public Integer call() {
    return trending(window, limit);
  }

  @Command(
      name = "list",
      description = "Lists the topics with most artifacts in the last days, most first.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--window",
              paramLabel = "DAYS",
              defaultValue = "14",
              description = WINDOW_MEANING)
          String days,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = LIMIT_MEANING)
          String rows) {
    return trending(days, rows);
  }

  private int trending(String days, String rows) {
    Question question =
        new Asked()
            .with("window", days)
            .with("limit", rows)
            .read(
                spec,
                asked -> {
                  Question read =
                      new Question(
                          asked.whole("window", 1, 365, 14), asked.whole("limit", 1, 200, 20));
                  asked.refuseErrors();
                  return read;
                });
    List<Topic> topics =
        Reading.of(
                top.settings(Settings.Mode.PIPELINE),
                database ->
                    new TopicDesk(database, Clock.systemUTC())
                        .trending(question.days(), question.rows())
                        .collectList())
            .orElseThrow();
    top.print(
        spec,
        Answer.list(topics, "id", "name", "taxonomyPath", "artifactCount", "avgDiscoveryScore"));
    return ExitCode.OK.number();
  }

  @Command(
      name = "coverage",
      description = "Says which share of the artifacts of the last days has a topic.",
      mixinStandardHelpOptions = true)
  int coverage(
      @Option(
              names = "--days",
              paramLabel = "DAYS",
              defaultValue = "30",
              description = "Greatest age since publication, 1 to 365 (${DEFAULT-VALUE}).")
          String days) {
    int asked = new Asked().with("days", days).read(spec, TimelineCommand.days(30));
    Coverage coverage =
        Reading.of(
                top.settings(Settings.Mode.PIPELINE),
                database -> new TopicDesk(database, Clock.systemUTC()).coverage(asked))
            .orElseThrow();
    top.print(spec, Answer.one(coverage));
    return ExitCode.OK.number();
  }
}
