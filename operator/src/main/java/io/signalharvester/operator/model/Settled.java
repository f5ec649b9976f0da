/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.signalharvester.api.v1alpha1.ApiSpec;
import io.signalharvester.api.v1alpha1.CacheSpec;
import io.signalharvester.api.v1alpha1.ConnectionPool;
import io.signalharvester.api.v1alpha1.DatabaseSpec;
import io.signalharvester.api.v1alpha1.DeletionPolicy;
import io.signalharvester.api.v1alpha1.DisruptionBudgetSpec;
import io.signalharvester.api.v1alpha1.ExposureSpec;
import io.signalharvester.api.v1alpha1.GatewaySpec;
import io.signalharvester.api.v1alpha1.ImagePullPolicy;
import io.signalharvester.api.v1alpha1.ManagedCache;
import io.signalharvester.api.v1alpha1.ManagedDatabase;
import io.signalharvester.api.v1alpha1.NetworkDestination;
import io.signalharvester.api.v1alpha1.NetworkPeer;
import io.signalharvester.api.v1alpha1.NetworkPolicySpec;
import io.signalharvester.api.v1alpha1.ParentReference;
import io.signalharvester.api.v1alpha1.PipelineSpec;
import io.signalharvester.api.v1alpha1.PodCustomisation;
import io.signalharvester.api.v1alpha1.ProofMode;
import io.signalharvester.api.v1alpha1.ProofSpec;
import io.signalharvester.api.v1alpha1.RolloutSpec;
import io.signalharvester.api.v1alpha1.SecretReference;
import io.signalharvester.api.v1alpha1.ServiceAccountSpec;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.api.v1alpha1.SignalHarvesterSpec;
import io.signalharvester.api.v1alpha1.Storage;
import io.signalharvester.api.v1alpha1.WorkersSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the user asked for with every absent field filled in, so that no builder meets a null.
 *
 * @param name name of the resource
 * @param namespace its namespace
 * @param uid its UID
 * @param replicas API pods of a revision; means nothing while there is autoscaling
 * @param dataGoesToo the database's volume and the Secrets go when the resource is deleted
 * @param maxUnavailable most API pods of a revision that may be taken away at once on purpose
 * @param paused nothing may be changed
 * @param proof how a switch is shown to have reached the data plane
 * @param progressDeadline longest time in a state of a rollout that waits
 */
