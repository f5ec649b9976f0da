/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * One Signal Harvester installation: the API pods and the stores, schema, route and pipelines that
 * it needs. The operator turns this resource into a running service and reports in its status.
 */
@Group(SignalHarvester.GROUP)
@Version(SignalHarvester.VERSION)
@Kind("SignalHarvester")
@ShortNames("sh")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must start with a letter and hold only lower-case letters, digits and -,"
            + " because Services are named after it: choose another name")
@ValidationRule(
    value = "size(self.metadata.name) <= 30",
    message =
        "metadata.name must have at most 30 characters, because the names of all children start"
            + " with it: choose a shorter name")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version")
@AdditionalPrinterColumn(name = "Pods", jsonPath = ".status.podsReady")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class SignalHarvester
    extends CustomResource<SignalHarvesterSpec, SignalHarvesterStatus> implements Namespaced {

  /** API group of every kind of this product. */
  public static final String GROUP = "signalharvester.io";

  /** The served and stored version. */
  public static final String VERSION = "v1alpha1";

  private static final long serialVersionUID = 1L;

  /** A resource without a spec: the fields are immutable records, so none can be made up here. */
  @Override
  protected @Nullable SignalHarvesterSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable SignalHarvesterStatus initStatus() {
    return null;
  }
}
