/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.apply.Announcer;
import io.signalharvester.operator.apply.Applier;
import io.signalharvester.operator.apply.ForeignObject;
import io.signalharvester.operator.event.Announcements;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.observe.Observer;
import io.signalharvester.operator.plan.Plan;
import io.signalharvester.operator.plan.Planner;
import io.signalharvester.operator.probe.Prober;
import io.signalharvester.operator.status.Blocker;
import io.signalharvester.operator.status.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The loop of one resource: observe, plan, apply, say. It keeps nothing between two passes, so any
 * pass may be the first one of a new leader.
 */
@ControllerConfiguration(name = "signalharvester", fieldManager = Applier.FIELD_MANAGER)
public final class SignalHarvesterReconciler implements Reconciler<SignalHarvester> {

  private static final int SILENT_ATTEMPTS = 3;

  private final Observer observer;
  private final Prober prober;
  private final Planner planner;
  private final Applier applier;
  private final Announcer announcer;
  private final Clock clock;

  /** A loop of these parts. */
  public SignalHarvesterReconciler(
      Observer observer,
      Prober prober,
      Planner planner,
      Applier applier,
      Announcer announcer,
      Clock clock) {
    this.observer = observer;
    this.prober = prober;
    this.planner = planner;
    this.applier = applier;
    this.announcer = announcer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SignalHarvester>> prepareEventSources(
      EventSourceContext<SignalHarvester> context) {
    return observer.eventSources(context);
  }

  @Override
  public UpdateControl<SignalHarvester> reconcile(
      SignalHarvester resource, Context<SignalHarvester> context) {
    Instant now = clock.instant();
    Observation observation = prober.ask(observer.observe(resource, context), now);
    Plan plan = planner.plan(observation, now);
    applier.apply(plan, observation, context);
    announcer.announce(resource, Announcements.of(observation.status(), plan.status()), now);
    UpdateControl<SignalHarvester> control =
        plan.status().equals(resource.getStatus())
            ? UpdateControl.noUpdate()
            : UpdateControl.patchStatus(onlyStatus(resource, plan.status()));
    plan.wakeUp().ifPresent(control::rescheduleAfter);
    return control;
  }

  @Override
  public ErrorStatusUpdateControl<SignalHarvester> updateErrorStatus(
      SignalHarvester resource, Context<SignalHarvester> context, Exception error) {
    if (!(error instanceof ForeignObject)
        && context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) < SILENT_ATTEMPTS) {
      // A busy API server is no news; what does not go away is.
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    String message = Optional.ofNullable(error.getMessage()).orElseGet(error::toString);
    Blocker blocker =
        error instanceof ForeignObject foreign && !foreign.leaving()
            ? new Blocker(true, Reason.FOREIGN_OBJECT, message)
            : new Blocker(false, Reason.APPLY_FAILED, message);
    SignalHarvesterStatus status =
        planner.blocked(observer.observe(resource, context), blocker, clock.instant());
    announcer.announce(
        resource,
        Announcements.of(observer.observe(resource, context).status(), status),
        clock.instant());
    return status.equals(resource.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(onlyStatus(resource, status));
  }

  /**
   * A fresh object: resending the fetched one would claim every field that a user wrote. With the
   * UID it can never land on another resource of the same name.
   */
  private static SignalHarvester onlyStatus(
      SignalHarvester resource, SignalHarvesterStatus status) {
    SignalHarvester fresh = new SignalHarvester();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
