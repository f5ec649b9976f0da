/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a reply is written in Redis. A change of the form needs a new {@link #NUMBER}. */
final class ReplyForm {

  /** Number of the form; it stands in keys, so that versions do not read each other's entries. */
  static final int NUMBER = 1;

  private ReplyForm() {}

  static byte[] write(CachedReply reply) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(reply.weight());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(reply.freshUntil().toEpochMilli());
      out.writeLong(reply.staleUntil().toEpochMilli());
      out.writeShort(reply.status());
      out.writeShort(reply.headers().size());
      for (Map.Entry<String, List<String>> header : reply.headers().entrySet()) {
        out.writeUTF(header.getKey());
        out.writeShort(header.getValue().size());
        for (String value : header.getValue()) {
          out.writeUTF(value);
        }
      }
      out.writeInt(reply.body().length);
      out.write(reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a reply.
   *
   * @throws UncheckedIOException when the bytes end too early
   */
  static CachedReply read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Instant fresh = Instant.ofEpochMilli(in.readLong());
      Instant stale = Instant.ofEpochMilli(in.readLong());
      int status = in.readUnsignedShort();
      Map<String, List<String>> headers = new LinkedHashMap<>();
      int names = in.readUnsignedShort();
      for (int i = 0; i < names; i++) {
        String name = in.readUTF();
        int count = in.readUnsignedShort();
        List<String> values = new ArrayList<>();
        for (int j = 0; j < count; j++) {
          values.add(in.readUTF());
        }
        headers.put(name, List.copyOf(values));
      }
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("the body is cut off");
      }
      return new CachedReply(status, Map.copyOf(headers), in.readNBytes(length), fresh, stale);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
