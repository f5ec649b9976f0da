/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.traffic;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import io.signalharvester.api.v1alpha1.ParentReference;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Settled;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The HTTPRoute of an installation: one route, whose weights are all that ever moves. */
public final class Route {

  private static final String GATEWAY_GROUP = "gateway.networking.k8s.io";
  private static final int FULL_WEIGHT = 100;
  private static final int SERVICE_PORT = 80;

  private Route() {}

  /**
   * The route with all traffic on one revision. Everything that the server would fill in is spelled
   * out: in its atomic lists a left-out default never matches.
   */
  public static HTTPRoute of(Settled asked, String revision, Service ofRevision) {
    return new HTTPRouteBuilder(of(asked, revision))
        .withNewMetadata()
        .withName(asked.names().route())
        .withNamespace(asked.namespace())
        .withLabels(routeLabels(ofRevision))
        .withOwnerReferences(ofRevision.getMetadata().getOwnerReferences())
        .endMetadata()
        .build();
  }

  private static HTTPRoute of(Settled asked, String revision) {
    return new HTTPRouteBuilder()
        .withNewSpec()
        .withHostnames(asked.hosts())
        .withParentRefs(asked.parentRefs().stream().map(Route::parent).toList())
        .addNewRule()
        .addNewMatch()
        .withNewPath()
        .withType("PathPrefix")
        .withValue("/")
        .endPath()
        .endMatch()
        .addToBackendRefs(backend(asked, revision))
        .endRule()
        .endSpec()
        .build();
  }

  /**
   * The route that exists is the one that is wanted, and every Gateway has accepted it as it stands
   * and found what it points at.
   */
  public static boolean inForce(HTTPRoute route, Settled asked, String revision) {
    HTTPRouteSpec wanted = of(asked, revision).getSpec();
    return sameBackends(route.getSpec(), wanted)
        && Objects.equals(route.getSpec().getHostnames(), wanted.getHostnames())
        && Objects.equals(route.getSpec().getParentRefs(), wanted.getParentRefs())
        && accepted(route);
  }

  private static boolean sameBackends(HTTPRouteSpec actual, HTTPRouteSpec wanted) {
    return Objects.equals(
        actual.getRules().getFirst().getBackendRefs(),
        wanted.getRules().getFirst().getBackendRefs());
  }

  private static boolean accepted(HTTPRoute route) {
    if (route.getStatus() == null) {
      return false;
    }
    List<RouteParentStatus> parents = route.getStatus().getParents();
    long generation = route.getMetadata().getGeneration();
    return parents.size() >= route.getSpec().getParentRefs().size()
        && parents.stream()
            .allMatch(parent ->
                holds(parent, "Accepted", generation) && holds(parent, "ResolvedRefs", generation));
  }

  private static boolean holds(RouteParentStatus parent, String type, long generation) {
    return parent.getConditions().stream()
        .anyMatch(condition ->
            type.equals(condition.getType())
                && "True".equals(condition.getStatus())
                && condition.getObservedGeneration() != null
                && condition.getObservedGeneration() >= generation);
  }

  private static Map<String, String> routeLabels(Service ofRevision) {
    Map<String, String> labels = new TreeMap<>(ofRevision.getMetadata().getLabels());
    labels.remove(Labels.REVISION);
    return labels;
  }

  private static io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference parent(
      ParentReference reference) {
    return new io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder()
        .withGroup(GATEWAY_GROUP)
        .withKind("Gateway")
        .withName(reference.name())
        .withNamespace(reference.namespace())
        .withSectionName(reference.sectionName())
        .build();
  }

  private static HTTPBackendRef backend(Settled asked, String revision) {
    return new HTTPBackendRefBuilder()
        .withGroup("")
        .withKind("Service")
        .withName(asked.names().api(revision))
        .withPort(SERVICE_PORT)
        .withWeight(FULL_WEIGHT)
        .build();
  }
}
