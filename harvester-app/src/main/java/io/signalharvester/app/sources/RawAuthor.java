/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import org.jspecify.annotations.Nullable;

/**
 * An author as a source names it.
 *
 * @param name name for people, cut at 256 characters
 * @param platform where the handle is valid, such as {@code github}, at most 50 characters; null
 *     when the source gives a name alone
 * @param handle the account there, at most 255 characters; null together with the platform
 * @param url page of the account; null when unknown, longer than 2,048 characters or not http(s)
 */
public record RawAuthor(
    String name, @Nullable String platform, @Nullable String handle, @Nullable String url) {

  private static final int NAME = 256;
  private static final int PLATFORM = 50;
  private static final int HANDLE = 255;

  /** Bounds every field; an account that cannot be named whole is left out, not cut. */
  public RawAuthor {
    name = Bounds.text(name, NAME);
    if (platform == null || handle == null || !fits(platform, PLATFORM) || !fits(handle, HANDLE)) {
      platform = null;
      handle = null;
      url = null;
    } else {
      String link = Bounds.link(url);
      url = link.isEmpty() ? null : link;
    }
  }

  private static boolean fits(String text, int most) {
    return !text.isBlank() && text.length() <= most && text.indexOf('\0') < 0;
  }

  /** An author of whom only the name is known. */
  public static RawAuthor named(String name) {
    return new RawAuthor(name, null, null, null);
  }
}
