/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.signalharvester.operator.Cluster;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.observe.Observation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What holds at every moment of an installation, whoever is stopped when. */
final class Invariants {

  private static final String STABLE = "signalharvester.io/stable-revision";

  private final Cluster cluster;
  private final Map<String, Map<String, String>> secrets = new HashMap<>();
  private String readyUid = "";
  private String workers = "";
  private long moments;

  Invariants(Cluster cluster) {
    this.cluster = cluster;
  }

  /** How many moments were looked at. */
  long moments() {
    return moments;
  }

  /** What a write may never do. */
  void permit(String key, Optional<HasMetadata> old, Optional<HasMetadata> fresh) {
    old.filter(Secret.class::isInstance)
        .map(secret -> ((Secret) secret).getData())
        .ifPresent(data ->
            assertThat(fresh.map(secret -> ((Secret) secret).getData()))
                .as("what %s holds is never changed", key)
                .contains(data));
    if (old.isPresent() && fresh.isEmpty()) {
      assertThat(stable())
          .as("%s belongs to the stable revision and is never deleted", key)
          .isNotEqualTo(
              Optional.ofNullable(old.get().getMetadata().getLabels().get(Labels.REVISION)));
    }
  }

  /** What is so now. */
  void check() {
    moments++;
    Observation now = cluster.observation();
    secretsStay();
    oneRevisionWorks(now);
    String uid = now.resource().getMetadata().getUid();
    if (now.status().conditions() != null && cluster.condition("Ready").status().equals("True")) {
      readyUid = uid;
    }
    if (readyUid.equals(uid)) {
      requestsAreAnswered(now);
    }
  }

  private void secretsStay() {
    Map<String, Map<String, String>> present = new HashMap<>();
    cluster
        .objects()
        .forEach((key, object) -> {
          if (object instanceof Secret secret) {
            present.put(key + " of " + secret.getMetadata().getOwnerReferences(), secret.getData());
          }
        });
    secrets.forEach((key, data) -> {
      if (present.containsKey(key)) {
        assertThat(present).as(key).containsEntry(key, data);
      }
    });
    secrets.putAll(present);
  }

  private void oneRevisionWorks(Observation now) {
    List<Deployment> found =
        now.all(Deployment.class)
            .filter(deployment -> "worker".equals(label(deployment, Labels.COMPONENT)))
            .toList();
    assertThat(found).as("Deployments of workers").hasSizeLessThan(2);
    if (found.isEmpty()) {
      workers = "";
      return;
    }
    String revision =
        found.getFirst().getSpec().getTemplate().getMetadata().getLabels().get(Labels.REVISION);
    if (!revision.equals(workers)) {
      assertThat(now.find(Job.class, "demo-activate-" + revision))
          .as("workers of revision %s come after it was named active", revision)
          .hasValueSatisfying(job ->
              assertThat(job.getStatus().getConditions())
                  .anyMatch(condition -> condition.getType().equals("Complete")));
    }
    workers = revision;
  }

  private void requestsAreAnswered(Observation now) {
    answers(now, "demo");
    if (now.resource().getSpec().exposure() != null
        && Objects.equals(now.status().observedGeneration(), now.generation())) {
      assertThat(now.find(HTTPRoute.class, "demo")).as("the route").isPresent();
    }
    now.find(HTTPRoute.class, "demo")
        .ifPresent(route ->
            assertThat(route.getSpec().getRules().getFirst().getBackendRefs())
                .as("backends")
                .isNotEmpty()
                .allSatisfy(backend -> answers(now, backend.getName())));
  }

  /** Behind a Service are Ready pods. */
  private static void answers(Observation now, String name) {
    Optional<Service> service = now.find(Service.class, name);
    assertThat(service).as("Service " + name).isPresent();
    String revision = service.get().getSpec().getSelector().get(Labels.REVISION);
    Optional<Deployment> deployment = now.find(Deployment.class, "demo-api-" + revision);
    assertThat(deployment).as("Deployment behind Service " + name).isPresent();
    assertThat(deployment.get().getStatus()).as("status of the pods behind " + name).isNotNull();
    assertThat(deployment.get().getStatus().getReadyReplicas()).as("Ready pods").isPositive();
  }

  private Optional<String> stable() {
    return cluster
        .observation()
        .find(Service.class, "demo")
        .map(service -> service.getMetadata().getAnnotations().get(STABLE));
  }

  private static String label(HasMetadata object, String label) {
    return object.getMetadata().getLabels().get(label);
  }
}
