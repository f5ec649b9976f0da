/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceReply;
import io.signalharvester.app.sources.SourceRequest;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.StreamWalk;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a fetch lies.
 *
 * @param walk the way through the stream, before the page
 * @param start offset of its first entry in the present range
 * @param size entries that are asked for
 * @param state state of the stream before the page
 */
record ArxivPlace(StreamWalk walk, int start, int size, StreamState state) {

  /**
   * A page that was read, and what comes after it.
   *
   * @param page what is given to the stage
   * @param next place of the next page; null when the fetch ends
   * @param fault the fault that ends the fetch after this page; null when none does
   * @param unusable a sentence for each entry that was left out
   */
  record Step(
      SourcePage page,
      @Nullable ArxivPlace next,
      @Nullable SourceFault fault,
      List<String> unusable) {}

  /**
   * Only the first page of what is newer is asked for conditionally: as long as it stays the same,
   * so does everything behind it.
   */
  SourceRequest request(ArxivAddress address) {
    return isFirstOfNewer()
        ? SourceRequest.since(address.of(walk, start), state)
        : SourceRequest.of(address.of(walk, start));
  }

  /** Takes a whole page; the papers that are new to this fetch are added to the given ones. */
  Step step(SourceReply reply, ArxivPage page, Set<String> given) {
    int end = start + page.entries();
    StreamWalk.Step<RawArtifact> walked = walked(page, given);
    walked.kept().forEach(paper -> given.add(paper.externalId()));
    StreamState marked = isFirstOfNewer() ? reply.mark(state) : state;
    StreamState after = marked.at(walked.position());
    StreamWalk next = walked.next();
    return new Step(
        new SourcePage(walked.kept(), after, walked.truncated()),
        next == null ? null : new ArxivPlace(next, walked.turned() ? 0 : end, size, after),
        null,
        page.unusable());
  }

  /**
   * Takes a page that stayed shorter than promised. What it gave is stored, but which entries are
   * missing is unknown, so the position stays.
   */
  Step partialStep(ArxivPage page, Set<String> given, SourceFault fault) {
    return new Step(
        new SourcePage(walked(page, given).kept(), state, false), null, fault, page.unusable());
  }

  private StreamWalk.Step<RawArtifact> walked(ArxivPage page, Set<String> given) {
    return walk.page(
        page.papers().stream().filter(paper -> !given.contains(paper.externalId())).toList(),
        ArxivPlace::key,
        page.hasMore(start, size));
  }

  private static long key(RawArtifact paper) {
    return Math.max(0, paper.publishedAt().getEpochSecond());
  }

  private boolean isFirstOfNewer() {
    return start == 0 && !walk.closesGap();
  }
}
