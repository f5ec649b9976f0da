/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls that an API server answered, by its own metric. What it asks of itself and the
 * renewal of leases are left out, and so are watches, which are counted when they end.
 */
record ApiCalls(KubernetesClient client) {

  private static final Set<String> RESOURCES =
      Set.of(
          "signalharvesters",
          "serviceaccounts",
          "secrets",
          "services",
          "configmaps",
          "statefulsets",
          "deployments",
          "jobs",
          "cronjobs",
          "pods",
          "httproutes",
          "poddisruptionbudgets",
          "horizontalpodautoscalers",
          "networkpolicies",
          "events",
          "persistentvolumeclaims");
  private static final Set<String> WRITES =
      Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION");
  private static final Pattern LINE =
      Pattern.compile("^apiserver_request_total\\{([^}]*)\\} ([0-9.e+]+)$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** Calls so far; one who asks for them adds none to these. */
  Count count() {
    long reads = 0;
    long writes = 0;
    long statuses = 0;
    Matcher line = LINE.matcher(client.raw("/metrics"));
    while (line.find()) {
      Map<String, String> labels = labels(line.group(1));
      if (!RESOURCES.contains(String.valueOf(labels.get("resource")))) {
        continue;
      }
      long calls = (long) Double.parseDouble(line.group(2));
      String verb = String.valueOf(labels.get("verb"));
      if (WRITES.contains(verb)) {
        writes += calls;
        statuses += played(labels) ? calls : 0;
      } else if (!verb.equals("WATCH")) {
        reads += calls;
      }
    }
    return new Count(reads, writes, statuses);
  }

  /** Statuses of everything but our own resource are written by the played controllers. */
  private static boolean played(Map<String, String> labels) {
    return "status".equals(labels.get("subresource"))
        && !"signalharvesters".equals(labels.get("resource"));
  }

  private static Map<String, @Nullable String> labels(String text) {
    Map<String, @Nullable String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  /**
   * So many calls.
   *
   * @param played how many of the writes are statuses that a controller writes
   */
  record Count(long reads, long writes, long played) {

    Count minus(Count earlier) {
      return new Count(reads - earlier.reads, writes - earlier.writes, played - earlier.played);
    }

    long operatorWrites() {
      return writes - played;
    }
  }
}
