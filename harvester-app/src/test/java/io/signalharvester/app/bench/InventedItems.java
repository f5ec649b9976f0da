/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Items as three sources give them, made from a seed: of ten, six are papers, two are repositories
 * with the large answers of their source, one is a story and one a comment. Many name another item
 * of the set. Each item depends on the seed and its number alone.
 */
final class InventedItems {

  /** Addresses that the source of repositories gives with each of them. */
  private static final List<String> ADDRESSES =
      List.of(
          ("forks keys{/key_id} collaborators{/collaborator} teams hooks issues/events{/number} events"
                  + " assignees{/user} branches{/branch} tags git/blobs{/sha} git/tags{/sha} git/refs{/sha}"
                  + " git/trees{/sha} statuses/{sha} languages stargazers contributors subscribers subscription"
                  + " commits{/sha} git/commits{/sha} comments{/number} issues/comments{/number} contents/{+path}"
                  + " compare/{base}...{head} merges {archive_format}{/ref} downloads issues{/number} pulls{/number}"
                  + " milestones{/number} notifications{?since,all,participating} labels{/name} releases{/id}"
                  + " deployments")
              .split(" "));

  private static final List<String> GIVEN =
      List.of(
          ("Ada Amir Ana Bela Bo Carla Chen Dana Emil Eva Farid Goran Hana Ida Igor Ines Jan Jun Kai Lea Li Lina Luca"
                  + " Mai Marta Mei Milan Mina Nadia Nils Noor Olga Omar Otto Paul Petra Priya Rafa Rosa Samir Sara"
                  + " Sofia Tariq Tess Tom Uma Vera Wei Yan Zoe")
              .split(" "));

  private static final List<String> LANGUAGES = List.of("Python", "Rust", "C++", "Julia", "Go");
  private static final int PEOPLE = 30_000;
  private static final int DAYS = 120;

  private final long seed;
  private final int number;
  private final Instant newest;
  private final JsonMapper json = JsonMapper.shared();
  private final List<ResearchField> fields = ResearchField.all();

  /**
   * Describes a set.
   *
   * @param seed what it is made from
   * @param number its size, at least 10
   * @param newest no item is newer
   */
  InventedItems(long seed, int number, Instant newest) {
    this.seed = seed;
    this.number = number;
    this.newest = newest;
  }

  /** Returns items in the order of their numbers. */
  List<RawArtifact> page(int first, int size) {
    return IntStream.range(first, first + size).mapToObj(this::item).toList();
  }

  private RawArtifact item(int at) {
    SplittableRandom random = random(at);
    ResearchField field = Prose.one(random, fields);
    Instant published = newest.minus(Duration.ofMinutes(random.nextInt(DAYS * 24 * 60)));
    return switch (at % 10) {
      case 6, 7 -> repository(at, random, field, published);
      case 8 -> story(at, random, field, published);
      case 9 -> comment(at, random, field, published);
      default -> paper(at, random, field, published);
    };
  }

  private SplittableRandom random(int at) {
    return new SplittableRandom(seed + 1_000_003L * at);
  }

