package org.distill4j.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;
import org.distill4j.backend.Session;
import org.distill4j.teacher.Teacher;

/**
 * The predictors of an executor: one for each task slot, used by one task at a time and reused by
 * the next. Those that were not used for longest go when there are more than slots.
 */
final class PredictorSlots {
  private static final Deque<Slot> IDLE = new ArrayDeque<>();
  private static final int MOST = Math.max(2, Runtime.getRuntime().availableProcessors());

  private PredictorSlots() {}

  /**
   * A predictor on a session of its own.
   *
   * @param key what it is of
   * @param session its session, which is closed with it
   * @param teacher the predictor
   */
  record Slot(String key, Session session, Teacher teacher) {}

  /** Takes an idle predictor, or creates one. */
  static Slot take(String key, Supplier<Slot> maker) {
    synchronized (IDLE) {
      for (Iterator<Slot> each = IDLE.descendingIterator(); each.hasNext(); ) {
        Slot slot = each.next();
        if (slot.key().equals(key)) {
          each.remove();
          return slot;
        }
      }
    }
    return maker.get();
  }

  static void giveBack(Slot slot) {
    synchronized (IDLE) {
      IDLE.addLast(slot);
      while (IDLE.size() > MOST) {
        IDLE.removeFirst().session().close();
      }
    }
  }
}
