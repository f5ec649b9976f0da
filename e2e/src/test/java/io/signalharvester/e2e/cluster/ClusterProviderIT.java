/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bare provider as a person uses it. */
class ClusterProviderIT {

  private static final String NAME = "provider-it";

  @BeforeAll
  static void needed() throws Exception {
    RealCluster.required();
    Program.cluster(Map.of(), "packages").mustSucceed();
  }

  @AfterEach
  void down() throws Exception {
    Program.cluster(Map.of(), "--name", NAME, "down").mustSucceed();
  }

  @Test
  void upTwiceIsFineUpAfterKillMendsAndDownLeavesNothing() throws Exception {
    List<String> before = leftovers();
    Program.cluster(Map.of(), "--name", NAME, "up").mustSucceed();
    Program.cluster(Map.of(), "--name", NAME, "up").mustSucceed();
    assertThat(kubectl("get", "nodes", "-o", "name").output()).startsWith("node/");

    killEverything();
    assertThat(Program.cluster(Map.of(), "--name", NAME, "status").run().exitCode()).isNotZero();
    Program.cluster(Map.of(), "--name", NAME, "up").mustSucceed();
    assertThat(kubectl("get", "nodes", "-o", "name").output()).startsWith("node/");

    Program.cluster(Map.of(), "--name", NAME, "down").mustSucceed();
    assertThat(leftovers()).as("what down left").isEqualTo(before);
    Program.cluster(Map.of(), "--name", NAME, "down").mustSucceed();
  }

  @Test
  void aTakenPortIsNamedWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Program.Result result =
          Program.cluster(Map.of("HARVEST_GATEWAY_PORT", port), "--name", NAME, "up").run();
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.errors()).contains(port).contains("HARVEST_GATEWAY_PORT");
    }
  }

  @Test
  void withoutRootTheSentenceSaysSo() throws Exception {
    Program.Result result =
        Program.of(
                Map.of(),
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Program.CLUSTER,
                "--name",
                NAME,
                "up")
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("root");
  }

  @Test
  void withoutGoTheSentenceSaysWhatToInstall(@TempDir Path empty) throws Exception {
    Program.Result result =
        Program.cluster(
                Map.of("HARVEST_CACHE", empty.toString(), "PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                "--name",
                NAME,
                "up")
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("Go 1.26");
  }

  @Test
  void aShortDiskIsNamedWithWhatIsMissing(@TempDir Path folder) throws Exception {
    // A file system of its own in a mount namespace of its own: the machine's disk is not filled.
    Program.Result result =
        Program.of(
                Map.of("HARVEST_CACHE", folder.toString()),
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=64m none '%s' && exec %s --name %s up"
                    .formatted(folder, Program.CLUSTER, NAME))
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("GB").contains(folder.toString());
  }

  @Test
  void withoutAJdk25MvnwSaysWhatToInstall() throws Exception {
    Program.Result result =
        Program.of(
                Map.of("JAVA_HOME", "", "HOME", "/nonexistent"),
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs none /usr/lib/jvm && exec %s --version"
                    .formatted(Program.ROOT.resolve("mvnw")))
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("no JDK 25 found").contains("JAVA_HOME");
  }

  @Test
  void aWrongNameIsRefused() throws Exception {
    Program.Result result = Program.cluster(Map.of(), "--name", "Not_A_Name", "up").run();
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.errors()).contains("Not_A_Name");
  }

  @Test
  void theScriptsAreCleanUnderShellcheck() throws Exception {
    Path folder = Program.ROOT.resolve("e2e/cluster");
    try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
      List<String> command =
          Stream.concat(
                  Stream.of("shellcheck", "-x", "../../mvnw", "../../.ci/run", "cluster"),
                  libraries.map(library -> folder.relativize(library).toString()).sorted())
              .toList();
      Program.of(Map.of(), command.toArray(String[]::new)).in(folder).mustSucceed();
    }
  }

  private static Program.Result kubectl(String... arguments) throws Exception {
    return Program.cluster(
            Map.of(),
            Stream.concat(Stream.of("--name", NAME, "kubectl"), Stream.of(arguments))
                .toArray(String[]::new))
        .mustSucceed();
  }

  private static List<String> leftovers() throws Exception {
    return Program.cluster(Map.of(), "--name", NAME, "leftovers")
        .mustSucceed()
        .output()
        .lines()
        .toList();
  }

  /** Ends what the cluster recorded as its processes, and nothing else, the hard way. */
  private static void killEverything() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/var/lib/harvest-cluster", NAME, "pids"))) {
      for (Path file : files.toList()) {
        long pid = Long.parseLong(Files.readString(file).strip().split("\\s+")[0]);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }
}
