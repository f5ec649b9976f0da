/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The controllers that an API server alone lacks, where everything goes well: sets and deployments
 * get their pods, jobs end, a gateway takes routes up.
 *
 * @param user what they write statuses with
 * @param namespace where they look
 */
public record PlayedControllers(KubernetesClient user, String namespace) {

  /** Removes what belongs to a resource that is gone, as the garbage collector would. */
  void collect(List<Class<? extends HasMetadata>> kinds) {
    Set<String> owners =
        user.resources(SignalHarvester.class).inNamespace(namespace).list().getItems().stream()
            .map(resource -> resource.getMetadata().getUid())
            .collect(Collectors.toSet());
    kinds.stream()
        .<HasMetadata>flatMap(
            kind -> user.resources(kind).inNamespace(namespace).list().getItems().stream())
        .filter(object ->
            object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner ->
                    "SignalHarvester".equals(owner.getKind()) && !owners.contains(owner.getUid())))
        .forEach(object ->
            user.resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
  }

  /** Lets each of them do what it would have done by now. */
  public void play() {
    user.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
        .filter(set ->
            set.getStatus() == null
                || set.getStatus().getReadyReplicas() == null
                || !set.getMetadata()
                    .getGeneration()
                    .equals(set.getStatus().getObservedGeneration()))
        .forEach(set ->
            user.resource(set)
                .editStatus(found ->
                    found
                        .edit()
                        .editOrNewStatus()
                        .withReplicas(1)
                        .withObservedGeneration(found.getMetadata().getGeneration())
                        .withReadyReplicas(1)
                        .endStatus()
                        .build()));
    user.apps().deployments().inNamespace(namespace).list().getItems().stream()
        .filter(d ->
            d.getStatus() == null
                || !Objects.equals(d.getStatus().getReadyReplicas(), d.getSpec().getReplicas()))
        .forEach(d ->
            user.resource(d)
                .editStatus(found ->
                    found
                        .edit()
                        .editOrNewStatus()
                        .withReplicas(found.getSpec().getReplicas())
                        .withReadyReplicas(found.getSpec().getReplicas())
                        .endStatus()
                        .build()));
    user.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .filter(job -> job.getStatus() == null || job.getStatus().getConditions().isEmpty())
        .forEach(job ->
            user.resource(job)
                .editStatus(found ->
                    found
                        .edit()
                        .editOrNewStatus()
                        .withStartTime(Instant.now().toString())
                        .withCompletionTime(Instant.now().toString())
                        .withSucceeded(1)
                        .addNewCondition()
                        .withType("SuccessCriteriaMet")
                        .withStatus("True")
                        .endCondition()
                        .addNewCondition()
                        .withType("Complete")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build()));
    user.resources(HTTPRoute.class).inNamespace(namespace).list().getItems().stream()
        .filter(route -> !accepted(route))
        .forEach(this::accept);
  }

  private static boolean accepted(HTTPRoute route) {
    return route.getStatus() != null
        && route.getStatus().getParents().stream()
            .flatMap(parent -> parent.getConditions().stream())
            .anyMatch(condition ->
                route.getMetadata().getGeneration().equals(condition.getObservedGeneration()));
  }

  private void accept(HTTPRoute route) {
    user.resource(route)
        .editStatus(found ->
            found
                .edit()
                .editOrNewStatus()
                .withParents(
                    new RouteParentStatusBuilder()
                        .withControllerName("example.com/gateway")
                        .withParentRef(found.getSpec().getParentRefs().getFirst())
                        .withConditions(
                            List.of("Accepted", "ResolvedRefs").stream()
                                .map(type ->
                                    new ConditionBuilder()
                                        .withType(type)
                                        .withStatus("True")
                                        .withReason(type)
                                        .withMessage("")
                                        .withLastTransitionTime("2026-01-01T00:00:00Z")
                                        .withObservedGeneration(found.getMetadata().getGeneration())
                                        .build())
                                .toList())
                        .build())
                .endStatus()
                .build());
  }
}
