/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Makes the authors of artifacts exactly those that their items name, in that order. */
final class AuthorLinks {

  // Artifact by artifact, so that no estimate turns it into a scan of all links.
  private static final String PRESENT =
      """
      SELECT l.artifact_id, l.entity_id, l.position
      FROM unnest(:artifacts::bigint[]) AS a (id)
      CROSS JOIN LATERAL (SELECT artifact_id, entity_id, position FROM artifact_entities
                          WHERE artifact_id = a.id AND role = 'author' OFFSET 0) l
      """;

  private static final String PUT =
      """
      INSERT INTO artifact_entities (artifact_id, entity_id, role, confidence, position)
      SELECT artifact_id, entity_id, 'author', 1, position
      FROM unnest(:artifacts::bigint[], :entities::bigint[], :positions::int[]) AS w (artifact_id, entity_id, position)
      ON CONFLICT (artifact_id, entity_id, role) DO UPDATE SET position = excluded.position, updated_at = :now
      """;

  private static final String REMOVE =
      """
      DELETE FROM artifact_entities l
      USING unnest(:artifacts::bigint[], :entities::bigint[]) AS g (artifact_id, entity_id)
      WHERE l.artifact_id = g.artifact_id AND l.entity_id = g.entity_id AND l.role = 'author'
      """;

  private final DatabaseClient database;
  private final People people;

  AuthorLinks(DatabaseClient database) {
    this.database = database;
    this.people = new People(database);
  }

  /** Who is meant: an account if there is one, whatever name stands beside it; else a name. */
  private record Person(String name, @Nullable String platform, @Nullable String handle) {
    static Person of(RawAuthor author) {
      String handle = author.handle();
      return handle == null
          ? new Person(ItemText.normalizedName(author.name()), null, null)
          : new Person("", author.platform(), handle.toLowerCase(Locale.ROOT));
    }
  }

  /** An author of an artifact. */
  record Link(long artifact, long entity) {}

  /**
   * Brings the links up to date and returns the artifacts whose authors were not the same before.
   *
   * @param authors for each artifact its authors in order; an empty list unlinks all
   */
  Mono<Set<Long>> bringUpToDate(Map<Long, List<RawAuthor>> authors, Instant now) {
    Map<Person, Integer> numbers = new HashMap<>();
    List<RawAuthor> named = new ArrayList<>();
    authors.values().stream()
        .flatMap(List::stream)
        .forEach(author -> {
          if (numbers.putIfAbsent(Person.of(author), named.size()) == null) {
            named.add(author);
          }
        });
    return people
        .findOrMake(named)
        .map(entities -> wanted(authors, numbers, entities))
        .flatMap(
            wanted -> present(authors.keySet()).flatMap(present -> change(present, wanted, now)));
  }

  /** Returns the place of each author; somebody whom an item names twice has the first. */
  private static Map<Link, Integer> wanted(
      Map<Long, List<RawAuthor>> authors, Map<Person, Integer> numbers, Long[] entities) {
    Map<Link, Integer> wanted = new LinkedHashMap<>();
    authors.forEach((artifact, named) -> {
      int position = 0;
      for (RawAuthor author : named) {
        Integer number = numbers.get(Person.of(author));
        if (number != null
            && wanted.putIfAbsent(new Link(artifact, entities[number]), position) == null) {
          position++;
        }
      }
    });
    return wanted;
  }

  private Mono<Map<Link, Integer>> present(Set<Long> artifacts) {
    return database
        .sql(PRESENT)
        .bind("artifacts", artifacts.toArray(Long[]::new))
        .map(row -> {
          Integer position = row.get("position", Integer.class);
          return Map.entry(
              new Link(
                  Column.of(row, "artifact_id", Long.class),
                  Column.of(row, "entity_id", Long.class)),
              // An absent place is never the wanted one.
              position == null ? -1 : position);
        })
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private Mono<Set<Long>> change(
      Map<Link, Integer> present, Map<Link, Integer> wanted, Instant now) {
    List<Link> put =
        wanted.entrySet().stream()
            .filter(link -> !link.getValue().equals(present.get(link.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    List<Link> gone = present.keySet().stream().filter(link -> !wanted.containsKey(link)).toList();
    Set<Long> changed = new HashSet<>();
    put.forEach(link -> changed.add(link.artifact()));
    gone.forEach(link -> changed.add(link.artifact()));
    return remove(gone).then(put(put, wanted, now)).thenReturn(changed);
  }

  private Mono<Void> remove(List<Link> gone) {
    return gone.isEmpty()
        ? Mono.empty()
        : database
            .sql(REMOVE)
            .bind("artifacts", gone.stream().map(Link::artifact).toArray(Long[]::new))
            .bind("entities", gone.stream().map(Link::entity).toArray(Long[]::new))
            .then();
  }

  private Mono<Void> put(List<Link> put, Map<Link, Integer> positions, Instant now) {
    return put.isEmpty()
        ? Mono.empty()
        : database
            .sql(PUT)
            .bind("artifacts", put.stream().map(Link::artifact).toArray(Long[]::new))
            .bind("entities", put.stream().map(Link::entity).toArray(Long[]::new))
            .bind("positions", put.stream().map(positions::get).toArray(Integer[]::new))
            .bind("now", now)
            .then();
  }
}
