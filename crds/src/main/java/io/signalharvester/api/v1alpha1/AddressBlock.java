/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block of addresses, less some smaller blocks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "isCIDR(self.cidr) && cidr(self.cidr).masked() == cidr(self.cidr)",
    message =
        "ipBlock.cidr must be a block of addresses by its first one, such as 10.0.0.0/8 or fd00::/8:"
            + " correct it",
    fieldPath = ".cidr")
@ValidationRule(
    value =
        "!has(self.except) || !isCIDR(self.cidr) || self.except.all(e, isCIDR(e) &&"
            + " cidr(e).masked() == cidr(e) && cidr(self.cidr).containsCIDR(e) &&"
            + " cidr(e).prefixLength() > cidr(self.cidr).prefixLength())",
    message =
        "ipBlock.except must hold only blocks inside of ipBlock.cidr and smaller than it: correct or"
            + " remove the others",
    fieldPath = ".except")
public record AddressBlock(
    @JsonPropertyDescription("The block, such as 10.0.0.0/8 or fd00::/8.")
        @Required
        @Size(min = 4, max = 43)
        String cidr,
    @JsonPropertyDescription("Blocks inside of it that do not belong to it.") @Size(max = 16)
        @Nullable List<@Size(min = 4, max = 43) String> except) {}
