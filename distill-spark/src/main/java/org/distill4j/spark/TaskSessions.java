package org.distill4j.spark;

import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.EngineChoice;

/** Sessions in tasks. */
final class TaskSessions {
  private TaskSessions() {}

  /** Opens a session; a missing backend is reported with the executor that lacks it. */
  static Session open(EngineChoice choice) {
    try {
      return choice.open();
    } catch (BackendNotFoundException absent) {
      if (TaskContext.get() == null) {
        throw absent;
      }
      throw new BackendNotFoundException(
          "On executor "
              + SparkEnv.get().executorId()
              + ": "
              + absent.getMessage()
              + " Spark brings jars to its executors with --jars or --packages.");
    }
  }
}