  private RawArtifact paper(
      int at, SplittableRandom random, ResearchField field, Instant published) {
    String text = Prose.text(random, field, random.nextInt(6, 11));
    if (random.nextInt(5) == 0) {
      text += " Code: https://github.com/" + fullName(someRepository(random));
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("categories", field.categories());
    metadata.put("primaryCategory", field.categories().getFirst());
    metadata.put("comment", random.nextInt(6, 40) + " pages, " + random.nextInt(12) + " figures");
    metadata.put("updated", published.toString());
    metadata.put("version", "v1");
    return new RawArtifact(
        "arxiv",
        arxivId(at),
        "preprint",
        Prose.title(random, field),
        text,
        "https://arxiv.org/abs/" + arxivId(at),
        published,
        0,
        Stream.generate(() -> RawAuthor.named(person(random)))
            .limit(1 + Prose.ranked(random, 12))
            .toList(),
        metadata,
        null);
  }

  private RawArtifact repository(
      int at, SplittableRandom random, ResearchField field, Instant published) {
    String name = fullName(at);
    String owner = name.substring(0, name.indexOf('/'));
    String description = Prose.title(random, field);
    if (random.nextInt(3) == 0) {
      description += "; implements arXiv:" + arxivId(somePaper(random));
    }
    List<String> topics =
        Stream.generate(() -> Prose.one(random, field.phrases()).replace(' ', '-'))
            .limit(4)
            .distinct()
            .toList();
    String language = Prose.one(random, LANGUAGES);
    int stars = Prose.ranked(random, 20_000);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("fullName", name);
    metadata.put("owner", owner);
    metadata.put("ownerType", "Organization");
    metadata.put("topics", topics);
    metadata.put("language", language);
    metadata.put("license", "Apache-2.0");
    metadata.put("stars", stars);
    metadata.put("forks", stars / 7);
    metadata.put("pushedAt", newest.toString());
    metadata.put("updated", newest.toString());
    metadata.put("archived", false);
    Map<String, Object> raw = new LinkedHashMap<>(metadata);
    raw.put("id", at);
    raw.put("description", description);
    String api = "https://api.github.com/repos/" + name + "/";
    ADDRESSES.forEach(address -> raw.put(address.replaceAll("\\W+", "_") + "_url", api + address));
    List<RawAuthor> authors = new ArrayList<>(List.of(account("github", owner)));
    for (int more = random.nextInt(5); more > 0; more--) {
      authors.add(account("github", handle(person(random))));
    }
    return new RawArtifact(
        "github",
        String.valueOf(at),
        "repo",
        name,
        description + "\nTopics: " + String.join(", ", topics) + "\nLanguage: " + language,
        "https://github.com/" + name,
        published,
        stars,
        authors,
        metadata,
        json.writeValueAsString(raw));
  }

  private RawArtifact story(
      int at, SplittableRandom random, ResearchField field, Instant published) {
    String address =
        switch (random.nextInt(3)) {
          case 0 -> "https://arxiv.org/abs/" + arxivId(somePaper(random));
          case 1 -> "https://github.com/" + fullName(someRepository(random));
          default -> "https://blog.example.org/" + Prose.madeWord(random.nextInt(PEOPLE));
        };
    return post(at, random, "story", Prose.title(random, field), "", address, published);
  }

  private RawArtifact comment(
      int at, SplittableRandom random, ResearchField field, Instant published) {
    return post(
        at,
        random,
        "comment",
        "Comment on item " + (at - 1),
        Prose.text(random, field, random.nextInt(1, 6)),
        "https://news.ycombinator.com/item?id=" + at,
        published);
  }

  private RawArtifact post(
      int at,
      SplittableRandom random,
      String type,
      String title,
      String text,
      String address,
      Instant published) {
    String by = handle(person(random));
    int points = Prose.ranked(random, 600);
    Map<String, Object> metadata =
        Map.of(
            "discussion",
            "https://news.ycombinator.com/item?id=" + at,
            "score",
            points,
            "descendants",
            points / 3);
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("by", by);
    raw.put("id", at);
    raw.put("kids", IntStream.range(0, points / 3).map(kid -> number + at + kid).toArray());
    raw.put("score", points);
    raw.put("time", published.getEpochSecond());
    raw.put("title", title);
    raw.put("text", text);
    raw.put("type", type);
    raw.put("url", address);
    return new RawArtifact(
        "hackernews",
        String.valueOf(at),
        type,
        title,
        text,
        address,
        published,
        points,
        List.of(account("hackernews", by)),
        metadata,
        json.writeValueAsString(raw));
  }

  private int somePaper(SplittableRandom random) {
    return 10 * random.nextInt(number / 10) + random.nextInt(6);
  }

  private int someRepository(SplittableRandom random) {
    return 10 * random.nextInt(number / 10) + random.nextInt(6, 8);
  }

  private static String arxivId(int at) {
    return "26%02d.%05d".formatted(1 + at / 50_000 % 12, at % 50_000);
  }

  private String fullName(int at) {
    SplittableRandom random = random(-at);
    return handle(person(random)) + "/" + Prose.madeWord(random.nextInt(PEOPLE)) + "-" + at;
  }

  /** Some people write much more than others. */
  private static String person(SplittableRandom random) {
    double draw = random.nextDouble();
    int who = (int) (PEOPLE * draw * draw);
    return GIVEN.get(who % GIVEN.size()) + " " + Prose.capital(Prose.madeWord(who));
  }

  private static String handle(String person) {
    return person.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static RawAuthor account(String platform, String handle) {
    return new RawAuthor(handle, platform, handle, null);
  }
}
