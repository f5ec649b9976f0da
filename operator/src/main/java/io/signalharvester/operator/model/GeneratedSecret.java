/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Secret whose values are made once, at random, by whoever writes it, and never again.
 *
 * @param skeleton the Secret with its fixed values
 * @param random form of each random value, by key
 */
public record GeneratedSecret(Secret skeleton, Map<String, Form> random) {

  /**
   * Annotation with the image that the Secret was made for: what is left of a deleted resource
   * still says which PostgreSQL can read its volume.
   */
  public static final String IMAGE = SignalHarvester.GROUP + "/image";

  /** How a random value looks. */
  public enum Form {
    /** 256 bits in base64url, without padding: 43 characters. */
    TOKEN,
    /** {@code sh_}, 12 letters and digits, {@code _} and a token: the form of an API key. */
    API_KEY
  }

  /**
   * The application's own keys. They outlive the resource with the data that depends on them,
   * unless the user wants both to go.
   */
  public static GeneratedSecret app(Settled asked) {
    return new GeneratedSecret(
        skeleton(asked, asked.names().appSecret(), Component.API, asked.image(), Map.of()),
        new TreeMap<>(
            Map.of(
                "HARVEST_API_KEY", Form.API_KEY,
                "HARVEST_CURSOR_SECRET", Form.TOKEN,
                "HARVEST_KEY_PEPPER", Form.TOKEN,
                "HARVEST_SIGNING_MASTER", Form.TOKEN)));
  }

  /** The passwords of the managed PostgreSQL. They stay or go with its volume. */
  public static GeneratedSecret postgres(Settled asked) {
    return new GeneratedSecret(
        skeleton(
            asked,
            asked.names().postgres(),
            Component.DATABASE,
            asked.database().image(),
            Map.of("username", Postgres.USER, "database", Postgres.DATABASE)),
        new TreeMap<>(
            Map.of(Postgres.PASSWORD, Form.TOKEN, Postgres.SUPERUSER_PASSWORD, Form.TOKEN)));
  }

  /** The password of the managed Redis. It goes with the resource, as the cached data does. */
  public static GeneratedSecret redis(Settled asked) {
    Secret skeleton =
        skeleton(asked, asked.names().redis(), Component.CACHE, asked.cache().image(), Map.of());
    skeleton.getMetadata().setOwnerReferences(Metadata.owners(asked));
    return new GeneratedSecret(skeleton, Map.of(Redis.PASSWORD, Form.TOKEN));
  }

  private static ObjectMeta metadata(Settled asked, String name, Map<String, String> labels) {
    return asked.dataGoesToo()
        ? Metadata.owned(asked, name, labels)
        : Metadata.retained(asked, name, labels);
  }

  /**
   * The owners that a Secret should have that outlives its resource or goes with it, as the user
   * wants; owners of other kinds are left alone.
   */
  public static List<OwnerReference> owners(Settled asked, Secret observed) {
    return Stream.concat(
            observed.getMetadata().getOwnerReferences().stream()
                .filter(owner -> !owner.getUid().equals(asked.uid())),
            asked.dataGoesToo() ? Metadata.owners(asked).stream() : Stream.empty())
        .toList();
  }

  private static Secret skeleton(
      Settled asked, String name, Component component, String image, Map<String, String> fixed) {
    Map<String, String> data = new TreeMap<>();
    fixed.forEach((key, value) ->
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return new SecretBuilder()
        .withMetadata(
            metadata(asked, name, Labels.of(asked.name(), component, image))
                .edit()
                .addToAnnotations(IMAGE, image)
                .build())
        .withType("Opaque")
        .withData(data)
        .build();
  }
}
