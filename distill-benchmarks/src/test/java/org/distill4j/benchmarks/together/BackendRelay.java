package org.distill4j.benchmarks.together;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;

/**
 * A student that is trained on one backend after another, each with the weights that the one before
 * it left, by a teacher that is always on another backend. All are open at once.
 */
final class BackendRelay {
  private static final int INPUTS = 6;
  private static final int CLASSES = 4;
  private static final int EXAMPLES = 40;
  private static final Model STUDENT = Models.mlp(INPUTS, 8, CLASSES);
  private static final Model TEACHER = Models.mlp(INPUTS, 16, CLASSES);

  private BackendRelay() {}

  /** Opens the named backends in their order, and prints the losses. */
  public static void main(String[] names) {
    List<Session> sessions = new ArrayList<>();
    for (String name : names) {
      sessions.add(Backends.find().choose(Optional.of(name)).open(SessionOptions.defaults()));
    }
    losses(sessions).forEach(System.out::println);
    sessions.forEach(Session::close);
  }

  /** The losses of all steps, five on each session. */
  static List<Double> losses(List<Session> sessions) {
    List<Double> losses = new ArrayList<>();
    Weights weights = weights(STUDENT, 1);
    for (int i = 0; i < sessions.size(); i++) {
      Session other = sessions.get((i + 1) % sessions.size());
      weights = train(sessions.get(i), other, weights, losses);
    }
    return losses;
  }

  private static Weights train(Session session, Session other, Weights from, List<Double> losses) {
    TrainingPlan plan =
        TrainingPlan.of(STUDENT, data())
            .initialWeights(from)
            .teacher(ModelTeacher.of(other, TEACHER, weights(TEACHER, 2)))
            .loss(DistillationLoss.of(2, 0.7))
            .optimizer(Adam.of(0.01))
            .epochs(1)
            .batchSize(8)
            .seed(3)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted step) {
                    losses.add(step.loss().total());
                  }
                })
            .build();
    return new SessionTrainer(session).train(plan).weights();
  }

  private static Weights weights(Model model, long seed) {
    return Weights.initial(Recorder.forward(model, Mode.EVALUATION, 1).parameters(), seed);
  }

  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(4);
    float[] inputs = new float[EXAMPLES * INPUTS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-1, 1);
    }
    int[] labels = new int[EXAMPLES];
    Arrays.setAll(labels, row -> row % CLASSES);
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(EXAMPLES, INPUTS), inputs),
        HostTensor.ofInts(Shape.of(EXAMPLES), labels));
  }
}
