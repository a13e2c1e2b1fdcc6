package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;

/** The threads of a session: the calling one and helpers that wait for work. */
final class ThreadTeam implements AutoCloseable {
  /** Work that is split. */
  @FunctionalInterface
  interface Work {
    /**
     * Does one part of the work.
     *
     * @param part the part, from 0
     * @param parts the number of parts
     */
    void run(int part, int parts);
  }

  private final List<WorkerThread> helpers = new ArrayList<>();

  /** The number of threads. */
  int size() {
    return helpers.size() + 1;
  }

  /** Changes the number of threads; not while there is work. */
  void resize(int count) {
    while (size() > count) {
      helpers.remove(helpers.size() - 1).close();
    }
    while (size() < count) {
      helpers.add(WorkerThread.start());
    }
  }

  /** Returns the index where a part of some elements begins. */
  static int start(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  /**
   * Returns the index where a part of a product's rows begins, at the beginning of a block of its
   * loop.
   */
  static int blockStart(int rows, int part, int parts) {
    int blocks = (rows + ProductLoop.BLOCK - 1) / ProductLoop.BLOCK;
    return Math.min(rows, start(blocks, part, parts) * ProductLoop.BLOCK);
  }

  /** Does all parts of some work at once, as many as there are threads. */
  void run(Work work) {
    int parts = size();
    for (int i = 1; i < parts; i++) {
      helpers.get(i - 1).begin(work, i, parts);
    }
    try {
      work.run(0, parts);
    } finally {
      helpers.forEach(WorkerThread::await);
    }
    helpers.forEach(WorkerThread::rethrow);
  }

  @Override
  public void close() {
    resize(1);
  }
}
