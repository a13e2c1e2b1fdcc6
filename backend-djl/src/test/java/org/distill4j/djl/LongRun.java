package org.distill4j.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.program.StepInput;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** A long training that prints by how much its memory grew; run by {@link MemoryTest}. */
final class LongRun {
  private static final int ROWS = 16;
  private static final int FEATURES = 64;
  private static final int CLASSES = 10;
  private static final Model MODEL = Fixtures.mlp(FEATURES, 32, CLASSES);

  private LongRun() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Session session = new DjlBackend().open(SessionOptions.defaults())) {
      steps(session);
      forgottenPredictors(session);
    }
  }

  private static void steps(Session session) throws IOException {
    StepInput[] inputs = new StepInput[20];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Fixtures.input(ROWS, FEATURES, CLASSES, i, i);
    }
    LearnerSpec spec =
        LearnerSpec.of(
            MODEL,
            Fixtures.weights(MODEL, 1),
            DistillationLoss.of(4, 0.7),
            Fixtures.signature(CLASSES),
            Adam.of(0.001));
    try (Learner learner = ModelLearner.open(session, spec)) {
      long early = 0;
      for (int step = 0; step < 10_000; step++) {
        StepInput input = inputs[step % inputs.length];
        learner.step(input);
        if (step % 10 == 0) {
          learner.predict(input.microBatches().get(0).batch().input());
        }
        if (step == 1000) {
          early = residentKilobytes();
        }
      }
      print("steps", early);
    }
  }

  private static void forgottenPredictors(Session session)
      throws IOException, InterruptedException {
    long half = 0;
    for (int i = 0; i < 300; i++) {
      Predictor forgotten = ModelPredictor.open(session, MODEL, Fixtures.weights(MODEL, i));
      forgotten.predict(
          Fixtures.input(ROWS, FEATURES, CLASSES, 1, 0).microBatches().get(0).batch().input());
      if (i % 30 == 29) {
        System.gc();
        Thread.sleep(100);
      }
      if (i == 149) {
        half = residentKilobytes();
      }
    }
    print("predictors", half);
  }

  private static void print(String what, long before) throws IOException {
    long after = residentKilobytes();
    System.out.println(what + " " + 100 * (after - before) / before + " percent of " + before);
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
