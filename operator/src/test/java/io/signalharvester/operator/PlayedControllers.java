/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The controllers that an API server alone lacks, where everything goes well: sets and deployments
 * get their pods, jobs end, a gateway takes routes up.
 *
 * @param user what they write statuses with
 * @param namespace where they look
 */
public record PlayedControllers(KubernetesClient user, String namespace) {

  /** Lets each of them do what it would have done by now. */
  public void play() {
    user.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
        .filter(set -> set.getStatus() == null || set.getStatus().getReadyReplicas() == null)
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
        .filter(route -> route.getStatus() == null || route.getStatus().getParents().isEmpty())
        .forEach(this::accept);
  }

  private void accept(HTTPRoute route) {
    user.resource(route)
        .editStatus(found ->
            found
                .edit()
                .editOrNewStatus()
                .addToParents(
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
