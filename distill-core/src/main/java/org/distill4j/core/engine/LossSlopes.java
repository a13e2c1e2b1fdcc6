package org.distill4j.core.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Schedule;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepPart;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a loss and its gradient in a network's outputs, computed on a session. It needs no
 * more of a backend than a learner: with β₁ = 0, Adam's first moment is the gradient, and with the
 * learning rate 0 the parameters stay as they are.
 */
final class LossSlopes implements AutoCloseable {
  private static final Adam GRADIENT_AS_MOMENT = new Adam(Schedule.constant(0), 0, 0, 1);

  private final Session session;
  private final OutputRows outputs;
  private final LearnerSpec spec;
  private final Program declared;
  private final Map<Integer, FeedReader> readers = new HashMap<>();
  private @Nullable Learner learner;
  private int rows;

  LossSlopes(Session session, OutputRows outputs, LearnerSpec spec) {
    this.session = session;
    this.outputs = outputs;
    this.spec = spec;
    this.declared = record(2);
    requireNothingTrained(declared);
  }

  private Program record(int batch) {
    return Recorder.step(new LossHead(outputs, batch), spec.loss(), spec.signature(), batch);
  }

  private static void requireNothingTrained(Program program) {
    List<String> own =
        program.parameters().stream()
            .map(ParameterSpec::name)
            .filter(name -> !name.equals(LossHead.ZEROS))
            .toList();
    if (!own.isEmpty() || !program.states().isEmpty()) {
      throw new IllegalArgumentException(
          "The loss keeps weights of its own, "
              + own
              + ", expected none for a network of an engine's own kind.\n"
              + "Maybe write the student as a Model, or put them into the network.");
    }
  }

  /** Refuses a part whose labels or teacher outputs do not fit. */
  void check(StepInput step, int part) {
    int batch = step.parts().get(part).batch().size();
    declared.requireParts(step.parts().size());
    StepInput tried = fed(step.only(part), outputs.zeros(batch));
    readers.computeIfAbsent(batch, size -> record(size).reader(spec.seed())).read(tried, 0);
  }

  /** A part's share of the loss, for what the network says of it. */
  LossValues values(StepInput step, int part, Predictions said) {
    int batch = step.parts().get(part).batch().size();
    return learner(batch).step(fed(step.only(part), outputs.join(said, batch)));
  }

  /** The gradient of the last values in each output. */
  Predictions slopes(int batch) {
    Weights moments = learner(batch).optimizerState().slot(Adam.FIRST_MOMENT);
    return outputs.split(moments.get(LossHead.ZEROS), batch);
  }

  private Learner learner(int batch) {
    if (learner == null || batch > rows) {
      close();
      rows = batch;
      learner = session.learner(head(batch));
    }
    return learner;
  }

  private LearnerSpec head(int batch) {
    return new LearnerSpec(
        new LossHead(outputs, batch),
        Weights.of(Map.of(LossHead.ZEROS, outputs.zeros(batch))),
        spec.loss(),
        spec.signature(),
        GRADIENT_AS_MOMENT,
        Clipping.none(),
        spec.seed(),
        Optional.empty());
  }

  private static StepInput fed(StepInput one, HostTensor outputs) {
    StepPart part = one.parts().get(0);
    return one.with(List.of(new StepPart(part.batch().withInputs(outputs), part.teachers())));
  }

  @Override
  public void close() {
    if (learner != null) {
      learner.close();
      learner = null;
    }
  }
}
