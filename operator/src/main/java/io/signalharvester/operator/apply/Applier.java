/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.model.GeneratedSecret;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.plan.Plan;
import io.signalharvester.operator.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the steps of a plan in their order. A step that finds the cache as it should be costs
 * no call. A cache miss is no proof of absence: a live read confirms it before anything is made or
 * deleted.
 */
public final class Applier {

  /** Field manager of everything that the operator applies. */
  public static final String FIELD_MANAGER = Labels.OPERATOR;

  private static final Logger log = LoggerFactory.getLogger(Applier.class);

  private final RandomSecrets secrets = new RandomSecrets();
  private final OwnWrites ownWrites = new OwnWrites();

  /** Carries out the plan that was made from this observation. */
  public void apply(Plan plan, Observation observation, Context<SignalHarvester> context) {
    for (Step step : plan.steps()) {
      switch (step) {
        case Step.Apply(HasMetadata desired) -> applyWhereDifferent(desired, observation, context);
        case Step.Create(HasMetadata desired) -> createWhereAbsent(desired, observation, context);
        case Step.Generate(GeneratedSecret secret) -> generate(secret, observation, context);
        case Step.Own own -> own(own, context);
        case Step.Delete(HasMetadata observed) -> delete(observed, context);
      }
    }
  }

  private void applyWhereDifferent(
      HasMetadata desired, Observation observation, Context<SignalHarvester> context) {
    Optional<HasMetadata> actual = actual(desired, observation, context);
    boolean holds =
        actual
            .filter(
                found -> matches(found, desired, context) || ownWrites.stillHolds(desired, found))
            .isPresent();
    if (!holds) {
      write(desired, actual, context);
    }
  }

  private void createWhereAbsent(
      HasMetadata desired, Observation observation, Context<SignalHarvester> context) {
    if (cached(desired, observation).isPresent()) {
      return;
    }
    Optional<HasMetadata> found = live(desired, observation, context);
    if (found.isEmpty()) {
      write(desired, Optional.empty(), context);
    } else if (!labels(found.get()).entrySet().containsAll(labels(desired).entrySet())) {
      label(found.get(), desired, context);
    }
  }

  /**
   * Somebody took our labels from it, and the caches do not show what lacks them. The plan was made
   * as if it did not exist, a pod template rendered anew instead of the frozen one for example, so
   * nothing more of it is carried out.
   */
  private static void label(
      HasMetadata found, HasMetadata desired, Context<SignalHarvester> context) {
    HasMetadata written =
        context
            .getClient()
            .resource(found)
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(FIELD_MANAGER)
                    .build(),
                Serialization.asJson(Map.of("metadata", Map.of("labels", labels(desired)))));
    log("labelled", written);
    remember(written, Optional.empty(), context);
    throw new Overlooked(written);
  }

  private static Map<String, String> labels(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
  }

  private void write(
      HasMetadata desired, Optional<HasMetadata> before, Context<SignalHarvester> context) {
    HasMetadata written =
        context
            .getClient()
            .resource(desired)
            .fieldManager(FIELD_MANAGER)
            .forceConflicts()
            .serverSideApply();
    log(before.isPresent() ? "changed" : "created", written);
    ownWrites.remember(desired, written);
    remember(written, before, context);
  }

  private void generate(
      GeneratedSecret secret, Observation observation, Context<SignalHarvester> context) {
    Secret skeleton = secret.skeleton();
    if (actual(skeleton, observation, context).isPresent()) {
      return;
    }
    // A plain create: of two leaders only one may choose the values.
    HasMetadata written = context.getClient().resource(secrets.fill(secret)).create();
    log("created", written);
    remember(written, Optional.empty(), context);
  }

  /**
   * Sets the whole list, whoever wrote it: one that is kept by another field manager would let a
   * Secret go that is to stay. The version makes sure that it is the list that was looked at.
   */
  private static void own(Step.Own step, Context<SignalHarvester> context) {
    ObjectMeta observed = step.observed().getMetadata();
    String patch =
        Serialization.asJson(
            Map.of(
                "metadata",
                Map.of(
                    "resourceVersion",
                    observed.getResourceVersion(),
                    "ownerReferences",
                    step.owners())));
    HasMetadata written =
        context
            .getClient()
            .secrets()
            .inNamespace(observed.getNamespace())
            .withName(observed.getName())
            .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    log("changed owners of", written);
    remember(written, Optional.of(step.observed()), context);
  }

  private static void delete(HasMetadata observed, Context<SignalHarvester> context) {
    KubernetesClient client = context.getClient();
    HasMetadata found = client.resource(observed).get();
    if (found == null
        || !Objects.equals(found.getMetadata().getUid(), observed.getMetadata().getUid())) {
      return;
    }
    client.resource(found).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    log("deleted", found);
  }

  /** What there is: from the cache, and where that has nothing, from the API server. */
  private static Optional<HasMetadata> actual(
      HasMetadata desired, Observation observation, Context<SignalHarvester> context) {
    return cached(desired, observation).or(() -> live(desired, observation, context));
  }

  private static Optional<HasMetadata> cached(HasMetadata desired, Observation observation) {
    return observation
        .find(desired.getClass(), desired.getMetadata().getName())
        .map(HasMetadata.class::cast);
  }

  private static Optional<HasMetadata> live(
      HasMetadata desired, Observation observation, Context<SignalHarvester> context) {
    Optional<HasMetadata> found = Optional.ofNullable(context.getClient().resource(desired).get());
    found
        .filter(object -> !ours(object, observation))
        .ifPresent(object -> {
          throw new ForeignObject(object);
        });
    return found;
  }

  /** Ours is what names the resource as its owner, or has none and carries our labels. */
  private static boolean ours(HasMetadata object, Observation observation) {
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    if (!owners.isEmpty()) {
      String uid = observation.resource().getMetadata().getUid();
      return owners.stream().anyMatch(owner -> owner.getUid().equals(uid));
    }
    Map<String, String> labels = labels(object);
    return Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
        && observation.resource().getMetadata().getName().equals(labels.get(Labels.INSTANCE));
  }

  private static boolean matches(
      HasMetadata actual, HasMetadata desired, Context<SignalHarvester> context) {
    return SSABasedGenericKubernetesResourceMatcher.<HasMetadata>getInstance()
        .matches(actual, desired, context);
  }

  /** Puts our own write where the next pass reads, so that it does not act on an older cache. */
  @SuppressWarnings("unchecked")
  private static void remember(
      HasMetadata written, Optional<HasMetadata> before, Context<SignalHarvester> context) {
    var source =
        (InformerEventSource<HasMetadata, SignalHarvester>)
            context
                .eventSourceRetriever()
                .getEventSourceFor(
                    (Class<HasMetadata>) written.getClass(), written.getClass().getSimpleName());
    ResourceID id = ResourceID.fromResource(written);
    before.ifPresentOrElse(
        old -> source.handleRecentResourceUpdate(id, written, old),
        () -> source.handleRecentResourceCreate(id, written));
  }

  private static void log(String what, HasMetadata object) {
    log.info(
        "{} {} {}/{}",
        what,
        object.getKind(),
        object.getMetadata().getNamespace(),
        object.getMetadata().getName());
  }
}
