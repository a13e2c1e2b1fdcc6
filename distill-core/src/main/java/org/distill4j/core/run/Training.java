package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.jspecify.annotations.Nullable;

/** The steps of a learner, compiled for each batch size that they meet. */
final class Training {
  /** The number of steps between two times that what is negligible is set to 0. */
  static final int FLUSH_PERIOD = 100;

  private final Session session;
  private final Variables variables;
  private final Program declared;
  private final Model model;
  private final Loss loss;
  private final StepSignature signature;
  private final long seed;
  private final UpdateRecording update;
  private final BatchSizes<StepRun> runs = new BatchSizes<>(this::compile);
  private @Nullable Executable finish;
  private @Nullable Executable flush;

  Training(
      Session session,
      Variables variables,
      LearnerSpec spec,
      Program declared,
      UpdateRecording update) {
    this.session = session;
    this.variables = variables;
    this.declared = declared;
    this.model = spec.model();
    this.loss = spec.loss();
    this.signature = spec.signature();
    this.seed = spec.seed();
    this.update = update;
  }

  private StepRun compile(int batchSize) {
    Program recorded = Recorder.step(model, loss, signature, batchSize);
    recorded.requireWeightsOf(declared);
    StepRecording recording = new StepRecording(recorded, update);
    return new StepRun(
        recorded, recording, recorded.reader(seed), p -> session.compile(p, variables));
  }

  /**
   * One step.
   *
   * @param input the examples
   * @param number the number of the step, from 1
   * @return the loss terms before the update
   */
  LossValues step(StepInput input, long number) {
    double[] numbers = update.scalars().values(input.progress(), number);
    Map<String, Double> terms = new LinkedHashMap<>();
    if (input.parts().size() == 1) {
      run(input, 0).run(StepRun.Kind.WHOLE, input, 0, numbers, terms);
    } else {
      runParts(input, numbers, terms);
    }
    if (number % FLUSH_PERIOD == 0) {
      flush().run(List.of());
    }
    return new LossValues(terms);
  }

  private void runParts(StepInput input, double[] numbers, Map<String, Double> terms) {
    int parts = input.parts().size();
    for (int part = 0; part < parts; part++) {
      // Nothing may have changed when a later part is refused.
      run(input, part).check(input, part);
      run(input, part).prepare(kind(part));
    }
    Executable last = finish();
    for (int part = 0; part < parts; part++) {
      run(input, part).run(kind(part), input, part, new double[0], terms);
    }
    last.run(List.of(), numbers);
  }

  private static StepRun.Kind kind(int part) {
    return part == 0 ? StepRun.Kind.FIRST : StepRun.Kind.MORE;
  }

  private StepRun run(StepInput input, int part) {
    return runs.get(input.parts().get(part).batch().size());
  }

  private Executable finish() {
    if (finish == null) {
      finish = session.compile(StepRecording.finish(update), variables);
    }
    return finish;
  }

  private Executable flush() {
    if (flush == null) {
      flush = session.compile(update.flush(), variables);
    }
    return flush;
  }

  void close() {
    runs.close();
    for (Executable executable : new Executable[] {finish, flush}) {
      if (executable != null) {
        executable.close();
      }
    }
  }
}
