/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.e2e.images.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sample sources as a service of the cluster, at http://sample-sources.sample-sources.svc:8080.
 */
public final class SampleSourcesService {

  /** Its namespace, and its name there. */
  public static final String NAME = "sample-sources";

  private static final Duration AVAILABLE = Duration.ofMinutes(1);

  private SampleSourcesService() {}

  /** Starts it or brings it up to the image, and waits until it serves. */
  public static void deploy(KubernetesClient client, Image image) {
    List<HasMetadata> objects =
        client
            .load(Manifest.stream("sample-sources.yaml", Map.of("IMAGE", image.reference())))
            .items();
    for (HasMetadata each : objects) {
      client.resource(each).fieldManager(Manifest.MANAGER).forceConflicts().serverSideApply();
    }
    Await.first(
        "sample source server",
        AVAILABLE,
        () ->
            Optional.ofNullable(client.apps().deployments().inNamespace(NAME).withName(NAME).get())
                .filter(Installation::available),
        () -> "look at what its pods say.\n" + PodReport.of(client, NAME, Map.of()));
  }
}
