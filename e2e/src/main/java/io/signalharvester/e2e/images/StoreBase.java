/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import java.nio.file.Path;
import java.util.List;

/**
 * What the images of the two stores share: a static shell with few commands, and one ordinary user.
 */
final class StoreBase {

  static final int USER = 999;

  private static final List<String> COMMANDS =
      List.of(
          "sh", "cat", "chmod", "cp", "date", "df", "du", "env", "find", "grep", "gunzip", "gzip",
          "head", "id", "ls", "mkdir", "mv", "nc", "rm", "sed", "sleep", "stat", "sync", "tail",
          "tar", "test", "touch", "wc");

  private StoreBase() {}

  static Tree tree(Path busybox, String user) {
    Tree tree = new Tree().file("/bin/busybox", busybox);
    for (String command : COMMANDS) {
      tree.link("/bin/" + command, "busybox");
    }
    tree.text(
        "/etc/passwd",
        "root:x:0:0:root:/:/bin/sh\n" + user + ":x:999:999:" + user + ":/tmp:/bin/sh\n");
    tree.text("/etc/group", "root:x:0:\n" + user + ":x:999:\n");
    tree.text("/etc/nsswitch.conf", "hosts: files dns\n");
    return tree.folder("/tmp", 01777, 0);
  }
}
