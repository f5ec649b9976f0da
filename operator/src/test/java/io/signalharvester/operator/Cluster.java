/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.observe.NamedSecret;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.plan.Plan;
import io.signalharvester.operator.plan.Planner;
import io.signalharvester.operator.plan.Step;
import io.signalharvester.operator.traffic.ProbeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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

  /** A longer wake-up is the deadline of a wait, and not a step of the work. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Planner planner = new Planner(IMAGES, OPERATORS);
  private final Map<String, HasMetadata> objects = new LinkedHashMap<>();
  private final Map<String, NamedSecret> secrets = new TreeMap<>();
  private int budget = Integer.MAX_VALUE;
  private int writes;
  private SignalHarvester resource;
  private Instant now = START;
  private boolean gatewayApi = true;
  private Optional<ProbeReport> probes = Optional.empty();
  private Plan last =
      new Plan(List.of(), new Observation(sample(""), List.of(), true).status(), Optional.empty());

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
    changed.setStatus(resource.getStatus());
    resource = changed;
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
      write(step);
    }
    if (!last.status().equals(resource.getStatus())) {
      spend();
    }
    resource.setStatus(last.status());
    return last;
  }

  private void write(Step step) {
    switch (step) {
      case Step.Apply(HasMetadata desired) -> {
        HasMetadata before = objects.get(key(desired));
        String old = Serialization.asJson(before);
        merge(desired);
        if (!Serialization.asJson(objects.get(key(desired))).equals(old)) {
          spend(() -> restore(key(desired), before));
        }
      }
      case Step.Create(HasMetadata desired) -> create(desired);
      case Step.Generate generate -> create(generate.secret().skeleton());
      case Step.Own own -> {
        HasMetadata before =
            objects.put(
                key(own.observed()),
                own.observed()
                    .edit()
                    .editMetadata()
                    .withOwnerReferences(own.owners())
                    .endMetadata()
                    .build());
        spend(() -> restore(key(own.observed()), before));
      }
      case Step.Delete(HasMetadata observed) -> {
        HasMetadata before = objects.remove(key(observed));
        spend(() -> restore(key(observed), before));
      }
    }
  }

  private void create(HasMetadata desired) {
    if (objects.putIfAbsent(key(desired), desired) == null) {
      spend(() -> objects.remove(key(desired)));
    }
  }

  private void restore(String key, HasMetadata before) {
    if (before == null) {
      objects.remove(key);
    } else {
      objects.put(key, before);
    }
  }

  /** The operator died; what it wrote before is there. */
  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Lets the operator die when it has made so many writes more. */
  public Cluster crashAfter(int writes) {
    budget = writes;
    return this;
  }

  /** How many writes were made so far. */
  public int writes() {
    return writes;
  }

  private void spend() {
    spend(() -> {});
  }

  private void spend(Runnable undo) {
    if (budget == 0) {
      undo.run();
      budget = Integer.MAX_VALUE;
      throw new Crash();
    }
    budget--;
    writes++;
  }

  /** Everything that is there, without times and counts of changes. */
  public String fingerprint() {
    return new TreeMap<>(objects)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + Serialization.asJson(entry.getValue()))
                .collect(Collectors.joining("\n"))
                .replaceAll("\"generation\":\\d+,?", "")
                .replaceAll("\"observedGeneration\":\\d+,?", "")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        + "\n"
        + Serialization.asJson(resource.getStatus())
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
  }

  /** The resource is deleted, what it owns is collected, and it is made again. */
  public Cluster recreate() {
    objects.values().removeIf(object -> !object.getMetadata().getOwnerReferences().isEmpty());
    resource.setStatus(null);
    resource.getMetadata().setUid("u-2");
    resource.getMetadata().setGeneration(1L);
    return this;
  }

  /** Passes and controllers in turn, until nothing moves any more. */
  public Cluster settle() {
    for (int i = 0; i < 60; i++) {
      String before = Serialization.asJson(new ArrayList<>(objects.values()));
      pass();
      controllers();
      last.wakeUp()
          .filter(pause -> pause.compareTo(PATIENCE) < 0)
          .ifPresent(pause -> now = now.plus(pause));
      if (before.equals(Serialization.asJson(new ArrayList<>(objects.values())))
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
    return this;
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
    return new Observation(resource, List.copyOf(objects.values()), gatewayApi, secrets, probes);
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

  private void merge(HasMetadata applied) {
    HasMetadata desired =
        applied instanceof Deployment deployment
            ? ReplicasOwnership.applied((Deployment) objects.get(key(applied)), deployment)
            : applied;
    if (desired.getMetadata().getGeneration() == null) {
      desired.getMetadata().setGeneration(1L);
    }
    objects.merge(
        key(desired),
        desired,
        (old, fresh) -> {
          HasMetadata copy = Serialization.clone(fresh);
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
        });
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
