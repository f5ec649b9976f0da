/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the policies of an installation depend on beside what the user asked for now.
 *
 * @param operatorNamespace namespace of the operator's pods
 * @param ports TCP ports that settings in use name, 1 to 65535
 * @param external the way to stores that somebody else runs
 */
public record Reach(String operatorNamespace, SortedSet<Integer> ports, Stores external) {

  // Host names cannot be told in a policy; only the port of a URL can.
  private static final Pattern URL =
      Pattern.compile(
          "\\b(https?|smtps?)://(?:[^\\s/@,]*@)?(?:\\[[^\\]\\s]*\\]|[^\\s/:@,?#]+)(?::([0-9]{1,5}))?");
  private static final int MAX_PORT = 65535;

  public Reach {
    ports = new TreeSet<>(ports);
  }

  /**
   * The way to stores that somebody else runs.
   *
   * @param ports their TCP ports, 1 to 65535; none when there is no such store
   * @param revision the revision since which no port was closed
   */
  public record Stores(SortedSet<Integer> ports, String revision) {

    public Stores {
      ports = new TreeSet<>(ports);
    }
  }

  /** The ports of all URLs in values of settings. */
  public static Set<Integer> portsOf(Collection<String> values) {
    Set<Integer> ports = new TreeSet<>();
    for (String value : values) {
      Matcher url = URL.matcher(value);
      while (url.find()) {
        int port =
            Optional.ofNullable(url.group(2))
                .map(Integer::parseInt)
                .orElseGet(() -> usual(url.group(1)));
        if (port >= 1 && port <= MAX_PORT) {
          ports.add(port);
        }
      }
    }
    return ports;
  }

  private static int usual(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      case "smtp" -> 25;
      case "smtps" -> 465;
      default ->
          throw new IllegalArgumentException(scheme + " is not among the schemes looked for");
    };
  }
}
