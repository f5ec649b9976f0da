/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.observe.NamedSecret;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.plan.Plan;
import io.signalharvester.operator.plan.Planner;
import io.signalharvester.operator.plan.Step;
import io.signalharvester.operator.status.Blocker;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.traffic.ProbeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster on paper: it carries plans out and plays the controllers, so that whole stories fit in
 * a table.
 */
public final class Cluster {

  /** What the spec of {@link #exposed} ends with. */
  public static final String EXPOSURE =
      "exposure: {hosts: [demo.example.com], gateway: {parentRefs: [{name: gw}]}}";

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Namespace of the operator's pods. */
  public static final String OPERATORS = "operators";

  private static final DefaultImages IMAGES = new DefaultImages("postgres:18", "redis:7");

  /** Key of the value that a generated Secret gets beside the fixed ones. */
  public static final String RANDOM = "random";

  /** A longer wake-up is the deadline of a wait, and not a step of the work. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Planner planner = new Planner(IMAGES, OPERATORS);
  private final Map<String, HasMetadata> objects = new LinkedHashMap<>();
  private final Map<String, NamedSecret> secrets = new TreeMap<>();
  private SignalHarvester resource;
  private Instant now = START;
  private boolean gatewayApi = true;
  private Optional<ProbeReport> probes = Optional.empty();
  private Watch watch = new Watch() {};
  private int made;
  private Plan last =
      new Plan(List.of(), new Observation(sample(""), List.of(), true).status(), Optional.empty());

  /** Is told of each write of the operator; what it throws ends the operator there and then. */
  public interface Watch {

    /** Something is about to be written; absent before is made, absent after is deleted. */
    default void before(String key, Optional<HasMetadata> old, Optional<HasMetadata> fresh) {}

    /** It was written, and the operator does not know it yet. */
    default void after(String key) {}

    /** Others did what they would have done by now. */
    default void afterControllers() {}
  }

  private Cluster(SignalHarvester resource) {
    this.resource = resource;
  }

  /** A cluster with one resource, whose spec ends with these lines. */
  public static Cluster with(String spec) {
    return new Cluster(sample(spec));
  }

  /** The resource of the examples. */
  public static SignalHarvester sample(String spec) {
    SignalHarvester resource =
        Serialization.unmarshal(
            """
            apiVersion: signalharvester.io/v1alpha1
            kind: SignalHarvester
            metadata: {name: demo, namespace: shop, uid: u-1, generation: 1}
            spec:
              image: app:1
            """
                + spec.indent(2),
            SignalHarvester.class);
    return resource;
  }

  public static Cluster exposed() {
    return with(EXPOSURE);
  }

  public Cluster withoutGatewayApi() {
    gatewayApi = false;
    return this;
  }

  /** Replaces the spec. */
  public Cluster edit(String image, String spec) {
    SignalHarvester edited = sample(spec.isEmpty() ? "" : spec);
    SignalHarvester changed =
        Serialization.unmarshal(
            Serialization.asYaml(edited).replace("\"app:1\"", "\"" + image + "\""),
            SignalHarvester.class);
    changed.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    changed.getMetadata().setUid(resource.getMetadata().getUid());
    changed.setStatus(resource.getStatus());
    resource = changed;
    return this;
  }

  /**
   * Deletes the resource and makes one of the same name and spec. What belonged to the first is
   * there until the garbage collector has come to it.
   */
  public Cluster recreate() {
    resource = Serialization.clone(resource);
    resource.getMetadata().setUid(resource.getMetadata().getUid() + "-again");
    resource.getMetadata().setGeneration(1L);
    resource.setStatus(null);
    return this;
  }

  /** Tells this of everything that is written from now on. */
  public Cluster watchedBy(Watch watching) {
    watch = watching;
    return this;
  }

  /** Passes until nothing follows at once. */
  public Plan pass() {
    for (int i = 0; i < 20; i++) {
      once();
      if (last.wakeUp().filter(pause -> pause.compareTo(Duration.ofMillis(1)) <= 0).isEmpty()) {
        return last;
      }
      now = now.plus(last.wakeUp().get());
    }
    throw new AssertionError("passes follow each other without an end: " + resource.getStatus());
  }

