/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which something was said and nothing came back for too long. The server
 * ends statements by itself well before that, so such a connection has no server any more; without
 * this it would look busy until TCP gives up, a quarter of an hour later.
 */
final class SilenceLimit extends ChannelDuplexHandler {

  private final Duration limit;
  private @Nullable ScheduledFuture<?> closing;

  /**
   * Creates a limit for one connection.
   *
   * @param limit longest silence after something was sent
   */
  SilenceLimit(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (closing == null) {
      closing =
          context
              .executor()
              .schedule(() -> context.close(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    relax();
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    relax();
    context.fireChannelInactive();
  }

  private void relax() {
    if (closing != null) {
      closing.cancel(false);
      closing = null;
    }
  }
}
