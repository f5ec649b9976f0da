/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL of the installation: at most one kind; a managed one when none is named. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.managed), has(self.external), has(self.cloudNativePG)].filter(x, x).size() <= 1",
    message =
        "database must name at most one of managed, external and cloudNativePG: remove the others")
public record DatabaseSpec(
    @JsonPropertyDescription("A PostgreSQL that the operator runs.")
        @Nullable ManagedDatabase managed,
    @JsonPropertyDescription(
            "A PostgreSQL that exists already. Its Secret has the keys host, port, database, username,"
                + " password and sslmode (disable, prefer or require; certificates are not verified"
                + " yet). The role needs to own the database or to be allowed to create in it.")
        @Nullable ExternalStore external,
    @JsonPropertyDescription(
            "A PostgreSQL cluster run by CloudNativePG. Not yet supported: leave it out.")
        @Nullable CloudNativePgSpec cloudNativePG,
    @JsonPropertyDescription("Connections of each API pod.") @Nullable ConnectionPool pool) {}
