/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Labels of the child objects. */
public final class Labels {

  public static final String NAME = "app.kubernetes.io/name";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String VERSION = "app.kubernetes.io/version";
  public static final String PART_OF = "app.kubernetes.io/part-of";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Short hash of the revision that an object belongs to. */
  public static final String REVISION = SignalHarvester.GROUP + "/revision";

  /** Label of a user's Secret whose changes are to be seen at once; its value is true. */
  public static final String WATCH = SignalHarvester.GROUP + "/watch";

  /** Value of {@link #MANAGED_BY} on everything that this operator makes. */
  public static final String OPERATOR = "signal-harvester-operator";

  private static final String PRODUCT = "signal-harvester";
  private static final int MAX_LENGTH = 63;

  private Labels() {}

  /** What all pods of an installation have in common. */
  static Map<String, String> instance(String instance) {
    return new TreeMap<>(Map.of(NAME, PRODUCT, INSTANCE, instance));
  }

  /** The few labels by which a controller finds its pods; they never change. */
  public static Map<String, String> selector(String instance, Component component) {
    Map<String, String> labels = instance(instance);
    labels.put(COMPONENT, component.label());
    return labels;
  }

  /** The selector of one revision's API pods. */
  public static Map<String, String> apiSelector(String instance, String revision) {
    Map<String, String> labels = selector(instance, Component.API);
    labels.put(REVISION, revision);
    return labels;
  }

  /** All labels of an object. */
  public static Map<String, String> of(String instance, Component component, String image) {
    Map<String, String> labels = selector(instance, component);
    labels.put(VERSION, version(image));
    labels.put(PART_OF, PRODUCT);
    labels.put(MANAGED_BY, OPERATOR);
    return labels;
  }

  /** All labels of an object of one revision. */
  public static Map<String, String> of(
      String instance, Component component, String image, String revision) {
    Map<String, String> labels = of(instance, component, image);
    labels.put(REVISION, revision);
    return labels;
  }

  /** The labels of another part of the same revision. */
  static Map<String, String> like(Map<String, String> labels, Component component) {
    Map<String, String> like = new TreeMap<>(labels);
    like.keySet()
        .retainAll(Set.of(NAME, INSTANCE, COMPONENT, VERSION, PART_OF, MANAGED_BY, REVISION));
    like.put(COMPONENT, component.label());
    return like;
  }

  /** The labels of another part that follows the revisions and belongs to none. */
  static Map<String, String> following(Map<String, String> labels, Component component) {
    Map<String, String> like = like(labels, component);
    like.remove(REVISION);
    return like;
  }

  /** Tag or digest of an image, in the letters that a label may hold. */
  private static String version(String image) {
    String version = ImageName.version(image).replaceAll("[^A-Za-z0-9._-]", "-");
    String cut = version.substring(0, Math.min(version.length(), MAX_LENGTH));
    return cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
  }
}
