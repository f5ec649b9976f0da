/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.Progress;
import io.signalharvester.e2e.images.ImageSet;
import io.signalharvester.e2e.images.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The program behind `./mvnw -Pup`: from built modules to a running product with data in it. */
public final class Up {

  private Up() {}

  /** The only argument is the root of the repository. */
  public static void main(String[] arguments) {
    Progress progress = new Progress(System.out);
    try {
      run(Path.of(arguments.length > 0 ? arguments[0] : ".").toRealPath(), progress);
    } catch (Failure e) {
      progress.accept(e.sentence());
      System.exit(1);
    } catch (KubernetesClientException e) {
      progress.accept(
          "The cluster refused a step ("
              + e.getMessage()
              + "): run ./mvnw -Pup again, and ./mvnw -Pdown before it when"
              + " that does not help.");
      System.exit(1);
    } catch (IOException e) {
      progress.accept(
          "A file cannot be read or written: "
              + e.getMessage()
              + "; mend this and run ./mvnw -Pup again.");
      System.exit(1);
    }
  }

  private static void run(Path root, Progress progress) throws IOException {
    // The file stands for a product that runs; the build checks for it.
    Files.deleteIfExists(root.resolve("target/up.env"));
    Cluster cluster = Cluster.forDemo(root);
    progress.accept(
        "cluster "
            + cluster.name()
            + ": the first time on a machine takes ten minutes and more, later seconds");
    cluster.up();
    ImageSet images = Images.build(root, progress);
    new Installation(root, cluster, progress).install(images);
    try (Demo demo = new Demo(cluster, progress)) {
      demo.run(images);
      String url = demo.gateway().url().toString();
      String key = demo.apiKey();
      Path file = write(root, url, key);
      Tour tour = Tour.from(demo.gateway().url(), key, demo.gateway().get(Tour.TOP, key).body());
      System.out.println(summary(url, key, file, tour));
    }
  }

  private static String summary(String url, String key, Path file, Tour tour) {
    return """
    Signal Harvester runs.
      URL      %1$s
      API key  %2$s
    %3$s  again    . %4$s && curl -sS -H "X-API-Key: $HARVEST_API_KEY" "$HARVEST_URL%5$s"
      remove   ./mvnw -Pdown
    """
        .formatted(url, key, tour.lines(), file, Tour.TOP);
  }

  /** For scripts; only its owner may read it, since it holds the key. */
  private static Path write(Path root, String url, String key) throws IOException {
    Path file = root.resolve("target/up.env");
    Files.createDirectories(root.resolve("target"));
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        "HARVEST_URL=" + url + "\nHARVEST_API_KEY=" + key + "\n",
        StandardOpenOption.TRUNCATE_EXISTING);
    return file;
  }
}
