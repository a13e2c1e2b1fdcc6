package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.ShapeCache;
import org.distill4j.ir.Program;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.ShapeReader;
import org.distill4j.program.StepInput;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.jspecify.annotations.Nullable;

/** The steps of a learner, compiled for each batch shape that occurs. */
final class TrainingSteps {
  /** The number of steps between two flushes of negligible values to 0. */
  static final int FLUSH_PERIOD = 100;

  private final Session session;
  private final LearnerVariables variables;
  private final LearnerSpec spec;
  private final Recording declared;
  private final UpdateRecording update;
  private final ShapeReader shapes;
  private final ShapeCache<BatchShape, StepRun> runs =
      new ShapeCache<>(this::compile, CompiledProgram::close);
  private @Nullable Executable finish;
  private @Nullable Executable flush;

  TrainingSteps(
      Session session,
      LearnerVariables variables,
      LearnerSpec spec,
      Recording declared,
      UpdateRecording update) {
    this.session = session;
    this.variables = variables;
    this.spec = spec;
    this.shapes = new ShapeReader(spec.model(), spec.signature());
    this.declared = declared;
    this.update = update;
  }

  private StepRun compile(BatchShape shape) {
    Recording recorded = Recorder.step(spec.model(), spec.loss(), spec.signature(), shape);
    recorded.requireWeightsOf(declared);
    return new StepRun(
        recorded, new StepRecording(recorded, update), recorded.reader(spec.seed()), this::compile);
  }

  private Executable compile(Program program) {
    return session.compile(program, variables.variables());
  }

  /**
   * Refuses a batch of which a micro-batch does not fit; a whole batch is checked when it is read.
   */
  void check(StepInput input) {
    int microBatches = input.microBatches().size();
    for (int microBatch = 0; microBatches > 1 && microBatch < microBatches; microBatch++) {
      run(input, microBatch).check(input, microBatch);
    }
  }

  /**
   * Takes one step.
   *
   * @param input the examples
   * @param number the number of the step, from 1
   * @return the loss terms before the update
   */
  LossValues step(StepInput input, long number) {
    double[] numbers = update.scalars().values(input.progress(), number);
    Map<String, Double> terms = new LinkedHashMap<>();
    if (input.microBatches().size() == 1) {
      run(input, 0).run(StepRun.Kind.WHOLE, input, 0, numbers, terms);
    } else {
      runMicroBatches(input, numbers, terms);
    }
    if (number % FLUSH_PERIOD == 0) {
      flush().run(List.of());
    }
    return new LossValues(terms);
  }

  private void runMicroBatches(StepInput input, double[] numbers, Map<String, Double> terms) {
    int microBatches = input.microBatches().size();
    // Nothing may have changed when a later micro-batch is refused.
    check(input);
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      run(input, microBatch).prepare(kind(microBatch));
    }
    Executable last = finish();
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      run(input, microBatch).run(kind(microBatch), input, microBatch, new double[0], terms);
    }
    last.run(List.of(), numbers);
  }

  private static StepRun.Kind kind(int microBatch) {
    return microBatch == 0 ? StepRun.Kind.FIRST : StepRun.Kind.MORE;
  }

  private StepRun run(StepInput input, int microBatch) {
    return runs.get(shapes.read(input.microBatches().get(microBatch)));
  }

  private Executable finish() {
    if (finish == null) {
      finish = compile(StepRecording.finish(update));
    }
    return finish;
  }

  private Executable flush() {
    if (flush == null) {
      flush = compile(update.flush());
    }
    return flush;
  }

  /** Frees the compiled programs; they are compiled again when they are needed. */
  void close() {
    runs.close();
    close(finish);
    close(flush);
    finish = null;
    flush = null;
  }

  private static void close(@Nullable Executable executable) {
    if (executable != null) {
      executable.close();
    }
  }
}
