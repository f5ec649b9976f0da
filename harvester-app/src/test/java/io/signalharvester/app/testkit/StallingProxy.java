/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Forwards connections to a port until it is told to stall: then it still takes what it is sent and
 * nothing comes back, as when the machine behind it is gone. Connections opened later are forwarded
 * again.
 */
public final class StallingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile int stalledBelow;
  private volatile int number;

  public StallingProxy(int target) {
    this.target = target;
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

  /** From now on nothing comes back on the connections that are open. */
  public void stall() {
    stalledBelow = number;
  }

  /** How many connections were opened so far. */
  public int opened() {
    return number;
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(upstream);
        int mine = number;
        number = mine + 1;
        Thread.ofVirtual().start(() -> pump(client, upstream, mine));
        Thread.ofVirtual().start(() -> pump(upstream, client, mine));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, int mine) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (mine >= stalledBelow) {
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
