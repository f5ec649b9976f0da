/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.util.Arrays;
import java.util.List;

/** The registry of one process, with what the Java runtime says about itself. */
public final class Meters implements AutoCloseable {

  private static final String LETTUCE = "lettuce.command.";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Creates the registry. */
  public Meters() {
    registry.config().meterFilter(commandsOfRedis());
    // A gauge of the registry would lose the end of this name, which Prometheus reserves.
    Info.builder()
        .name(Metric.BUILD_INFO.exposed())
        .help(Metric.BUILD_INFO.meaning())
        .labelNames(Metric.BUILD_INFO.labels().toArray(String[]::new))
        .register(registry.getPrometheusRegistry())
        .setLabelValues(Version.current(), Version.commit(), Runtime.version().toString());
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  /** Returns the registry. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Lettuce names addresses and a second time of each command; the catalogue has neither. */
  private static MeterFilter commandsOfRedis() {
    double[] nanoseconds = Arrays.stream(Metric.bounds()).map(bound -> bound * 1e9).toArray();
    return new MeterFilter() {
      @Override
      public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith(LETTUCE) && !id.getName().endsWith("completion")
            ? MeterFilterReply.DENY
            : MeterFilterReply.NEUTRAL;
      }

      @Override
      public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith(LETTUCE)
            ? id.replaceTags(List.of(Tag.of("command", String.valueOf(id.getTag("command")))))
            : id;
      }

      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().startsWith(LETTUCE)
            ? DistributionStatisticConfig.builder()
                .serviceLevelObjectives(nanoseconds)
                .percentilesHistogram(false)
                .percentiles()
                .build()
                .merge(config)
            : config;
      }
    };
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
