/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and a server of this machine that can fail: it forwards connections to
 * a port until it is told to stall, or until a client says what cuts it.
 */
public final class TestProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final @Nullable String fatal;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile int stalledBelow;
  private volatile int opened;

  private TestProxy(int target, @Nullable String fatal) {
    this.target = target;
    this.fatal = fatal;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Forwards to a port of this machine. */
  public static TestProxy to(int target) {
    return new TestProxy(target, null);
  }

  /**
   * Forwards to a port of this machine until a client says a certain thing: then every connection
   * is cut and no other is taken, as when the server goes away in the middle.
   */
  public static TestProxy cutAt(String fatal, int target) {
    return new TestProxy(target, fatal);
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * From now on the connections that are open still take what they are sent and nothing comes back,
   * as when the machine behind them is gone. Connections opened later are forwarded again.
   */
  public void stall() {
    stalledBelow = opened;
  }

  /** How many connections were opened so far. */
  public int opened() {
    return opened;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(upstream);
        int number = opened;
        opened = number + 1;
        Thread.ofVirtual().start(() -> pump(client, upstream, number, fatal));
        Thread.ofVirtual().start(() -> pump(upstream, client, number, null));
      } catch (IOException e) {
        // Closed, or nobody behind it: the loop looks.
      }
    }
  }

  private void pump(Socket from, Socket to, int number, @Nullable String end) {
    byte[] buffer = new byte[65_536];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (end != null && new String(buffer, 0, read, StandardCharsets.UTF_8).contains(end)) {
          close();
          return;
        }
        if (number >= stalledBelow) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One side has gone; the other is closed with it.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
