package org.distill4j.jvm;

import java.util.concurrent.locks.LockSupport;
import org.distill4j.jvm.ThreadTeam.Work;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does a part of some work. It looks for the next work for a moment before it sleeps,
 * as the steps of a plan follow each other closely.
 */
final class WorkerThread implements Runnable, AutoCloseable {
  /** The number of checks, some 20 microseconds, before it sleeps. */
  private static final int SPINS = 1_000;

  static final String NAME = "distill4j-java";

  private final Thread thread = new Thread(this, NAME);
  private int part;
  private int parts;
  private @Nullable Throwable failure;

  /**
   * Written last before a part and first after it, so that the other thread sees all other writes.
   */
  private volatile @Nullable Work work;

  /** The thread that sleeps until the part is done. */
  private volatile @Nullable Thread waiting;

  private volatile boolean sleeps;
  private volatile boolean ends;

  private WorkerThread() {
    thread.setDaemon(true);
  }

  static WorkerThread start() {
    WorkerThread helper = new WorkerThread();
    helper.thread.start();
    return helper;
  }

  /** Begins a part; the one before is done. */
  void begin(Work next, int index, int count) {
    part = index;
    parts = count;
    work = next;
    if (sleeps) {
      LockSupport.unpark(thread);
    }
  }

  /** Waits until the part is done. */
  void await() {
    for (int spins = 0; work != null && spins < SPINS; spins++) {
      Thread.onSpinWait();
    }
    if (work != null) {
      waiting = Thread.currentThread();
      while (work != null) {
        LockSupport.park(this);
      }
      waiting = null;
    }
  }

  /** Throws the failure of the part. */
  void rethrow() {
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  public void run() {
    for (Work next = next(); next != null; next = next()) {
      try {
        next.run(part, parts);
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
      }
      work = null;
      LockSupport.unpark(waiting);
    }
  }

  /** Waits for work; none if the thread should end. */
  private @Nullable Work next() {
    for (int spins = 0; !ends; spins++) {
      Work next = work;
      if (next != null) {
        return next;
      } else if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        sleep();
      }
    }
    return null;
  }

  private void sleep() {
    sleeps = true;
    if (work == null && !ends) {
      LockSupport.park(this);
    }
    sleeps = false;
  }

  @Override
  public void close() {
    ends = true;
    LockSupport.unpark(thread);
  }
}
