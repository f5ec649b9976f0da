/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the archive. */
public final class Version {

  private static final String FILE = "/harvest-version.properties";

  private Version() {}

  /** Returns the version, such as {@code 0.1.0}. */
  public static String current() {
    return property("version");
  }

  /** Returns the commit that the build was told (-Dharvest.commit=...), or {@code unknown}. */
  public static String commit() {
    return property("commit");
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("the archive lacks " + FILE);
      }
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(FILE + " lacks " + name);
    }
    return value;
  }
}
