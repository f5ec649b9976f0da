/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

/**
 * Where the server listens.
 *
 * @param host address to bind
 * @param publicPort port of the API; 0 means any free one
 * @param managementPort port of the probes; 0 means any free one
 */
public record Ports(String host, int publicPort, int managementPort) {}
