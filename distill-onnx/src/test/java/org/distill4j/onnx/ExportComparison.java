package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Holds one exported file to the float64 oracle at several batch sizes and lengths. */
final class ExportComparison {
  static final double CLOSE = 1e-5;
  private static final int[] BATCHES = {1, 3, 64};
  private static final List<Integer> LENGTHS = List.of(1, 4, 33);
  private static final int IDS = 10;

  private ExportComparison() {}

  static void requireSame(Model model) {
    requireSame(model, weights(model));
  }

  static void requireSame(Model model, Weights weights) {
    requireSame(model, weights, LENGTHS);
  }

  static void requireSame(Model model, Weights weights, List<Integer> lengths) {
    try (OnnxPredictor actual = ExportedModels.of(model, weights)) {
      requireSame(model, weights, actual, lengths);
    }
  }

  static void requireSame(Model model, Weights weights, Predictor actual, List<Integer> lengths) {
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor expected = ModelPredictor.open(session, model, weights)) {
      for (BatchShape shape : shapes(model, lengths)) {
        Map<String, HostTensor> inputs = inputs(model, shape);
        requireClose(actual.predict(inputs), expected.predict(inputs), shape.toString());
      }
    }
  }

  /** Each batch size with each length, and each axis a little longer than the one before. */
  private static List<BatchShape> shapes(Model model, List<Integer> lengths) {
    Set<String> axes = new LinkedHashSet<>();
    model.inputs().values().forEach(spec -> axes.addAll(spec.shape().freeAxes()));
    List<BatchShape> shapes = new ArrayList<>();
    for (int batch : BATCHES) {
      for (int length : axes.isEmpty() ? List.of(0) : lengths) {
        Map<String, Integer> free = new LinkedHashMap<>();
        axes.forEach(axis -> free.put(axis, length + 2 * free.size()));
        shapes.add(new BatchShape(batch, free));
      }
    }
    return shapes;
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

  static HostTensor inputs(Model model, int batch) {
    return InputNames.only(inputs(model, BatchShape.of(batch)));
  }

  /** Uniform in [0, 1); ids below ten; a mask that hides what comes after the first positions. */
  static Map<String, HostTensor> inputs(Model model, BatchShape shape) {
    SplittableRandom random = new SplittableRandom(shape.examples());
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    model.inputs().forEach((name, spec) -> inputs.put(name, input(name, shape.of(spec), random)));
    return inputs;
  }

  private static HostTensor input(String name, TensorSpec batch, SplittableRandom random) {
    Shape shape = batch.shape();
    if (name.endsWith("mask")) {
      int length = shape.dim(1);
      int[] mask = new int[Math.toIntExact(shape.size())];
      Arrays.setAll(mask, i -> i % length <= i / length % length ? 1 : 0);
      return HostTensor.ofInts(shape, mask);
    }
    if (name.equals("token_type_ids")) {
      return HostTensor.ofInts(shape, new int[Math.toIntExact(shape.size())]);
    }
    if (batch.type() == DType.INT32) {
      return HostTensor.ofInts(shape, random.ints(shape.size(), 0, IDS).toArray());
    }
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return HostTensor.ofFloats(shape, values);
  }
}
