/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.event.Announcement;
import io.signalharvester.operator.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events. The name of an event is made of what it tells, so a pass that was cut short and is
 * done again makes no second one. An event that cannot be written holds nothing up.
 */
public final class Announcer {

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);
  private static final int CONFLICT = 409;
  // The API server reads six digits of a second, no more and no fewer.
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;

  /** Writes by this client. */
  public Announcer(KubernetesClient client) {
    this.client = client;
  }

  /** Announces everything about the resource. */
  public void announce(SignalHarvester resource, List<Announcement> announcements, Instant now) {
    for (Announcement announcement : announcements) {
      try {
        client.resource(event(resource, announcement, now)).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          log.warn("event {} was not written: {}", announcement.reason(), e.getMessage());
        }
      }
    }
  }

  private static Event event(SignalHarvester resource, Announcement announcement, Instant now) {
    UUID key =
        UUID.nameUUIDFromBytes(
            (resource.getMetadata().getUid() + announcement.key())
                .getBytes(StandardCharsets.UTF_8));
    return new EventBuilder()
        .withNewMetadata()
        .withName(
            "%s.%016x".formatted(resource.getMetadata().getName(), key.getMostSignificantBits()))
        .withNamespace(resource.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withReportingController("signalharvester.io/operator")
        .withReportingInstance(Labels.OPERATOR)
        .withAction("Reconcile")
        .withType(announcement.warning() ? "Warning" : "Normal")
        .withReason(announcement.reason())
        .withNote(announcement.note())
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .withUid(resource.getMetadata().getUid())
                .withResourceVersion(resource.getMetadata().getResourceVersion())
                .build())
        .build();
  }
}
