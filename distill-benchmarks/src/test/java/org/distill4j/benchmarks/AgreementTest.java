package org.distill4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.compare.MeasurementSubject;
import org.distill4j.benchmarks.job.Batches;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.Digits;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.job.FrameworkJob;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.ProductsOnly;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The programs that are timed beside each other")
class AgreementTest {
  private static final DenseJob JOB = DenseJob.mnist(8).withStudent(32);
  private static final int STEPS = 12;

  static Stream<EnginePrograms> all() {
    return MeasurementSubject.engines().stream();
  }

  static Stream<Arguments> engines() {
    return all()
        .flatMap(engine -> Stream.of(TeacherSource.values()).map(how -> Arguments.of(engine, how)));
  }

  @ParameterizedTest(name = "{0}, teacher {1}")
  @MethodSource("engines")
  @DisplayName("report the same losses step after step, so they do the same work")
  void losses(EnginePrograms engine, TeacherSource teaching) {
    try (Session session =
        Backends.find().choose(Optional.of(engine.backend())).open(SessionOptions.defaults())) {
      List<DenseJob.Taught> batches =
          Batches.compute(session, JOB, Digits.read(Optional.empty()), STEPS);
      double[] framework = losses(FrameworkJob.of(session, JOB, teaching), batches);
      double[] handWritten = losses(engine.handWritten(JOB, teaching), batches);
      double[] idiomatic = losses(engine.idiomatic(JOB, teaching), batches);
      assertThat(framework[STEPS - 1]).as("the last loss").isLessThan(framework[0]);
      assertThat(handWritten).as("hand-written").containsExactly(framework, within(2e-4));
      assertThat(idiomatic).as("idiomatic").containsExactly(framework, within(2e-4));
    }
  }

  static Stream<Arguments> networks() {
    return all()
        .filter(engine -> !engine.backend().equals("dl4j"))
        .flatMap(
            engine ->
                Stream.of(NetworkJob.residual(), NetworkJob.transformer(16))
                    .map(job -> Arguments.of(engine, job)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("networks")
  @DisplayName("report the same losses of larger networks, where they are written by hand")
  void networks(EnginePrograms engine, NetworkJob job) {
    try (Session session =
        Backends.find().choose(Optional.of(engine.backend())).open(SessionOptions.defaults())) {
      List<DenseJob.Taught> batches = job.batches(5);
      double[] framework = losses(FrameworkJob.of(session, job), batches);
      double[] handWritten = losses(engine.handWritten(job).orElseThrow(), batches);
      assertThat(handWritten).containsExactly(framework, within(2e-3));
    }
  }

  /** The engines that have programs of their own; backend-java is measured beside PyTorch's. */
  static Stream<EnginePrograms> written() {
    return all().filter(engine -> !engine.backend().equals("java"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("written")
  @DisplayName("report nearly the same losses whatever was chosen")
  void choices(EnginePrograms engine) {
    try (Session session =
        Backends.find().choose(Optional.of(engine.backend())).open(SessionOptions.defaults())) {
      List<DenseJob.Taught> batches =
          Batches.compute(session, JOB, Digits.read(Optional.empty()), STEPS);
      double[] best = losses(engine.handWritten(JOB, TeacherSource.CACHED), batches);
      Map<String, Supplier<StepProgram>> otherwise = engine.otherwise(JOB);
      assertThat(otherwise).isNotEmpty();
      otherwise.forEach(
          (name, program) ->
              assertThat(losses(program.get(), batches))
                  .as(name)
                  .containsExactly(best, within(name.contains("bfloat16") ? 0.1 : 2e-4)));
    }
  }

  private static double[] losses(StepProgram program, List<DenseJob.Taught> batches) {
    try (program) {
      return batches.stream().mapToDouble(program::step).toArray();
    }
  }

  @ParameterizedTest(name = "{0}, teacher {1}")
  @MethodSource("engines")
  @DisplayName("stand on products that the engine can compute")
  void floor(EnginePrograms engine, TeacherSource teaching) {
    try (ProductsOnly floor = engine.floor(JOB.products(teaching))) {
      floor.run();
    }
  }
}
