/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The repositories that a run met, for whoever asks for their releases at its end.
 *
 * <p>Those of a list whose beginning every run reads come before those of a search, which a later
 * run continues where the former ended. Ordered by time alone, a search that found much would keep
 * repositories of a watched organisation out of the first run and let them into the second, which
 * would then store something although nothing had happened.
 */
final class RecentRepositories {

  private static final int MOST = 500;
  private static final Comparator<GithubRepository> LATEST_FIRST =
      Comparator.comparing(GithubRepository::pushedAt)
          .reversed()
          .thenComparing(GithubRepository::id);

  private final Map<Long, GithubRepository> watched = new LinkedHashMap<>();
  private final Map<Long, GithubRepository> found = new LinkedHashMap<>();
  private final Set<String> streams = new HashSet<>();

  /** Notes a page of a list, wanted or not. */
  synchronized void saw(GithubList list, List<GithubRepository> repositories) {
    streams.add(list.stream());
    Map<Long, GithubRepository> met = list.isFixed() ? watched : found;
    repositories.forEach(repository -> met.put(repository.id(), repository));
    if (met.size() > MOST) {
      List<GithubRepository> kept = latest(met.values()).limit(MOST).toList();
      met.clear();
      kept.forEach(repository -> met.put(repository.id(), repository));
    }
  }

  /** Returns whether something of the stream was seen, which begins with its latest. */
  synchronized boolean hasSeen(String stream) {
    return streams.contains(stream);
  }

  /**
   * Returns those pushed since a moment, the watched ones before the found ones and the latest
   * first in both, and forgets everything.
   */
  synchronized List<GithubRepository> takeLatest(int most, Instant since) {
    found.keySet().removeAll(watched.keySet());
    List<GithubRepository> latest =
        Stream.concat(latest(watched.values()), latest(found.values()))
            .filter(repository -> !repository.pushedAt().isBefore(since))
            .limit(most)
            .toList();
    watched.clear();
    found.clear();
    streams.clear();
    return latest;
  }

  private static Stream<GithubRepository> latest(Collection<GithubRepository> repositories) {
    return repositories.stream().sorted(LATEST_FIRST);
  }
}
