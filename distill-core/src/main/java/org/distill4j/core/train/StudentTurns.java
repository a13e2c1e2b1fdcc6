package org.distill4j.core.train;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.train.Learner;

/** The turns of two students that step one after the other, each on its own thread. */
final class StudentTurns implements AutoCloseable {
  /** One of the two students. */
  enum Place {
    FIRST,
    SECOND;

    Place other() {
      return this == FIRST ? SECOND : FIRST;
    }
  }

  /** Ends a training after the other student's failed. */
  static final class LeftAloneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeftAloneException() {
      super("The training of the other student has failed.");
    }
  }

  private final Map<Place, Learner> learners = new EnumMap<>(Place.class);
  private final Set<Place> gone = EnumSet.noneOf(Place.class);
  private Place next = Place.FIRST;
  private boolean failed;

  /** Lets the other student query a learner, until both trainings have ended. */
  synchronized Learner lend(Place place, Learner learner) {
    learners.put(place, learner);
    notifyAll();
    return new SharedLearner(learner);
  }

  /** Waits for its turn; it keeps the turn until it passes it on, and gets the other's learner. */
  synchronized Learner await(Place place) {
    try {
      while (!failed && !isTurn(place)) {
        wait();
      }
    } catch (InterruptedException interrupted) {
      fail();
      Thread.currentThread().interrupt();
    }
    Learner other = learners.get(place.other());
    if (failed || other == null) {
      throw new LeftAloneException();
    }
    return other;
  }

  private boolean isTurn(Place place) {
    return learners.size() == Place.values().length
        && (next == place || gone.contains(place.other()));
  }

  synchronized void pass(Place place) {
    next = place.other();
    notifyAll();
  }

  /** Marks a student as finished; it teaches with its present weights from then on. */
  synchronized void leave(Place place) {
    gone.add(place);
    notifyAll();
  }

  synchronized void fail() {
    failed = true;
    notifyAll();
  }

  /** Frees both students' learners. */
  @Override
  public synchronized void close() {
    learners.values().forEach(Learner::close);
  }
}
