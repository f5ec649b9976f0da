/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.store.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A vector and the model that made it; vectors of two models are never compared.
 *
 * @param model name of the model
 * @param values the vector, of length 1; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // It is read once and never compared.
record ModelVector(String model, float[] values) {

  /** Reads the columns {@code model} and {@code vector}: little-endian float32. */
  static ModelVector of(Readable row) {
    byte[] bytes = Column.of(row, "vector", byte[].class);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new ModelVector(Column.of(row, "model", String.class), values);
  }
}
