/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

/** Reads an image reference. */
public final class ImageName {

  private ImageName() {}

  /** The reference names a digest, so it is one image for ever. */
  public static boolean pinned(String image) {
    return image.contains("@sha256:");
  }

  /**
   * The same image by digest.
   *
   * @param digest {@code sha256:} and 64 hex digits
   */
  public static String at(String image, String digest) {
    if (pinned(image)) {
      return image;
    }
    int colon = image.lastIndexOf(':');
    String name = colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
    return name + "@" + digest;
  }

  /** Digest or tag of a reference; {@code latest} when it names neither. */
  public static String version(String image) {
    int at = image.indexOf('@');
    if (at >= 0) {
      return image.substring(at + 1);
    }
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "latest";
  }
}