  /** One pass: plans from what is there and carries the plan out. */
  public Plan once() {
    last = planner.plan(observation(), now);
    for (Step step : last.steps()) {
      Optional<HasMetadata> foreign = desired(step).map(this::old).filter(this::ofFormer);
      if (foreign.isPresent()) {
        String message = key(foreign.get()) + " of a deleted resource is still being removed";
        Blocker blocker = new Blocker(false, Reason.APPLY_FAILED, message);
        SignalHarvesterStatus status = planner.blocked(observation(), blocker, now);
        last = new Plan(List.of(), status, Optional.of(RETRY));
        break;
      }
      switch (step) {
        case Step.Apply(HasMetadata desired) -> write(key(desired), merged(desired));
        case Step.Create(HasMetadata desired) -> createWhereAbsent(desired);
        case Step.Generate generate -> generateWhereAbsent(generate.secret().skeleton());
        case Step.Own own -> write(key(own.observed()), owned(own));
        case Step.Delete(HasMetadata observed) -> write(key(observed), null);
      }
    }
    if (!last.status().equals(resource.getStatus())) {
      watch.before("status", Optional.empty(), Optional.empty());
      resource.setStatus(last.status());
      watch.after("status");
    }
    return last;
  }

  private static Optional<HasMetadata> desired(Step step) {
    return switch (step) {
      case Step.Apply(HasMetadata desired) -> Optional.of(desired);
      case Step.Create(HasMetadata desired) -> Optional.of(desired);
      case Step.Generate generate -> Optional.of(generate.secret().skeleton());
      case Step.Own own -> Optional.empty();
      case Step.Delete delete -> Optional.empty();
    };
  }

  private static Secret owned(Step.Own own) {
    return own.observed()
        .edit()
        .editMetadata()
        .withOwnerReferences(own.owners())
        .endMetadata()
        .build();
  }

  private @Nullable HasMetadata old(HasMetadata desired) {
    return objects.get(key(desired));
  }

  private void createWhereAbsent(HasMetadata desired) {
    if (!objects.containsKey(key(desired))) {
      write(key(desired), desired);
    }
  }

  /** Its value is never the same twice, as a random one. */
  private void generateWhereAbsent(Secret skeleton) {
    if (!objects.containsKey(key(skeleton))) {
      String value = Base64.getEncoder().encodeToString(("made " + ++made).getBytes(UTF_8));
      write(key(skeleton), skeleton.edit().addToData(RANDOM, value).build());
    }
  }

  /** A write that changes nothing is none: the operator compares before it asks. */
  private void write(String key, @Nullable HasMetadata fresh) {
    HasMetadata old = objects.get(key);
    if (Objects.equals(old, fresh)) {
      return;
    }
    watch.before(key, Optional.ofNullable(old), Optional.ofNullable(fresh));
    if (fresh == null) {
      objects.remove(key);
    } else {
      objects.put(key, fresh);
    }
    watch.after(key);
  }

  private String everything() {
    return Serialization.asJson(new ArrayList<>(objects.values()))
        + Serialization.asJson(resource.getStatus());
  }

  /** Passes and controllers in turn, until nothing moves any more. */
  public Cluster settle() {
    for (int i = 0; i < 60; i++) {
      String before = everything();
      pass();
      String written = everything();
      controllers();
      last.wakeUp()
          .filter(pause -> pause.compareTo(PATIENCE) < 0)
          .ifPresent(pause -> now = now.plus(pause));
      // What controllers did is seen by the operator, also when it looks as it did before the pass.
      if (before.equals(written)
          && written.equals(everything())
          && last.wakeUp().filter(pause -> pause.compareTo(PATIENCE) < 0).isEmpty()) {
        return this;
      }
    }
    throw new AssertionError("does not settle: " + objects.keySet());
  }

  /** Passes and controllers in turn, until the rollout is in this state; no controller after it. */
  public Cluster until(String state) {
    for (int i = 0; i < 60; i++) {
      pass();
      if (state.equals(observation().status().state())) {
        return this;
      }
      controllers();
      last.wakeUp()
          .filter(pause -> pause.compareTo(PATIENCE) < 0)
          .ifPresent(pause -> now = now.plus(pause));
    }
    throw new AssertionError("never " + state + ": " + observation().status());
  }

  /** Lets pods become Ready, Jobs end and Gateways accept. */
  public Cluster controllers() {
    each(StatefulSet.class, Cluster::started);
    each(Deployment.class, Cluster::started);
    each(Job.class, job -> ended(job, "Complete"));
    each(HTTPRoute.class, Cluster::accepted);
    collect();
    watch.afterControllers();
    return this;
  }

