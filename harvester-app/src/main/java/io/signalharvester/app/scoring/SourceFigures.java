/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.AuthorAccount;
import java.util.List;
import java.util.Set;

/** What a source and the places of its authors are worth (specification, pipelines 4.1, 4.2). */
final class SourceFigures {

  private static final Set<String> PAPER_PLATFORMS = Set.of("arxiv", "crossref", "semantic");

  private SourceFigures() {}

  /** Where obscurity starts in v1, 0 to 100. */
  static double obscurityV1(String source) {
    return switch (source) {
      case "arxiv" -> 80;
      case "crossref", "semantic" -> 70;
      case "github" -> 60;
      case "x" -> 20;
      default -> 50;
    };
  }

  /** Where obscurity starts in v2, 0 to 100: v1 with places that v1 did not know. */
  static double obscurityV2(String source) {
    return switch (source) {
      case "hackernews", "linkedin" -> 45;
      case "reddit" -> 40;
      case "facebook" -> 30;
      default -> obscurityV1(source);
    };
  }

  /** What is added to obscurity for the accounts of the authors, at least 0, without a limit. */
  static double authorBonus(List<Author> authors) {
    double bonus = 0;
    for (Author author : authors) {
      for (AuthorAccount account : author.accounts()) {
        bonus += account.confidence() > 0.8 ? 10 : 0;
        bonus += PAPER_PLATFORMS.contains(account.platform()) ? 5 : 0;
      }
    }
    return bonus;
  }

  /** How far a source is trusted by itself, 0 to 100. */
  static double credibility(String source) {
    return switch (source) {
      case "arxiv", "crossref", "semantic" -> 90;
      case "github" -> 75;
      case "hackernews" -> 55;
      case "linkedin" -> 50;
      case "reddit" -> 45;
      case "facebook" -> 35;
      default -> 40;
    };
  }
}
