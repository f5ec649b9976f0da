/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What of objects is wanted, so that two installations or two moments can be compared. */
final class Essence {

  /** What others write in these tests; it is theirs. */
  static final String FOREIGN = "example.com/mine";

  private static final List<String> OF_THE_SERVER =
      List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");
  private static final List<String> ALLOCATED = List.of("clusterIP", "clusterIPs");
  private static final String TIME = "\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z";
  private static final String ANY_UID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Essence() {}

  /** The essence of everything that belongs to a resource, by kind and name. */
  static Map<String, String> of(Site site, String name) {
    SignalHarvester resource = site.get(name);
    Map<String, String> essence = new TreeMap<>();
    site.objects(name)
        .forEach(object ->
            essence.put(key(object), of(object, resource).replace(site.namespace(), "NAMESPACE")));
    return essence;
  }

  static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /**
   * Labels, annotations, owners and everything that is asked for; without times, without what the
   * server chooses and without the values of a Secret, which are never the same twice.
   */
  static String of(HasMetadata object, SignalHarvester owner) {
    ObjectNode tree = SERIALIZATION.convertValue(object, ObjectNode.class);
    tree.remove("status");
    ObjectNode metadata = (ObjectNode) tree.get("metadata");
    metadata.remove(OF_THE_SERVER);
    withoutForeign(metadata, "labels");
    withoutForeign(metadata, "annotations");
    if (tree.get("spec") instanceof ObjectNode spec) {
      spec.remove(ALLOCATED);
    }
    if (object instanceof Secret && tree.get("data") instanceof ObjectNode data) {
      data.fieldNames().forEachRemaining(key -> data.put(key, "VALUE"));
    }
    return tree.toString()
        .replace(owner.getMetadata().getUid(), "OWNER")
        .replaceAll(ANY_UID, "UID")
        .replaceAll(TIME, "TIME");
  }

  private static void withoutForeign(ObjectNode metadata, String field) {
    JsonNode found = metadata.get(field);
    if (found instanceof ObjectNode values) {
      values.remove(FOREIGN);
      if (values.isEmpty()) {
        metadata.remove(field);
      }
    }
  }
}
