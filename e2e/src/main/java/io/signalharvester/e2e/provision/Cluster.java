/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.images.Image;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A cluster of this checkout, made and ended by the program e2e/cluster/cluster. */
public final class Cluster {

  /** The first run builds Kubernetes from its sources. */
  private static final Duration UP = Duration.ofMinutes(45);

  private static final Duration DOWN = Duration.ofMinutes(3);
  private static final Duration SHORT = Duration.ofMinutes(2);

  private final Path program;
  private final String name;

  private Cluster(Path program, String name) {
    this.program = program;
    this.name = name;
  }

  /** The cluster that `-Pup` shows the product in. */
  public static Cluster forDemo(Path repoRoot) {
    return named(repoRoot, "demo-");
  }

  /** The cluster of the end-to-end tests: another one, so that tests never disturb a demo. */
  public static Cluster forTests(Path repoRoot) {
    return named(repoRoot, "e2e-");
  }

  /** The name ends with a digest of the path, so that two checkouts on one machine do not meet. */
  private static Cluster named(Path repoRoot, String prefix) {
    String foreign = System.getProperty("harvest.cluster", "");
    if (!foreign.isEmpty()) {
      throw new Failure(
          "The context "
              + foreign
              + " cannot be used: the images of this checkout cannot be put into a cluster that"
              + " this checkout did not make; leave out -Dharvest.cluster to get one.");
    }
    try {
      Path root = repoRoot.toRealPath();
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(root.toString().getBytes(StandardCharsets.UTF_8));
      String suffix = HexFormat.of().formatHex(digest).substring(0, 6);
      return new Cluster(root.resolve("e2e/cluster/cluster"), prefix + suffix);
    } catch (IOException e) {
      throw new Failure("There is no folder " + repoRoot + ": give the root of the repository.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its name, as the cluster program knows it. */
  public String name() {
    return name;
  }

  /** Makes it, or finds it healthy. */
  public ClusterStatus up() {
    run(UP, List.of("up"));
    return requireUp();
  }

  /** Ends it and leaves nothing. */
  public void down() {
    run(DOWN, List.of("down"));
  }

  /** How it is now; this never changes anything. */
  public ClusterStatus status() {
    return ClusterStatus.parse(command(SHORT, List.of("status")).run().output());
  }

  /** How it is, which must be up. */
  public ClusterStatus requireUp() {
    ClusterStatus status = status();
    if (status.state() != ClusterStatus.State.UP) {
      throw new Failure(
          "The cluster "
              + name
              + " is not up "
              + status.reason()
              + ": look into "
              + status.log()
              + ", then run `"
              + program
              + " --name "
              + name
              + " up`.");
    }
    return status;
  }

  /** Where its gateway serves the routes. */
  public URI gateway() {
    return requireUp().gateway();
  }

  /** A client for it; whoever asks closes it. No other kubeconfig of this machine plays a part. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(requireUp().kubeconfig().toFile()))
        .build();
  }

  /** Runs kubectl against it and returns what it printed. */
  public String kubectl(String... arguments) {
    List<String> words = new ArrayList<>(List.of("kubectl"));
    words.addAll(List.of(arguments));
    return run(SHORT, words);
  }

  /** Gives it the images that it does not have yet. */
  public void load(List<Image> images, Consumer<String> progress) {
    Set<String> present = present();
    for (Image image : images) {
      if (!present.contains(image.reference())) {
        progress.accept("loading " + image.reference());
        run(SHORT, List.of("load-image", image.archive().toString()));
      }
    }
  }

  private Set<String> present() {
    try (KubernetesClient client = client()) {
      return client.nodes().list().getItems().stream()
          .flatMap(node -> node.getStatus().getImages().stream())
          .map(ContainerImage::getNames)
          .flatMap(List::stream)
          .map(reference -> reference.replaceFirst("^docker\\.io/", ""))
          .collect(Collectors.toSet());
    }
  }

  private String run(Duration deadline, List<String> arguments) {
    return command(deadline, arguments).output();
  }

  private Command command(Duration deadline, List<String> arguments) {
    if (!Files.isExecutable(program)) {
      throw new Failure("There is no program " + program + ": check the repository out again.");
    }
    List<String> words = new ArrayList<>(List.of(program.toString(), "--name", name));
    words.addAll(arguments);
    return Command.of(deadline, words).errorsToConsole();
  }
}
