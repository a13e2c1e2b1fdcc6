package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.conformance.tasks.TaskRun;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A student of another task than one of many classes learns from its teacher:")
class TaskTrainingsTest {
  static Stream<Arguments> runs() {
    return Stream.of(new ReferenceBackend(), new ArrayBackend())
        .flatMap(backend -> TaskRun.all().stream().map(run -> Arguments.of(run, backend)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void learns(TaskRun run, Backend backend) {
    try (Session session = backend.open(SessionOptions.defaults())) {
      assertThat(run.failures(session)).isEmpty();
    }
  }
}
