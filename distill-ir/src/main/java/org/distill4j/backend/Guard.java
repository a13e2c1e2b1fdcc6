package org.distill4j.backend;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The life cycle of a native resource: open until it, or the session that made it, is closed. Calls
 * on all that belongs to one session wait for each other, so nothing is freed while it is in use,
 * and what nobody closes is freed when the garbage collector finds its owner. What came from a
 * session is closed right before it, in the order in which it was made.
 *
 * <p>{@link Backend#open} guards sessions, variables and executables. A backend uses this itself
 * for what else it hands out: networks of its engine's own kind, and teachers from files.
 */
public final class Guard {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String what;

  /** The objects that must not be freed while this is in use: the owner, and its session. */
  private final List<Object> alive;

  private final Life life;
  private final Cleaner.Cleanable release;

  /**
   * Holds no reference to a guarded object, so that the collector can find that object unreachable.
   */
  private static final class Life implements Runnable {
    private final Object lock;
    private final Runnable close;
    private final Optional<Life> parent;
    private final Set<Life> children = new LinkedHashSet<>();
    private boolean closed;

    Life(Object lock, Runnable close, Optional<Life> parent) {
      this.lock = lock;
      this.close = close;
      this.parent = parent;
      synchronized (lock) {
        parent.ifPresent(life -> life.children.add(this));
      }
    }

    boolean isOpen() {
      return !closed;
    }

    @Override
    public void run() {
      synchronized (lock) {
        if (isOpen()) {
          closed = true;
          parent.ifPresent(life -> life.children.remove(this));
          List.copyOf(children).forEach(Life::run);
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
   * Returns the guard of a session.
   *
   * @param owner what is freed when nobody can reach it any more
   * @param close frees it; must not refer to the owner
   */
  static Guard ofSession(Object owner, Runnable close) {
    return new Guard("session", owner, List.of(), new Life(new Object(), close, Optional.empty()));
  }

  /**
   * Returns the engine's own session behind one that was opened by a backend.
   *
   * @param session the session
   * @param type the engine's class
   * @param <T> the engine's class
   * @return the engine's session; empty if the session is another engine's
   */
  public static <T extends Session> Optional<T> engine(Session session, Class<T> type) {
    return session instanceof GuardedSession guarded && type.isInstance(guarded.engine())
        ? Optional.of(type.cast(guarded.engine()))
        : Optional.empty();
  }

  /**
   * Returns the guard of a resource of a session. What lives in a session that wraps another ends
   * by its own close alone; closing the inner session makes its calls fail.
   *
   * @param session a session that a backend opened, or one that wraps such a session
   * @param owner what is freed when nobody can reach it any more
   * @param what what the owner is, for messages: "network"
   * @param close frees it; must not refer to the owner
   * @return the guard, which the owner keeps
   */
  public static Guard child(Session session, Object owner, String what, Runnable close) {
    return session instanceof GuardedSession guarded
        ? guarded.guard().child(owner, what, close)
        : new Guard(what, owner, List.of(), new Life(new Object(), close, Optional.empty()));
  }

  private static Guard of(Session session) {
    if (session instanceof GuardedSession guarded) {
      return guarded.guard();
    }
    throw new IllegalArgumentException(
        "The session is a "
            + session.getClass().getName()
            + ", expected one that was opened by a backend.\nMaybe use Backend.open.");
  }

  /**
   * Runs an action while a session is open and no other call on its resources is running.
   *
   * @param session a session that a backend opened
   * @param work what to run
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException if the session was closed
   */
  public static <T> T within(Session session, Supplier<T> work) {
    return of(session).call(work);
  }

  /** Returns the guard of a resource that this guard's owner made. */
  Guard child(Object owner, String what, Runnable close) {
    return new Guard(what, owner, alive, new Life(life.lock, close, Optional.of(life)));
  }

  /** Returns whether a resource was made by the same session. */
  boolean isOfSameSession(Guard other) {
    return life.lock == other.life.lock;
  }

  /**
   * Runs an action while no other call on the session's resources is running.
   *
   * @param work what to run
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException if the owner or its session was closed
   */
  public <T> T call(Supplier<T> work) {
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

  /** Returns how many resources of this guard's owner are open. */
  int children() {
    synchronized (life.lock) {
      return life.children.size();
    }
  }

  /** Frees the owner now; later calls do nothing. */
  public void close() {
    release.clean();
  }
}
