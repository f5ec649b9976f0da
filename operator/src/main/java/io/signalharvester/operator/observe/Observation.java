/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.traffic.ProbeReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the caches held when a pass began; immutable, and without a client in reach.
 *
 * @param resource the resource
 * @param children the objects that carry its instance label
 * @param gatewayApi the cluster serves the Gateway API
 * @param secrets what is known of the Secrets that the resource names
 * @param probes what a gateway was seen to do, when it was asked
 */
public record Observation(
    SignalHarvester resource,
    List<HasMetadata> children,
    boolean gatewayApi,
    Map<String, NamedSecret> secrets,
    Optional<ProbeReport> probes) {

  private static final SignalHarvesterStatus NONE =
      new SignalHarvesterStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  public Observation {
    children = List.copyOf(children);
    secrets = Map.copyOf(secrets);
  }

  /** What was observed of a resource that names no Secrets. */
  public Observation(SignalHarvester resource, List<HasMetadata> children, boolean gatewayApi) {
    this(resource, children, gatewayApi, Map.of());
  }

  /** What the caches and the named Secrets hold. */
  public Observation(
      SignalHarvester resource,
      List<HasMetadata> children,
      boolean gatewayApi,
      Map<String, NamedSecret> secrets) {
    this(resource, children, gatewayApi, secrets, Optional.empty());
  }

  /** What is known of a Secret that the resource names. */
  public NamedSecret secret(String name) {
    return secrets.getOrDefault(name, new NamedSecret.Unread());
  }

  /** The same, with what a gateway was seen to do. */
  public Observation with(ProbeReport report) {
    return new Observation(resource, children, gatewayApi, secrets, Optional.of(report));
  }

  /** The child of a kind and name. */
  public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
    return all(kind).filter(child -> child.getMetadata().getName().equals(name)).findFirst();
  }

  /** All children of a kind. */
  public <T extends HasMetadata> Stream<T> all(Class<T> kind) {
    return children.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The status as it stands; without any statement when there is none yet. */
  public SignalHarvesterStatus status() {
    return Optional.ofNullable(resource.getStatus()).orElse(NONE);
  }

  /** The generation that this pass looks at. */
  public long generation() {
    return Optional.ofNullable(resource.getMetadata().getGeneration()).orElse(0L);
  }
}
