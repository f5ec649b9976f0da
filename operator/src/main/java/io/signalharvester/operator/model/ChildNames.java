/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

/**
 * Names of the child objects of a resource; each starts with the resource's own.
 *
 * @param base name of the resource
 */
public record ChildNames(String base) {

  /** Service that follows the stable revision, the route and the ServiceAccount. */
  public String service() {
    return base;
  }

  public String route() {
    return base;
  }

  public String serviceAccount() {
    return base;
  }

  /** Secret with the application's own keys. */
  public String appSecret() {
    return base + "-app";
  }

  /** NetworkPolicy that closes everything. */
  public String denyPolicy() {
    return base;
  }

  /** NetworkPolicy of what may be reached from the workload's pods. */
  public String egressPolicy() {
    return base + "-egress";
  }

  /** NetworkPolicy of the way to stores that somebody else runs. */
  public String externalPolicy() {
    return base + "-external";
  }

  /** NetworkPolicy of who may call the API pods. */
  public String apiPolicy() {
    return base + "-api";
  }

  /** StatefulSet, Service, Secret and NetworkPolicy of the managed PostgreSQL. */
  public String postgres() {
    return base + "-postgres";
  }

  /** StatefulSet, Service, Secret and NetworkPolicy of the managed Redis. */
  public String redis() {
    return base + "-redis";
  }

  /** ConfigMap with the frozen pod template and the settings of a revision. */
  public String snapshot(String revision) {
    return base + "-" + revision;
  }

  /** Deployment and Service of a revision. */
  public String api(String revision) {
    return base + "-api-" + revision;
  }

  /** Job in which an image says what it needs. */
  public String planJob(String revision) {
    return base + "-plan-" + revision;
  }

  /** Job that brings the schema to what a revision needs. */
  public String schemaJob(String revision) {
    return base + "-schema-" + revision;
  }

  /**
   * Deployment and NetworkPolicy of the workers; there is one, which follows the stable revision.
   */
  public String workers() {
    return base + "-workers";
  }

  /** Job that names a revision as the one whose workers may take up work. */
  public String activation(String revision) {
    return base + "-activate-" + revision;
  }

  /** CronJob of a pipeline. */
  public String pipeline(String pipeline) {
    return base + "-" + pipeline;
  }
}
