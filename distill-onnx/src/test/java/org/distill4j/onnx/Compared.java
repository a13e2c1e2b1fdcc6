package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Holds one exported file to the float64 oracle at several batch sizes. */
final class Compared {
  static final double CLOSE = 1e-5;
  private static final int[] BATCHES = {1, 3, 64};
  private static final int IDS = 10;

  private Compared() {}

  static void requireSame(Model model) {
    requireSame(model, weights(model));
  }

  static void requireSame(Model model, Weights weights) {
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor expected = ModelPredictor.open(session, model, weights);
        OnnxPredictor actual = Exported.of(model, weights)) {
      for (int batch : BATCHES) {
        HostTensor inputs = inputs(model, batch);
        requireClose(actual.predict(inputs), expected.predict(inputs), "batch of " + batch);
      }
    }
  }

  static Weights weights(Model model) {
    return Recorder.forward(model, Mode.EVALUATION, 1).initialWeights(7);
  }

  static void requireClose(Predictions actual, Predictions expected, String what) {
    assertThat(actual.asMap().keySet())
        .as(what)
        .containsExactlyElementsOf(expected.asMap().keySet());
    expected.asMap().forEach((name, t) -> requireClose(actual.get(name), t, what + ", " + name));
  }

  static void requireClose(HostTensor actual, HostTensor expected, String what) {
    assertThat(actual.spec()).as(what).isEqualTo(expected.spec());
    if (expected.type() == DType.INT32) {
      assertThat(actual.toIntArray()).as(what).isEqualTo(expected.toIntArray());
      return;
    }
    float[] values = actual.toFloatArray();
    float[] wanted = expected.toFloatArray();
    for (int i = 0; i < wanted.length; i++) {
      double allowed = CLOSE * Math.max(1, Math.abs(wanted[i]));
      assertThat((double) values[i])
          .as("%s, element %d", what, i)
          .isCloseTo(wanted[i], within(allowed));
    }
  }

  /** Uniform in [0, 1), or ids below ten. */
  static HostTensor inputs(Model model, int batch) {
    TensorSpec spec = InputNames.only(model.inputs());
    Shape shape = spec.shape().prepend(batch);
    SplittableRandom random = new SplittableRandom(batch);
    if (spec.type() == DType.INT32) {
      return HostTensor.ofInts(shape, random.ints(shape.size(), 0, IDS).toArray());
    }
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return HostTensor.ofFloats(shape, values);
  }
}
