/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import java.util.List;

/** What Hacker News answers when it is asked for an item. */
sealed interface HackerNewsItem {

  /** Name of the source, and of the platform of its accounts. */
  String SOURCE = "hackernews";

  /** Number of the item that was asked for. */
  long id();

  /**
   * An item for people.
   *
   * @param id its number
   * @param artifact what becomes of it
   * @param replies numbers of the comments on it, in the order of the page
   */
  record Found(long id, RawArtifact artifact, List<Long> replies) implements HackerNewsItem {}

  /**
   * Nothing yet: a new number is given out a moment before the item can be read, and one that was
   * taken away in that moment stays empty.
   */
  record Absent(long id) implements HackerNewsItem {}

  /** An item that is not for people: deleted, dead, or a part of a poll. */
  record Passed(long id) implements HackerNewsItem {}

  /** An answer that makes no sense. */
  record Unusable(long id) implements HackerNewsItem {

    String sentence() {
      return "hackernews: item " + id + " was left out, its answer makes no sense";
    }
  }

  /**
   * A call that failed; the item may be there.
   *
   * @param fault why
   */
  record Failed(long id, SourceFault fault) implements HackerNewsItem {}
}
