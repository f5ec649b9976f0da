/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import io.signalharvester.app.classify.Classification.Category;
import io.signalharvester.app.classify.Classification.TopicChoice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Classifies by word lists: the same text always gives the same answer, without network, clock or
 * randomness (specification, pipelines 3, and the manner of "Heuristic" in pipelines 1). A text is
 * data: nothing in it can ask for anything.
 */
public final class HeuristicClassifier {

  /** Version of rules and lists together; it is the model of a stored row. */
  public static final String VERSION = "heuristic-v1";

  /** The provider of a stored row. */
  public static final String PROVIDER = "heuristic";

  private static final int MOST_TAGS = 8;
  private static final int TAG_CHARACTERS = 50;
  private static final int NAMED_SIGNS = 4;

  // A hash sign at the start of a word, and a letter after it: no heading, no number of an issue.
  private static final Pattern HASHTAG =
      Pattern.compile("(?<![^\\s(,;])#(\\p{L}[\\p{L}\\p{N}_]{1,49})");
  private static final Set<String> PAPER_SOURCES = Set.of("arxiv", "crossref", "semantic");
  private static final Set<String> PAPER_TYPES = Set.of("preprint", "paper");
  private static final Pattern PAPER_HOST =
      Pattern.compile(
          "https?://(?:[a-z0-9-]{1,63}\\.){0,3}"
              + "(?:arxiv\\.org|doi\\.org|biorxiv\\.org|medrxiv\\.org|chemrxiv\\.org|openreview\\.net)/.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern CODE_HOST =
      Pattern.compile(
          "https?://(?:www\\.)?(?:github\\.com|gitlab\\.com|codeberg\\.org|huggingface\\.co)/.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final ClaimWords words;
  private final TopicChooser topics;

  /** Reads the lists of this version. */
  public HeuristicClassifier() {
    this.words = ClaimWords.load();
    this.topics = new TopicChooser(TopicSigns.load());
  }

  private record Found<T>(T value, String because) {}

  /** Classifies an artifact; there is always an answer, with at least one topic. */
  public Classification classify(Subject subject) {
    List<String> tokens = Tokens.of(subject.title() + "\n" + subject.content());
    Found<Category> category = category(subject, tokens);
    Found<String> sentiment = sentiment(tokens);
    Found<Integer> urgency = urgency(tokens, sentiment.value());
    List<TopicChoice> chosen = topics.choose(subject, category.value());
    return new Classification(
        category.value(),
        sentiment.value(),
        urgency.value(),
        tags(subject, chosen),
        chosen,
        "%s (%s), %s (%s), urgency %d (%s), about %s."
            .formatted(
                category.value().label(),
                category.because(),
                sentiment.value(),
                sentiment.because(),
                urgency.value(),
                urgency.because(),
                chosen.stream()
                    .map(HeuristicClassifier::explained)
                    .collect(Collectors.joining(", "))));
  }

  // What an item is by its source or address is a fact and comes before what its text claims.
  private Found<Category> category(Subject subject, List<String> tokens) {
    String source = subject.source();
    if (source.equals("github")) {
      return new Found<>(Category.OPEN_SOURCE_RELEASE, "source github");
    }
    if (PAPER_SOURCES.contains(source) || PAPER_TYPES.contains(subject.type())) {
      return new Found<>(Category.PREPRINT, subject.type() + " of source " + source);
    }
    if (subject.type().equals("job")) {
      return new Found<>(Category.OTHER, "type job");
    }
    if (PAPER_HOST.matcher(subject.url()).matches()) {
      return new Found<>(Category.PREPRINT, "link to a paper");
    }
    if (CODE_HOST.matcher(subject.url()).matches()) {
      return new Found<>(Category.OPEN_SOURCE_RELEASE, "link to code");
    }
    return words.in(tokens, "category").entrySet().stream()
        .findFirst()
        .map(found -> new Found<>(Category.labelled(found.getKey()), named(found.getValue())))
        .orElseGet(() -> new Found<>(Category.OTHER, "no word of a category"));
  }

  private Found<String> sentiment(List<String> tokens) {
    Map<String, Set<String>> found = words.in(tokens, "sentiment");
    Set<String> positive = found.getOrDefault("positive", Set.of());
    Set<String> negative = found.getOrDefault("negative", Set.of());
    if (positive.size() > negative.size()) {
      return new Found<>("positive", named(positive));
    }
    if (negative.size() > positive.size()) {
      return new Found<>("negative", named(negative));
    }
    return new Found<>(
        "neutral", positive.isEmpty() ? "no word of sentiment" : "as many good words as bad ones");
  }

  private Found<Integer> urgency(List<String> tokens, String sentiment) {
    return words.in(tokens, "urgency").entrySet().stream()
        .findFirst()
        .map(found -> new Found<>(Integer.valueOf(found.getKey()), named(found.getValue())))
        .orElseGet(() ->
            sentiment.equals("negative")
                ? new Found<>(1, "negative")
                : new Found<>(0, "no word of haste"));
  }

  private static List<String> tags(Subject subject, List<TopicChoice> chosen) {
    Set<String> tags = new LinkedHashSet<>();
    Matcher hashtag = HASHTAG.matcher(subject.title() + "\n" + subject.content());
    while (hashtag.find()) {
      tags.add(hashtag.group(1).toLowerCase(Locale.ROOT));
    }
    subject.labels().stream()
        .map(label -> label.strip().toLowerCase(Locale.ROOT))
        .filter(label -> !label.isEmpty())
        .forEach(label -> tags.add(Subject.first(label, TAG_CHARACTERS)));
    chosen.forEach(topic ->
        topic.signs().stream().filter(sign -> !sign.startsWith("arXiv ")).forEach(tags::add));
    return tags.stream().limit(MOST_TAGS).toList();
  }

  private static String explained(TopicChoice topic) {
    String by =
        switch (topic.basis()) {
          case SIGNS -> named(topic.signs());
          case WEAK_WORD -> "weakly by " + named(topic.signs());
          case SOURCE -> "guessed by the source";
          case CATEGORY -> "guessed by the category";
        };
    return topic.path() + " (" + by + ")";
  }

  private static String named(Iterable<String> signs) {
    StringBuilder names = new StringBuilder();
    int number = 0;
    for (String sign : signs) {
      if (++number > NAMED_SIGNS) {
        return names.append(" and more").toString();
      }
      names.append(number > 1 ? ", " : "").append(sign);
    }
    return names.toString();
  }
}
