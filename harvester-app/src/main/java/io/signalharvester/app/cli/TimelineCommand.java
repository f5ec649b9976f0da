/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.topics.Timeline;
import io.signalharvester.app.topics.TopicDesk;
import io.signalharvester.app.topics.TopicRef;
import io.signalharvester.app.web.QueryParameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the days of one topic. */
@Command(
    name = "timeline",
    description =
        "Lists the last days of a topic (UTC, today included), oldest first; ends with 7 when there is no such topic.",
    mixinStandardHelpOptions = true)
final class TimelineCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "TOPIC",
      description = "Id (digits alone), exact name or taxonomy path of the topic.")
  private String topic = "";

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      defaultValue = "14",
      description = "Number of days, 1 to 365 (${DEFAULT-VALUE}).")
  private String days = "14";

  private record Question(TopicRef topic, int days) {}

  /** Reads a number of days. */
  static Function<QueryParameters, Integer> days(int otherwise) {
    return asked -> {
      int read = asked.whole("days", 1, 365, otherwise);
      asked.refuseErrors();
      return read;
    };
  }

  @Override
  public Integer call() {
    Question question =
        new Asked().with("topic", topic).with("days", days).read(spec, TimelineCommand::question);
    List<Timeline.Day> read =
        Reading.of(
                top.settings(Settings.Mode.PIPELINE),
                database ->
                    new TopicDesk(database, Clock.systemUTC())
                        .timeline(question.topic(), question.days()))
            .orElseThrow(() ->
                new Failure(
                    ExitCode.NOT_FOUND,
                    "No topic has the id, name or taxonomy path '%s': harvest topics lists them."
                        .formatted(topic)));
    top.print(spec, Answer.list(read, "date", "artifactCount", "avgDiscoveryScore"));
    return ExitCode.OK.number();
  }

  private static Question question(QueryParameters asked) {
    String name = asked.text("topic", TopicRef.MOST_CHARACTERS);
    int read = asked.whole("days", 1, 365, 14);
    asked.refuseErrors();
    return new Question(TopicRef.of(Objects.requireNonNull(name)), read);
  }
}
