package org.distill4j.backend;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The life of something native: open until it, or what it came from, is closed. Calls on all that
 * belongs to one session wait for each other, so nothing is freed while it is in use.
 */
final class Guard {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String what;

  /** What must not be freed while this is in use: the owner, and what it came from. */
  private final List<Object> alive;

  private final Life life;
  private final Cleaner.Cleanable release;

  /** Refers to nothing that is guarded, which the collector could not find otherwise. */
  private static final class Life implements Runnable {
    private final Object lock;
    private final Runnable close;
    private final Optional<Life> parent;
    private boolean closed;

    Life(Object lock, Runnable close, Optional<Life> parent) {
      this.lock = lock;
      this.close = close;
      this.parent = parent;
    }

    boolean isOpen() {
      return !closed && parent.map(Life::isOpen).orElse(true);
    }

    @Override
    public void run() {
      synchronized (lock) {
        if (isOpen()) {
          closed = true;
          close.run();
        }
      }
    }
  }

  private Guard(String what, Object owner, List<Object> parents, Life life) {
    List<Object> all = new ArrayList<>(parents);
    all.add(owner);
    this.what = what;
    this.alive = List.copyOf(all);
    this.life = life;
    this.release = CLEANER.register(owner, life);
  }

  /**
   * The life of a session.
   *
   * @param owner what is freed when nobody can reach it any more
   * @param close frees it; must not refer to the owner
   */
  static Guard ofSession(Object owner, Runnable close) {
    return new Guard("session", owner, List.of(), new Life(new Object(), close, Optional.empty()));
  }

  /** The life of something that this one's owner made. */
  Guard child(Object owner, String what, Runnable close) {
    return new Guard(what, owner, alive, new Life(life.lock, close, Optional.of(life)));
  }

  /** Whether something was made by the same session. */
  boolean isOfSameSession(Guard other) {
    return life.lock == other.life.lock;
  }

  /** Runs something while no other call is under way, if the owner is open. */
  <T> T call(Supplier<T> work) {
    synchronized (life.lock) {
      try {
        requireOpen();
        return work.get();
      } finally {
        Reference.reachabilityFence(alive);
      }
    }
  }

  private void requireOpen() {
    if (!life.isOpen()) {
      throw new IllegalStateException(
          "This "
              + what
              + " was closed, expected an open one.\n"
              + "Maybe it, or the session it came from, left its try block too early.");
    }
  }

  /** Frees the owner now; later calls do nothing. */
  void close() {
    release.clean();
  }
}
