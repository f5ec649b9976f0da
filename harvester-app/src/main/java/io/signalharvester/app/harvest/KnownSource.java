/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.harvest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.signalharvester.app.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A source that this image can read, as the settings have it.
 *
 * @param name its name
 * @param enabled whether it is read
 * @param baseUrl server that is asked
 * @param login what it is asked with
 */
public record KnownSource(String name, boolean enabled, URI baseUrl, Login login) {

  /** What a source is asked with. */
  public enum Login {
    /** It needs none. */
    NOT_NEEDED,
    /** The settings have a token for it. */
    TOKEN,
    /** It would give more to somebody with a token. */
    NO_TOKEN;

    /** Returns the name as it is shown. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns all of them, in the order in which a run reads them. */
  public static List<KnownSource> of(Settings settings) {
    return List.of(
        new KnownSource(
            "arxiv", settings.arxiv().enabled(), settings.arxiv().baseUrl(), Login.NOT_NEEDED),
        new KnownSource(
            "github",
            settings.github().enabled(),
            settings.github().baseUrl(),
            settings.github().token() == null ? Login.NO_TOKEN : Login.TOKEN),
        new KnownSource(
            "hackernews",
            settings.hackerNews().enabled(),
            settings.hackerNews().baseUrl(),
            Login.NOT_NEEDED));
  }
}
