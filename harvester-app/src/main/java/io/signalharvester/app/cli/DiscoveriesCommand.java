/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.Discovery;
import io.signalharvester.app.discoveries.DiscoveryListing;
import io.signalharvester.app.discoveries.DiscoveryListing.Explained;
import io.signalharvester.app.discoveries.Explanation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists what is worth reading. */
@Command(
    name = "discoveries",
    description = "Lists scored artifacts by their live score, best first.",
    mixinStandardHelpOptions = true)
final class DiscoveriesCommand implements Callable<Integer> {

  private static final String[] COLUMNS = {
    "discoveryScore", "source", "publishedAt", "title", "url"
  };
  private static final String[] COLUMNS_EXPLAINED = {
    "discoveryScore",
    "novelty",
    "emergence",
    "obscurity",
    "crossSource",
    "expertSignal",
    "ageFactor",
    "title",
    "why"
  };

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--min-score",
      paramLabel = "N",
      defaultValue = "80",
      description = "Least live score, 0 to 100; 0 means all (${DEFAULT-VALUE}).")
  private String minScore = "80";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Most rows, 1 to 200 (${DEFAULT-VALUE}).")
  private String limit = "50";

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "168",
      description = "Greatest age since publication, 1 to 168 (${DEFAULT-VALUE}).")
  private String hours = "168";

  @Option(
      names = "--source",
      paramLabel = "NAME",
      split = ",",
      description = "Only these sources; repeatable, or joined by commas (all).")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description =
          "Only artifacts of this topic: its id, its exact name, or a taxonomy path, which selects all below it too (all).")
  private @Nullable String topic;

  @Option(names = "--explain", description = "Says of each row why it has its score.")
  private boolean explain;

  @Override
  public Integer call() {
    DiscoveryListing listing =
        new Asked()
            .with("minScore", minScore)
            .with("limit", limit)
            .with("hours", hours)
            .with("source", sources)
            .with("topic", topic)
            .read(spec, DiscoveryListing::of);
    Settings settings = top.settings(Settings.Mode.PIPELINE);
    Instant now = Clock.systemUTC().instant();
    if (explain) {
      List<Explained> rows =
          Reading.of(settings, database -> listing.explained(database, JsonMapper.shared(), now))
              .orElseThrow();
      top.print(spec, explained(rows));
    } else {
      List<Discovery> rows =
          Reading.of(settings, database -> listing.rows(database, now).collectList()).orElseThrow();
      top.print(spec, Answer.list(rows, COLUMNS));
    }
    return ExitCode.OK.number();
  }

  /** The document has the whole explanations; a row has them as one text. */
  private static Answer explained(List<Explained> rows) {
    JsonMapper json = JsonMapper.shared();
    List<ObjectNode> documents = new ArrayList<>();
    List<ObjectNode> lines = new ArrayList<>();
    for (Explained row : rows) {
      ObjectNode document = json.valueToTree(row.discovery());
      ObjectNode line = document.deepCopy();
      document.set("explanation", json.valueToTree(row.explanation()));
      line.put("ageFactor", Math.round(row.explanation().ageFactor() * 10_000) / 10_000.0);
      line.put("why", why(row.explanation()));
      documents.add(document);
      lines.add(line);
    }
    return Answer.of(documents, lines, COLUMNS_EXPLAINED);
  }

  private static String why(Explanation explanation) {
    return explanation.components().stream()
        .sorted(Comparator.comparingDouble(Explanation.Component::contribution).reversed())
        .map(part -> part.name() + ": " + part.explanation())
        .collect(Collectors.joining(" "));
  }
}
