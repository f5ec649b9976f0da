/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

/** Every reason that a condition may carry: one word, what it means and what to do about it. */
public enum Reason {
  SERVING("Serving", "The stable revision serves what the spec asks for.", "Nothing."),
  SOME_PODS_READY(
      "SomePodsReady",
      "The stable revision serves, with fewer pods than wanted.",
      "Wait; if it lasts, look at the pods that are not Ready."),
  TOO_FEW_PODS(
      "TooFewPods",
      "Fewer pods of the stable revision are Ready than it needs.",
      "Look at the pods that are not Ready; the message names the first trouble."),
  WORKERS_NOT_WORKING(
      "WorkersNotWorking",
      "The service answers, but its workers do not run or may not take up work.",
      "Read the message; delete the activation Job to try again, or look at the workers' pods."),
  NOT_INSTALLED("NotInstalled", "No revision serves yet.", "Wait for the installation to end."),
  STORES_STARTING(
      "StoresStarting",
      "The database or the cache is starting.",
      "Wait; if it lasts, look at the store's pod."),
  PREPARING(
      "Preparing",
      "The image of the wanted revision is asked what it needs, before anything of it starts.",
      "Wait; the message names what keeps the answer back."),
  PLAN_REFUSED(
      "PlanRefused",
      "The image says that it cannot serve with this spec; nothing of it was started.",
      "Read the message: it names the setting or the migration, and the remedy. Change the spec, or"
          + " delete the Job to ask again."),
  PLAN_OVERDUE(
      "PlanOverdue",
      "The image has not answered in time; nothing of it was started.",
      "Read the message: most often the image cannot be pulled or its Job not be scheduled."),
  SCHEMA_UNKNOWN(
      "SchemaUnknown",
      "Which schema the wanted revision needs is not known yet.",
      "Wait for the image's answer."),
  SCHEMA_RUNNING(
      "SchemaRunning", "The schema Job is at work.", "Wait; the Job has a deadline of 15 minutes."),
  SCHEMA_FAILED(
      "SchemaFailed",
      "The schema Job ended with an error; nothing of the new revision was started.",
      "Read the message, then change the spec, or delete the Job to try again."),
  PODS_STARTING(
      "PodsStarting",
      "The pods of the wanted revision are starting.",
      "Wait; the message names the first trouble of a pod."),
  START_FAILED(
      "StartFailed",
      "The pods of the wanted revision ended again and again, or were not Ready in time.",
      "Read the message: it names the first trouble of a pod. Correct the spec; what served before"
          + " still serves."),
  CHECKING(
      "Checking",
      "The pods of the wanted revision are Ready and must stay so before they get traffic.",
      "Wait some seconds."),
  SUPERSEDED(
      "Superseded",
      "The spec asks for another revision than the one that was rolled out.",
      "Nothing: the wanted one follows."),
  ROLLING_BACK(
      "RollingBack",
      "The wanted revision failed before it got traffic; its pods are removed.",
      "Wait some seconds, then see the reason of the condition RolledBack."),
  ROLLED_BACK(
      "RolledBack",
      "The wanted revision failed and the one before it serves.",
      "Read the message. Correct the spec, or ask for the revision again with spec.actions.retry."),
  PAUSED(
      "Paused",
      "A change is wanted and spec.paused forbids it.",
      "Set spec.paused to false to go on."),
  TAG_NOT_PINNED(
      "TagNotPinned",
      "The node told no digest for the image's tag, so a pod that starts later may run another"
          + " image.",
      "Name the image by digest, or pull it from a registry."),
  UNPROVEN(
      "Unproven",
      "The gateway still sends requests elsewhere than the route says.",
      "Read the message: it counts who answered. Look at the gateway, or correct"
          + " spec.rollout.proof.address."),
  PROOF_BY_SETTLE(
      "ProofBySettle",
      "The gateway is not asked where it sends requests; a time is waited instead.",
      "Nothing, or name the gateway's address in spec.rollout.proof.address."),
  SWITCHING("Switching", "Traffic has moved; the previous revision drains.", "Wait some seconds."),
  STORE_READY("StoreReady", "The store answers.", "Nothing."),
  SCHEMA_CURRENT(
      "SchemaCurrent", "The schema is at the level that the wanted revision needs.", "Nothing."),
  IN_CLUSTER_ONLY(
      "InClusterOnly",
      "No exposure is asked for; the service is reached inside the cluster.",
      "Nothing; set spec.exposure to change it."),
  ROUTE_ACCEPTED("RouteAccepted", "Every Gateway has accepted the route.", "Nothing."),
  ROUTE_NOT_ACCEPTED(
      "RouteNotAccepted",
      "A Gateway has not accepted the route.",
      "Check that the Gateway exists, allows routes from this namespace and has a matching"
          + " listener."),
  GATEWAY_API_ABSENT(
      "GatewayApiAbsent",
      "The cluster has no Gateway API, and the spec asks for a Gateway.",
      "Install the Gateway API definitions and restart the operator, or remove spec.exposure."),
  SECRET_LOST(
      "SecretLost",
      "A Secret that opens existing data is gone; a new one would not open it.",
      "Bring the Secret back from a backup, or delete the StatefulSet and its volume to start anew."),
  EXTERNAL(
      "External",
      "The store is run by somebody else, and the operator does not look at it itself.",
      "Nothing; the schema Job and the readiness of the pods tell whether it answers."),
  SECRET_MISSING(
      "SecretMissing",
      "A Secret that the spec names does not exist or lacks a key; what runs is left as it is.",
      "Create the Secret, or add the key that the message names."),
  SECRET_INVALID(
      "SecretInvalid",
      "A key of a Secret that the spec names breaks its rule; what runs is left as it is.",
      "Correct the key that the message names."),
  SECRET_UNUSABLE(
      "SecretUnusable",
      "The Secret of an external store is missing, or a key of it is missing or wrong.",
      "Read the condition Stalled; it names the key."),
  SECRET_NOT_WATCHED(
      "SecretNotWatched",
      "A Secret that the spec names does not bear the label by which its changes are followed.",
      "Give the Secret the label signalharvester.io/watch: \"true\"."),
  SNAPSHOT_LOST(
      "SnapshotLost",
      "The ConfigMap of the serving revision is gone; what runs is left as it is.",
      "Bring the ConfigMap back, or let the wanted revision become Ready."),
  FOREIGN_OBJECT(
      "ForeignObject",
      "An object of a needed name exists and does not belong to this resource.",
      "Delete the object that the message names, or rename the SignalHarvester."),
  NOT_YET_SUPPORTED(
      "NotYetSupported",
      "The spec uses a field that this version does not act on; nothing was changed.",
      "Remove the fields that the message names."),
  POD_CONFLICT(
      "PodConflict",
      "The spec adds to the pods what the operator sets there itself; nothing was changed.",
      "Remove what the message names, or give it another name."),
  APPLY_FAILED(
      "ApplyFailed",
      "The API server refused a write; the operator tries again with growing pauses.",
      "Read the message; it names the object and the API server's answer.");

  private final String text;
  private final String meaning;
  private final String remedy;

  Reason(String text, String meaning, String remedy) {
    this.text = text;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The word in the condition. */
  public String text() {
    return text;
  }

  /** What it means, one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What a person does about it, one sentence. */
  public String remedy() {
    return remedy;
  }
}
