/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * The event loops of the process, with a watch on each connection that is opened on them: silence
 * in answer to something closes it, and an idle one whose server is gone is found by the kernel.
 */
final class WatchedLoops implements LoopResources {

  /** Seconds of idleness after which the kernel asks, and between its three questions. */
  private static final int IDLE = 15;

  private static final int BETWEEN = 5;
  private static final int QUESTIONS = 3;

  private final LoopResources loops;
  private final Duration longestSilence;

  WatchedLoops(LoopResources loops, Duration longestSilence) {
    this.loops = loops;
    this.longestSilence = longestSilence;
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    C channel = loops.onChannel(type, group);
    channel.pipeline().addLast(new SilenceLimit(longestSilence));
    if (channel instanceof EpollSocketChannel socket) {
      socket
          .config()
          .setKeepAlive(true)
          .setTcpKeepIdle(IDLE)
          .setTcpKeepIntvl(BETWEEN)
          .setTcpKeepCnt(QUESTIONS);
    }
    return channel;
  }

  @Override
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup group) {
    return loops.onChannelClass(type, group);
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return loops.onClient(useNative);
  }

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return loops.onServer(useNative);
  }

  @Override
  public EventLoopGroup onServerSelect(boolean useNative) {
    return loops.onServerSelect(useNative);
  }

  @Override
  public boolean daemon() {
    return loops.daemon();
  }

  @Override
  public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
    // They belong to the process, not to a pool.
    return Mono.empty();
  }
}