public record Settled(
    String name,
    String namespace,
    String uid,
    boolean paused,
    Duration progressDeadline,
    Proof proof,
    String image,
    ImagePullPolicy pullPolicy,
    List<SecretReference> pullSecrets,
    int replicas,
    Optional<Autoscaling> autoscaling,
    int maxUnavailable,
    Drain drain,
    ResourceRequirements apiResources,
    int workers,
    ResourceRequirements workerResources,
    Map<String, String> settings,
    int poolSize,
    Store database,
    Store cache,
    String cacheMemory,
    List<String> hosts,
    List<ParentReference> parentRefs,
    List<PipelineSpec> pipelines,
    Network network,
    External external,
    boolean dataGoesToo,
    Pods pods) {

  /**
   * What the user adds to the pods.
   *
   * @param account name of a ServiceAccount that exists, if one is to be used
   * @param accountAnnotations annotations of the one that is made
   * @param credentials name of the Secret with the credentials of the sources
   * @param all what is laid over the API pods, and with them over every pod of the workload
   * @param workers what is laid over the workers besides
   */
  public record Pods(
      Optional<String> account,
      Map<String, String> accountAnnotations,
      Optional<String> credentials,
      Optional<PodCustomisation> all,
      Optional<PodCustomisation> workers) {

    private static Pods of(SignalHarvesterSpec spec) {
      Optional<ServiceAccountSpec> account = Optional.ofNullable(spec.serviceAccount());
      return new Pods(
          account.map(ServiceAccountSpec::name),
          account.map(ServiceAccountSpec::annotations).orElse(Map.of()),
          Optional.ofNullable(spec.credentials()).map(found -> found.secretRef().name()),
          Optional.ofNullable(spec.api()).map(ApiSpec::pod),
          Optional.ofNullable(spec.workers()).map(WorkersSpec::pod));
    }
  }

  /**
   * How it is shown that requests go where the route says.
   *
   * @param asks the gateway is asked, because its address is known
   * @param insists nothing else counts
   * @param settle how long a gateway gets that is not asked
   */
  public record Proof(boolean asks, boolean insists, Duration settle) {

    private static final Duration SETTLE = Duration.ofSeconds(10);

    static Proof of(Optional<ProofSpec> spec) {
      ProofMode mode = spec.map(ProofSpec::mode).orElse(ProofMode.AUTO);
      return new Proof(
          mode != ProofMode.SETTLE && spec.map(ProofSpec::address).isPresent(),
          mode == ProofMode.PROBE,
          spec.map(ProofSpec::settle).map(Durations::of).orElse(SETTLE));
    }
  }

  /** One managed store. */
  public record Store(
      String image, String size, Optional<String> storageClass, ResourceRequirements resources) {}

  /**
   * The stores that somebody else runs.
   *
   * @param database name of the Secret of the database, unless it is a managed one
   * @param cache name of the Secret of the cache, unless it is a managed one
   */
  public record External(Optional<String> database, Optional<String> cache) {

    /** The Secrets of both. */
    public List<String> secrets() {
      return Stream.concat(database.stream(), cache.stream()).toList();
    }
  }

  /** Who may talk to the pods, and to whom they may talk. */
  public record Network(
      boolean enabled, List<NetworkPeer> ingressFrom, List<NetworkDestination> egressTo) {

    private static Network of(Optional<NetworkPolicySpec> spec) {
      return new Network(
          spec.map(NetworkPolicySpec::enabled).orElse(true),
          spec.map(NetworkPolicySpec::ingressFrom).orElse(List.of()),
          spec.map(NetworkPolicySpec::egressTo).orElse(List.of()));
    }
  }

  /**
   * Fills in what the resource leaves open.
   *
   * @param images images of the stores when the resource names none
   */
  public static Settled of(SignalHarvester resource, DefaultImages images) {
    SignalHarvesterSpec spec = resource.getSpec();
    Optional<ApiSpec> api = Optional.ofNullable(spec.api());
    Optional<WorkersSpec> workers = Optional.ofNullable(spec.workers());
    Optional<DatabaseSpec> database = Optional.ofNullable(spec.database());
    Optional<ManagedCache> cache = Optional.ofNullable(spec.cache()).map(CacheSpec::managed);
    Optional<ExposureSpec> exposure = Optional.ofNullable(spec.exposure());
    return new Settled(
        resource.getMetadata().getName(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getUid(),
        Boolean.TRUE.equals(spec.paused()),
        Durations.of(
            Optional.ofNullable(spec.rollout())
                .map(RolloutSpec::progressDeadline)
                .orElse(RolloutSpec.DEFAULT_PROGRESS_DEADLINE)),
        Proof.of(Optional.ofNullable(spec.rollout()).map(RolloutSpec::proof)),
        spec.image(),
        Optional.ofNullable(spec.imagePullPolicy()).orElse(ImagePullPolicy.IF_NOT_PRESENT),
        Optional.ofNullable(spec.imagePullSecrets()).orElse(List.of()),
        api.map(ApiSpec::replicas).orElse(ApiSpec.DEFAULT_REPLICAS),
        api.map(ApiSpec::autoscaling).map(Autoscaling::of),
        api.map(ApiSpec::disruptionBudget)
            .map(DisruptionBudgetSpec::maxUnavailable)
            .orElse(DisruptionBudgetSpec.DEFAULT_MAX_UNAVAILABLE),
        Drain.of(api.map(ApiSpec::drain)),
        Quantities.canonical(
            api.map(ApiSpec::resources).orElseGet(() -> resources("250m", "512Mi", "1Gi"))),
        workers.map(WorkersSpec::replicas).orElse(WorkersSpec.DEFAULT_REPLICAS),
        Quantities.canonical(
            workers.map(WorkersSpec::resources).orElseGet(() -> resources("250m", "512Mi", "1Gi"))),
        new TreeMap<>(Optional.ofNullable(spec.settings()).orElse(Map.of())),
        database
            .map(DatabaseSpec::pool)
            .map(ConnectionPool::maxSize)
            .orElse(ConnectionPool.DEFAULT_MAX_SIZE),
        database(database.map(DatabaseSpec::managed), images),
        cache(cache, images),
        cache.map(ManagedCache::maxMemory).orElse(ManagedCache.DEFAULT_MAX_MEMORY),
        exposure.map(ExposureSpec::hosts).orElse(List.of()),
        exposure.map(ExposureSpec::gateway).map(GatewaySpec::parentRefs).orElse(List.of()),
        Optional.ofNullable(spec.pipelines()).orElse(PipelineSpec.DEFAULTS),
        Network.of(Optional.ofNullable(spec.networkPolicy())),
        new External(SecretNames.database(spec), SecretNames.cache(spec)),
        database
            .map(DatabaseSpec::managed)
            .map(ManagedDatabase::deletionPolicy)
            .filter(DeletionPolicy.DELETE::equals)
            .isPresent(),
        Pods.of(spec));
  }

  /** Fewest API pods that a revision may have. */
  public int fewestReplicas() {
    return autoscaling.map(Autoscaling::min).orElse(replicas);
  }

  /** Most API pods that a revision may have. */
  public int mostReplicas() {
    return autoscaling.map(Autoscaling::max).orElse(replicas);
  }

  /** Name of the ServiceAccount of all pods: one that exists, or one of the installation's own. */
  public String account() {
    return pods.account().orElseGet(() -> names().serviceAccount());
  }

  /** Names of the children. */
  public ChildNames names() {
    return new ChildNames(name);
  }

  private static Store database(Optional<ManagedDatabase> spec, DefaultImages images) {
    Optional<Storage> storage = spec.map(ManagedDatabase::storage);
    return new Store(
        spec.map(ManagedDatabase::image).orElse(images.postgres()),
        storage.map(Storage::size).orElse(ManagedDatabase.DEFAULT_SIZE),
        storage.map(Storage::storageClassName),
        Quantities.canonical(
            spec.map(ManagedDatabase::resources)
                .orElseGet(() -> resources("250m", "256Mi", "1Gi"))));
  }

  private static Store cache(Optional<ManagedCache> spec, DefaultImages images) {
    Optional<Storage> storage = spec.map(ManagedCache::storage);
    String memory = spec.map(ManagedCache::maxMemory).orElse(ManagedCache.DEFAULT_MAX_MEMORY);
    return new Store(
        spec.map(ManagedCache::image).orElse(images.redis()),
        storage.map(Storage::size).orElse(ManagedCache.DEFAULT_SIZE),
        storage.map(Storage::storageClassName),
        Quantities.canonical(
            spec.map(ManagedCache::resources)
                .orElseGet(() -> resources("100m", "64Mi", twice(memory)))));
  }

  /** Redis needs as much again as its data while it rewrites its append-only file. */
  private static String twice(String memory) {
    String unit = memory.substring(memory.length() - 2);
    return 2 * Long.parseLong(memory.substring(0, memory.length() - 2)) + unit;
  }

  private static ResourceRequirements resources(String cpu, String memory, String memoryLimit) {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity(cpu))
        .addToRequests("memory", new Quantity(memory))
        .addToLimits("memory", new Quantity(memoryLimit))
        .build();
  }
}
