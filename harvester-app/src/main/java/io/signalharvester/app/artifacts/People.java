/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.store.Column;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Finds people by an account (platform and handle), else by the normalised name, and makes those
 * who are nowhere. Whoever was merged into somebody is found as that somebody.
 */
final class People {

  // Entities are not unique by name, so the statement looks before it makes one; a pipeline runs
  // alone. The look-ups are made row by row, so that no estimate turns them into a scan of all
  // people; for the same reason the type is looked at after the name (OFFSET 0): while PostgreSQL
  // has no statistics, it believes that persons are as rare as a name and reads all of them.
  private static final String FIND_OR_MAKE =
      """
      WITH person AS (
        SELECT p.*, account.id AS by_account, coalesce(account.id, namesake.id) AS id
        FROM unnest(:names::text[], :normalized::text[], :platforms::text[], :handles::text[], :urls::text[])
               WITH ORDINALITY AS p (name, normalized, platform, handle, url, number)
        LEFT JOIN LATERAL (
          SELECT coalesce(e.merged_into_id, e.id) AS id
          FROM accounts c JOIN entities e ON e.id = c.entity_id
          WHERE c.platform = p.platform AND lower(c.handle_or_id) = lower(p.handle)
          ORDER BY e.merged_into_id NULLS FIRST, e.id LIMIT 1) account ON true
        LEFT JOIN LATERAL (
          SELECT coalesce(e.merged_into_id, e.id) AS id
          FROM (SELECT id, merged_into_id, entity_type FROM entities
                WHERE account.id IS NULL AND normalized_name = p.normalized OFFSET 0) e
          WHERE e.entity_type = 'person'
          ORDER BY e.merged_into_id NULLS FIRST, e.id LIMIT 1) namesake ON true),
      made AS (
        INSERT INTO entities (entity_type, name, normalized_name)
        SELECT DISTINCT ON (normalized) 'person', name, normalized FROM person WHERE id IS NULL
        ORDER BY normalized, number
        RETURNING id, normalized_name),
      found AS (
        SELECT p.number, coalesce(p.id, m.id) AS id, p.platform, p.handle, p.url, p.by_account
        FROM person p LEFT JOIN made m ON p.id IS NULL AND m.normalized_name = p.normalized),
      named AS (
        INSERT INTO accounts (entity_id, platform, handle_or_id, url)
        SELECT id, platform, handle, url FROM found WHERE by_account IS NULL AND handle IS NOT NULL
        ON CONFLICT (entity_id, platform, handle_or_id) DO NOTHING)
      SELECT number::int - 1 AS number, id FROM found
      """;

  private final DatabaseClient database;

  People(DatabaseClient database) {
    this.database = database;
  }

  /**
   * Returns the entity of each, in the same order.
   *
   * @param people nobody with the same account twice, and nobody without an account with the same
   *     name twice
   */
  Mono<Long[]> findOrMake(List<RawAuthor> people) {
    Long[] entities = new Long[people.size()];
    if (people.isEmpty()) {
      return Mono.just(entities);
    }
    return database
        .sql(FIND_OR_MAKE)
        .bind("names", texts(people, RawAuthor::name))
        .bind("normalized", texts(people, author -> ItemText.normalizedName(author.name())))
        .bind("platforms", texts(people, RawAuthor::platform))
        .bind("handles", texts(people, RawAuthor::handle))
        .bind("urls", texts(people, RawAuthor::url))
        .map(row -> {
          entities[Column.of(row, "number", Integer.class)] = Column.of(row, "id", Long.class);
          return true;
        })
        .all()
        .then(Mono.just(entities));
  }

  private static @Nullable String[] texts(
      List<RawAuthor> people, Function<RawAuthor, @Nullable String> value) {
    @Nullable String[] texts = new String[people.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = value.apply(people.get(i));
    }
    return texts;
  }
}
