/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.relationships;

import io.signalharvester.app.relationships.Reference.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads explicit references in a text (specification, pipelines 7). The text is other people's: no
 * pattern can repeat without a bound, so the time is linear in the length of the text, and no more
 * than 100 references are taken.
 */
final class References {

  /** Most references of one text. */
  static final int MOST = 100;

  private static final int DOI_CHARACTERS = 200;

  private static final String ARCHIVE =
      "(?:astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nucl-ex|nucl-th|quant-ph|physics|nlin"
          + "|math|cs|q-bio|q-fin|stat|alg-geom|cmp-lg|dg-ga|funct-an|q-alg|solv-int|chao-dyn|adap-org|patt-sol)";
  private static final String OLD_ID = ARCHIVE + "(?:\\.[a-z]{2})?/\\d{7}";

  // A new id alone could be any number, so it needs the word arXiv before it; an old one names its
  // archive.
  private static final Pattern ARXIV =
      Pattern.compile(
          "(?:(?:(?<![a-z0-9-])arxiv\\.org/(?:abs|pdf|html|format|ps|src|e-print)/"
              + "|(?<![a-z0-9])arxiv[:\\s]\\s{0,3}|10\\.48550/arxiv\\.)"
              + "(?<id>\\d{4}\\.\\d{4,5}|"
              + OLD_ID
              + ")|(?<![a-z0-9./-])(?<old>"
              + OLD_ID
              + "))(?:v\\d{1,3})?(?!\\d)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DOI =
      Pattern.compile(
          "(?<![\\d.])(10\\.\\d{4,9}/[^\\s\"<>{}|\\\\^`\\[\\]?#]{1,"
              + (DOI_CHARACTERS + 50)
              + "})");
  private static final Pattern ARXIV_DOI =
      Pattern.compile("10\\.48550/arxiv\\..*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final List<String> VIEWS = List.of("/pdf", ".pdf", "/full", "/abstract", "/epdf");

  private static final Pattern GITHUB =
      Pattern.compile(
          "(?<![a-z0-9.-])(?:www\\.)?github\\.com[/:]([a-z0-9][a-z0-9-]{0,38})/([a-z0-9._-]{1,100})",
          Pattern.CASE_INSENSITIVE);

  // First parts of addresses that are pages of GitHub itself and no owner.
  private static final Set<String> PAGES =
      Set.of(
          "about",
          "account",
          "advisories",
          "apps",
          "blog",
          "codespaces",
          "collections",
          "contact",
          "copilot",
          "customer-stories",
          "dashboard",
          "edu",
          "education",
          "enterprise",
          "events",
          "explore",
          "features",
          "gist",
          "github-copilot",
          "home",
          "issues",
          "join",
          "login",
          "logout",
          "marketplace",
          "mcp",
          "mobile",
          "models",
          "new",
          "nonprofit",
          "notifications",
          "open-source",
          "organizations",
          "orgs",
          "partners",
          "premium-support",
          "pricing",
          "pulls",
          "readme",
          "resources",
          "search",
          "security",
          "sessions",
          "settings",
          "signup",
          "site",
          "solutions",
          "sponsors",
          "stars",
          "team",
          "topics",
          "trending",
          "users",
          "watching",
          "why-github",
          "works-with");

  private References() {}

  /** Returns the references of a text, each once: arXiv, then DOI, then GitHub, as they stand. */
  static Set<Reference> in(String text) {
    Set<Reference> found = new LinkedHashSet<>();
    collect(ARXIV, text, References::arxiv, found);
    collect(DOI, text, match -> doi(match.group(1)), found);
    collect(GITHUB, text, match -> github(match.group(1), match.group(2)), found);
    return found;
  }

  /** Returns the normal form of a DOI, or nothing when the text is none. */
  static Optional<Reference> doi(String text) {
    if (ARXIV_DOI.matcher(text).matches()) {
      return Optional.empty();
    }
    String doi = withoutEnd(text.toLowerCase(Locale.ROOT));
    for (Optional<String> view = viewOf(doi); view.isPresent(); view = viewOf(doi)) {
      doi = withoutEnd(doi.substring(0, doi.length() - view.get().length()));
    }
    boolean whole = doi.indexOf('/') > 0 && doi.indexOf('/') < doi.length() - 1;
    return whole && doi.length() <= DOI_CHARACTERS
        ? Optional.of(new Reference(Kind.DOI, doi))
        : Optional.empty();
  }

  /** Returns the normal form of a repository, or nothing when the address is none. */
  static Optional<Reference> github(String owner, String name) {
    String folded = owner.toLowerCase(Locale.ROOT);
    String repository = trimmed(name.toLowerCase(Locale.ROOT));
    if (repository.endsWith(".git")) {
      repository = trimmed(repository.substring(0, repository.length() - 4));
    }
    return PAGES.contains(folded) || repository.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reference(Kind.GITHUB, folded + "/" + repository));
  }

  /** Returns the normal form of an arXiv id, or nothing when there can be no such id. */
  static Optional<Reference> arxiv(String text) {
    String id = text.toLowerCase(Locale.ROOT);
    int slash = id.indexOf('/');
    if (slash > 0) {
      int subject = id.lastIndexOf('.', slash);
      String archive = subject > 0 ? id.substring(0, subject) : id.substring(0, slash);
      return month(id.substring(slash + 3, slash + 5))
          ? Optional.of(new Reference(Kind.ARXIV, archive + id.substring(slash)))
          : Optional.empty();
    }
    int yearAndMonth = Integer.parseInt(id.substring(0, 4));
    int digits = id.length() - 5;
    // Ids of this form begin in April 2007; since January 2015 they have five digits.
    boolean possible =
        yearAndMonth >= 704 && month(id.substring(2, 4)) && digits == (yearAndMonth < 1501 ? 4 : 5);
    return possible ? Optional.of(new Reference(Kind.ARXIV, id)) : Optional.empty();
  }

  private static Optional<Reference> arxiv(MatchResult match) {
    String id = match.group("id");
    return arxiv(id == null ? match.group("old") : id);
  }

  private static boolean month(String digits) {
    int month = Integer.parseInt(digits);
    return month >= 1 && month <= 12;
  }

  private static void collect(
      Pattern pattern,
      String text,
      Function<MatchResult, Optional<Reference>> read,
      Set<Reference> found) {
    Matcher matcher = pattern.matcher(text);
    while (found.size() < MOST && matcher.find()) {
      read.apply(matcher).ifPresent(found::add);
    }
  }

  // Publishers add to the DOI of a work which form of it they show.
  private static Optional<String> viewOf(String doi) {
    return VIEWS.stream().filter(doi::endsWith).findFirst();
  }

  // A full stop, a quote or a bracket of the sentence around is no part; a bracket that the DOI
  // itself opened is.
  private static String withoutEnd(String doi) {
    int end = doi.length();
    int open = 0;
    for (int i = 0; i < doi.length(); i++) {
      open += doi.charAt(i) == '(' ? 1 : doi.charAt(i) == ')' ? -1 : 0;
    }
    while (end > 0) {
      char last = doi.charAt(end - 1);
      if (last == ')' && open < 0) {
        open++;
      } else if (".,;:!'*_~&/’”»".indexOf(last) < 0) {
        break;
      }
      end--;
    }
    return doi.substring(0, end);
  }

  private static String trimmed(String name) {
    int end = name.length();
    while (end > 0 && name.charAt(end - 1) == '.') {
      end--;
    }
    return name.substring(0, end);
  }
}