  /** Removes half of what belongs to a resource that is gone: collecting takes its time. */
  private void collect() {
    List<String> former =
        objects.entrySet().stream()
            .filter(entry -> ofFormer(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    former.subList(0, (former.size() + 1) / 2).forEach(objects::remove);
  }

  private boolean ofFormer(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner ->
            "SignalHarvester".equals(owner.getKind())
                && !owner.getUid().equals(resource.getMetadata().getUid()));
  }

  public <T extends HasMetadata> Cluster each(Class<T> kind, UnaryOperator<T> change) {
    objects.replaceAll(
        (key, object) -> kind.isInstance(object) ? change.apply(kind.cast(object)) : object);
    return this;
  }

  /** Says what is known of a Secret that the resource names. */
  public Cluster knows(String name, NamedSecret secret) {
    secrets.put(name, secret);
    return this;
  }

  public Cluster remove(String key) {
    if (objects.remove(key) == null) {
      throw new AssertionError(key + " is not among " + objects.keySet());
    }
    return this;
  }

  public Cluster add(HasMetadata object) {
    objects.put(key(object), object);
    return this;
  }

  /** Lets an autoscaler, or whoever it is, change the number of pods of a Deployment. */
  public Cluster scale(String name, int replicas) {
    objects.computeIfPresent(
        "Deployment/" + name,
        (key, object) ->
            ReplicasOwnership.scaled((Deployment) object, "kube-controller-manager", replicas));
    return this;
  }

  public Cluster loseStatus() {
    resource.setStatus(null);
    return this;
  }

  public Cluster at(Instant time) {
    now = time;
    return this;
  }

  public Instant now() {
    return now;
  }

  /** What a gateway answers whenever it is asked. */
  public Cluster answers(ProbeReport report) {
    probes = Optional.of(report);
    return this;
  }

  public Observation observation() {
    List<HasMetadata> children =
        objects.values().stream().filter(object -> !ofFormer(object)).toList();
    return new Observation(resource, children, gatewayApi, secrets, probes);
  }

  public Set<String> keys() {
    return Set.copyOf(objects.keySet());
  }

  public <T extends HasMetadata> T get(Class<T> kind, String name) {
    return observation().find(kind, name).orElseThrow();
  }

  public static StatefulSet started(StatefulSet set) {
    return new StatefulSetBuilder(set)
        .withNewStatus()
        .withReadyReplicas(1)
        .withObservedGeneration(set.getMetadata().getGeneration())
        .endStatus()
        .build();
  }

  public static Deployment started(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .withNewStatus()
        .withReadyReplicas(deployment.getSpec().getReplicas())
        .endStatus()
        .build();
  }

  public static Job ended(Job job, String condition) {
    return new JobBuilder(job)
        .withNewStatus()
        .addNewCondition()
        .withType(condition)
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static HTTPRoute accepted(HTTPRoute route) {
    return new HTTPRouteBuilder(route)
        .withNewStatus()
        .addNewParent()
        .addToConditions(holds("Accepted", route), holds("ResolvedRefs", route))
        .endParent()
        .endStatus()
        .build();
  }

  private static Condition holds(String type, HTTPRoute route) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withObservedGeneration(route.getMetadata().getGeneration())
        .build();
  }

  private HasMetadata merged(HasMetadata applied) {
    HasMetadata desired =
        applied instanceof Deployment deployment
            ? ReplicasOwnership.applied((Deployment) objects.get(key(applied)), deployment)
            : applied;
    if (desired.getMetadata().getGeneration() == null) {
      desired.getMetadata().setGeneration(1L);
    }
    HasMetadata old = objects.get(key(desired));
    if (old == null) {
      return desired;
    }
    HasMetadata copy = Serialization.clone(desired);
    switch (old) {
      case StatefulSet set -> ((StatefulSet) copy).setStatus(set.getStatus());
      case Deployment deployment -> ((Deployment) copy).setStatus(deployment.getStatus());
      case HTTPRoute route -> {
        ((HTTPRoute) copy).setStatus(route.getStatus());
        long generation = route.getMetadata().getGeneration();
        boolean same = ((HTTPRoute) copy).getSpec().equals(route.getSpec());
        copy.getMetadata().setGeneration(same ? generation : generation + 1);
      }
      default -> {}
    }
    return copy;
  }

  /** Every object as the API server would show it, also of resources that are gone. */
  public Map<String, HasMetadata> objects() {
    return new TreeMap<>(objects);
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /** Name of the revision that serves. */
  public String revision() {
    return observation().status().stable().revision();
  }

  /** What the status says. */
  public List<io.signalharvester.api.v1alpha1.Condition> conditions() {
    return observation().status().conditions();
  }

  public io.signalharvester.api.v1alpha1.Condition condition(String type) {
    return conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " in " + conditions()));
  }

  /** Whom the route sends requests to, as {@code name=weight}. */
  public List<String> backends() {
    return get(HTTPRoute.class, "demo").getSpec().getRules().getFirst().getBackendRefs().stream()
        .map(backend -> backend.getName() + "=" + backend.getWeight())
        .toList();
  }
}
