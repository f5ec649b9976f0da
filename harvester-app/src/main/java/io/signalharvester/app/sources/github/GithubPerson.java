/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceJson;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads accounts of people; organisations, bots and people without an account are none. */
final class GithubPerson {

  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private GithubPerson() {}

  static @Nullable RawAuthor of(JsonNode account) {
    String login = SourceJson.text(account, "login");
    if (!"User".equals(SourceJson.text(account, "type")) || !LOGIN.matcher(login).matches()) {
      return null;
    }
    return new RawAuthor(
        login, GithubRepository.SOURCE, login, SourceJson.text(account, "html_url"));
  }
}
