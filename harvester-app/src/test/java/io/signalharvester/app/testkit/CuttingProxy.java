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

/**
 * Forwards connections to a port until a client says a certain thing: then every connection is cut
 * and no other is taken, as when the server goes away in the middle.
 */
public final class CuttingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final String last;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param target port that is forwarded to
   * @param last what cuts everything when a client sends it
   */
  public CuttingProxy(int target, String last) {
    this.target = target;
    this.last = last;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(upstream);
        Thread.ofVirtual().start(() -> pump(client, upstream, true));
        Thread.ofVirtual().start(() -> pump(upstream, client, false));
      } catch (IOException e) {
        // Closed, or nobody behind it: the loop looks.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean watched) {
    byte[] buffer = new byte[65_536];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (watched && new String(buffer, 0, read, StandardCharsets.UTF_8).contains(last)) {
          close();
          return;
        }
        out.write(buffer, 0, read);
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
