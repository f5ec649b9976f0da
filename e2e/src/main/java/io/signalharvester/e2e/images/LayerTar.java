/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a tree as a layer. Equal trees give equal bytes. */
final class LayerTar {

  private LayerTar() {}

  /**
   * The layer's file in the folder; written only when it is not there yet, and never seen
   * half-written.
   */
  static Path write(Tree tree, Path folder) throws IOException {
    Path file = folder.resolve(tree.digest().substring(0, 24) + ".tar");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "layer-", ".part");
      try (TarArchiveOutputStream tar = open(part)) {
        for (var node : tree.nodes().entrySet()) {
          add(tar, node.getKey().substring(1), node.getValue());
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  static TarArchiveOutputStream open(Path file) throws IOException {
    var tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return tar;
  }

  /** An entry without a trace of this machine: epoch time, no user names. */
  static TarArchiveEntry entry(String name, byte type, int mode, int owner) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setModTime(0L);
    entry.setIds(owner, owner);
    entry.setNames("", "");
    entry.setMode(mode);
    return entry;
  }

  private static void add(TarArchiveOutputStream tar, String name, Tree.Node node)
      throws IOException {
    switch (node) {
      case Tree.Node.Folder(int mode, int owner) -> {
        tar.putArchiveEntry(entry(name + "/", TarConstants.LF_DIR, mode, owner));
      }
      case Tree.Node.Copy(Path source, int mode) -> {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, mode, 0);
        entry.setSize(Files.size(source));
        tar.putArchiveEntry(entry);
        Files.copy(source, tar);
      }
      case Tree.Node.Text text -> {
        byte[] content = Tree.bytes(text);
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, 0644, 0);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
      }
      case Tree.Node.Link(String target) -> {
        TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, 0777, 0);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
      }
    }
    tar.closeArchiveEntry();
  }
}
