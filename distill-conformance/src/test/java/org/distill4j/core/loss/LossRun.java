package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.model.Initializer;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/**
 * A loss on what a student and a teacher are made to say, on the reference backend. The student's outputs are its parameters, so that the loss can be differentiated in them.
 */
final class LossRun {
  private static final String MASK = "padding";

  private final Loss loss;
  private final int rows;
  private final Map<String, HostTensor> student = new LinkedHashMap<>();
  private final Map<String, HostTensor> teacher = new LinkedHashMap<>();
  private final Map<String, HostTensor> labels = new LinkedHashMap<>();
  private final Map<String, HostTensor> masks = new LinkedHashMap<>();

  LossRun(Loss loss, int rows) {
    this.loss = loss;
    this.rows = rows;
  }

  LossRun student(String name, HostTensor output) {
    student.put(name, output);
    return this;
  }

  LossRun teacher(String name, HostTensor output) {
    teacher.put(name, output);
    return this;
  }

  LossRun labels(String name, int... values) {
    return labels(name, HostTensor.ofInts(Shape.of(rows), values));
  }

  LossRun labels(String name, HostTensor values) {
    labels.put(name, values);
    return this;
  }

  /** What is 0 at padding, (batch, positions…). */
  LossRun padding(HostTensor mask) {
    masks.put(MASK, mask);
    return this;
  }

  /** Logits of student and teacher, row by row. */
  static LossRun logits(Loss loss, int classes, double[] student, double[] teacher) {
    int rows = student.length / classes;
    return new LossRun(loss, rows)
        .student(Outputs.LOGITS, table(rows, classes, student))
        .teacher(Outputs.LOGITS, table(rows, classes, teacher));
  }

  static HostTensor table(int rows, int width, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return HostTensor.ofFloats(Shape.of(rows, width), floats);
  }

  static HostTensor random(long seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return HostTensor.ofFloats(shape, values);
  }

  /** The loss terms in double precision. */
  LossValues values() {
    return values(student, 1);
  }

  double total() {
    return values().total();
  }

  /** The gradient of the total with respect to the student's outputs. */
  float[] gradient(String name) {
    double[] gradient = run(student, 1).gradient("said." + table(name));
    float[] rounded = new float[gradient.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) gradient[i];
    }
    return rounded;
  }

  /** The same batch given in micro-batches. */
  LossValues split(int rowsOfMicroBatch) {
    return values(student, (rows + rowsOfMicroBatch - 1) / rowsOfMicroBatch);
  }

  /** Compares each element of the gradient with a quotient of differences. */
  void requireGradient(String name, double allowed) {
    float[] gradient = gradient(name);
    HostTensor output = Objects.requireNonNull(student.get(name));
    for (int i = 0; i < gradient.length; i++) {
      HostTensor more = moved(output, i, 0x1p-10f);
      HostTensor less = moved(output, i, -0x1p-10f);
      double step = (double) more.floats().get(i) - less.floats().get(i);
      double quotient = (total(name, more) - total(name, less)) / step;
      assertThat((double) gradient[i])
          .as("gradient in %s[%d]", name, i)
          .isCloseTo(quotient, within(allowed));
    }
  }

  private static HostTensor moved(HostTensor output, int place, float by) {
    HostTensor moved = output.copy();
    moved.floats().put(place, output.floats().get(place) + by);
    return moved;
  }

  private double total(String name, HostTensor output) {
    Map<String, HostTensor> changed = new LinkedHashMap<>(student);
    changed.put(name, output);
    return values(changed, 1).total();
  }

  private LossValues values(Map<String, HostTensor> output, int microBatches) {
    return new LossValues(run(output, microBatches).terms());
  }

  private ReferenceGradients run(Map<String, HostTensor> output, int microBatches) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    teacher.forEach((name, values) -> specs.put(name, perExample(values)));
    Map<String, TensorSpec> kinds = new LinkedHashMap<>();
    labels.forEach((name, values) -> kinds.put(name, perExample(values)));
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    masks.forEach((name, values) -> inputs.put(name, perExample(values)));
    List<Map<String, TensorSpec>> teachers = specs.isEmpty() ? List.of() : List.of(specs);
    StepSignature signature =
        new StepSignature(kinds, teachers, inputs, masks.keySet().stream().findFirst());
    Saying model = new Saying(output);
    Weights drawn = Recorder.step(model, loss, signature, rows).initialWeights(7);
    Map<String, HostTensor> tables = new LinkedHashMap<>();
    output.forEach(
        (name, values) ->
            tables.put(
                "said." + table(name), values.reshape(Shape.of(rows, values.size() / rows))));
    Weights weights = drawn.and(Weights.of(tables));
    return ReferenceGradients.compute(
        LearnerSpec.of(model, weights, loss, signature, Sgd.of(1)), input(microBatches));
  }

  private StepInput input(int microBatches) {
    HostTensor ids = HostTensor.ofInts(Shape.of(rows), IntStream.range(0, rows).toArray());
    Map<String, HostTensor> inputs = new LinkedHashMap<>(masks);
    inputs.put("input", ids);
    Batch batch = new Batch(new long[rows], inputs, labels);
    List<Predictions> output = teacher.isEmpty() ? List.of() : List.of(Predictions.of(teacher));
    return StepInput.split(
        batch, output, new Progress(0, 1), (rows + microBatches - 1) / microBatches);
  }

  /** The name of the table of what is said under a name. */
  private static String table(String name) {
    return name.replace('.', '_');
  }

  private static TensorSpec perExample(HostTensor values) {
    return new TensorSpec(values.type(), values.shape().withoutBatch());
  }

  /** A student whose outputs and taps are tables of parameters, a row for each example. */
  private record Saying(Map<String, HostTensor> output) implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.scalar();
    }

    @Override
    public DType inputType() {
      return DType.INT32;
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Scope tables = scope.child("said");
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      output.forEach(
          (name, values) -> {
            Shape perExample = values.shape().withoutBatch();
            Shape table = Shape.of(values.shape().dim(0), (int) perExample.size());
            int[] dims = perExample.prepend(input.shape().dim(0)).dims();
            outputs.put(
                name,
                tables
                    .parameter(table(name), table, Initializer.constant(0))
                    .gatherRows(input)
                    .reshape(dims));
          });
      return Outputs.of(outputs);
    }
  }

  static double[] logSoftmax(double... logits) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(x -> Math.exp(x - max)).sum();
    return Arrays.stream(logits).map(x -> x - max - Math.log(sum)).toArray();
  }
}
