package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.loss.MiniLmLoss;
import org.distill4j.core.loss.TinyBertLoss;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.model.Inputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** Losses on the heads of an attention of three positions, some of which are padding. */
final class HeadRules {
  private static final int ROWS = 4;
  private static final int LENGTH = 3;
  private static final String MASK = "mask";
  private static final String BLOCK = "block";
  private static final String ATTENTION = BLOCK + ".attention";

  private HeadRules() {}

  static List<Rule.Case> cases() {
    return List.of(
        rule(
            "layer by layer",
            TinyBertLoss.of(BLOCK, BLOCK).through(Dense.of(4, 6)),
            outputs(2, 4),
            outputs(2, 6)),
        rule("relations", MiniLmLoss.v1(ATTENTION, ATTENTION), outputs(2, 4), outputs(2, 6)),
        rule(
            "relations of other heads",
            MiniLmLoss.v2(ATTENTION, ATTENTION, 2),
            outputs(4, 4),
            outputs(1, 6)));
  }

  /** Hidden states of a width, and their queries, keys, values and scores. */
  private static Map<String, Shape> outputs(int heads, int width) {
    Map<String, Shape> outputs = new LinkedHashMap<>();
    outputs.put(BLOCK, Shape.of(LENGTH, width));
    for (String part : List.of("queries", "keys", "values")) {
      outputs.put(ATTENTION + "." + part, Shape.of(heads, LENGTH, width / heads));
    }
    outputs.put(ATTENTION + ".scores", Shape.of(heads, LENGTH, LENGTH));
    return outputs;
  }

  private static Rule.Case rule(
      String name, Loss loss, Map<String, Shape> student, Map<String, Shape> teacher) {
    return new Rule.Case(
        name,
        subject ->
            LossRules.requireSame(
                subject, spec(loss, student, teacher), step(teacher), LossRules.Allowed.at(1)));
  }

  private static int width(Map<String, Shape> outputs) {
    return outputs.values().stream().mapToInt(shape -> (int) shape.size()).sum();
  }

  private static LearnerSpec spec(
      Loss loss, Map<String, Shape> student, Map<String, Shape> teacher) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    teacher.forEach((name, shape) -> specs.put(name, TensorSpec.floats(shape.dims())));
    StepSignature signature =
        new StepSignature(
            Map.of(), List.of(specs), Map.of(MASK, TensorSpec.ints(LENGTH)), Optional.of(MASK));
    FreeOutputs model = new FreeOutputs(ROWS, student);
    HostTensor outputs = SeededValues.between(-2, 2, 191, ROWS, width(student));
    Weights weights =
        Recorder.step(model, loss, signature, ROWS)
            .initialWeights(7)
            .and(Weights.of(Map.of(FreeLogits.LOGITS, outputs)));
    return LearnerSpec.of(model, weights, loss, signature, Sgd.of(1));
  }

  private static StepInput step(Map<String, Shape> teacher) {
    HostTensor ids = HostTensor.ofInts(Shape.of(ROWS), IntStream.range(0, ROWS).toArray());
    HostTensor mask = HostTensor.ofInts(Shape.of(ROWS, LENGTH), 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1);
    Batch batch = new Batch(new long[ROWS], Map.of(Inputs.INPUT, ids, MASK, mask), Map.of());
    HostTensor outputs = SeededValues.between(-2, 2, 192, ROWS, width(teacher));
    Predictions predictions = Predictions.of(new FreeOutputs(ROWS, teacher).read(outputs));
    return StepInput.of(batch, List.of(predictions), new Progress(0, 1));
  }
}
