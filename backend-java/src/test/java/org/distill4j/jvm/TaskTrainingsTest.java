package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.tasks.TaskRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("On this engine a student learns from its teacher")
class TaskTrainingsTest {
  static List<TaskRun> runs() {
    return TaskRun.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void learns(TaskRun run) {
    try (Session session = new JavaBackend().open(SessionOptions.defaults())) {
      assertThat(run.failures(session)).isEmpty();
    }
  }
}
