/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.jobs.WorkMeters;
import io.signalharvester.app.jobs.Worker;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.telemetry.Meters;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a process has that works in the background. */
@Configuration(proxyBeanMethods = false)
@Import(CommonConfiguration.class)
class WorkerConfiguration {

  @Bean
  Worker worker(Settings settings, @Qualifier("requestPool") Postgres postgres, Clock clock) {
    return Worker.of(settings, postgres.client(), postgres.transaction(), clock);
  }

  @Bean
  WorkMeters workMeters(@Qualifier("requestPool") Postgres postgres, Meters meters) {
    return new WorkMeters(postgres.client(), meters.registry());
  }
}
