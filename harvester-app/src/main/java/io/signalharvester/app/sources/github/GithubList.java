/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.StreamWalk;
import java.net.URI;

/**
 * A list of repositories that GitHub sorts by the time of the last push.
 *
 * @param stream name of the stream that it is
 * @param isFixed whether its addresses stay the same from run to run, so that the mark of an answer
 *     means something later
 * @param pages where its pages are
 */
record GithubList(String stream, boolean isFixed, Pages pages) {

  /** Where the pages of a list are. */
  @FunctionalInterface
  interface Pages {

    /** Returns the address of a page, counted from 1, as far as it lies in the range of a walk. */
    URI address(StreamWalk walk, int page);
  }
}
