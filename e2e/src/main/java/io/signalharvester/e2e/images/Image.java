/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import java.nio.file.Path;

/**
 * An image that stands ready as an archive.
 *
 * @param reference what a pod names; its tag ends with a digest of the content, so other content
 *     has another name
 * @param archive the docker-archive that a cluster loads
 */
public record Image(String reference, Path archive) {

  /** The reference without the tag. */
  public String repository() {
    return reference.substring(0, reference.lastIndexOf(':'));
  }

  /** The tag alone. */
  public String tag() {
    return reference.substring(reference.lastIndexOf(':') + 1);
  }
}
