package org.distill4j.benchmarks.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;

/**
 * One dense network taught by another, with Adam and the objective of distillation. Both start from
 * weights drawn here, so that all programs start from the same.
 *
 * @param teacherWidths the widths of the teacher, four of them
 * @param studentWidths the widths of the student, three of them
 * @param batchSize the number of examples of a step
 */
public record DenseJob(List<Integer> teacherWidths, List<Integer> studentWidths, int batchSize) {
  /** T of the objective. */
  public static final double TEMPERATURE = 5;

  /** α of the objective. */
  public static final double ALPHA = 0.7;

  /** The number of classes. */
  public static final int CLASSES = 10;

  /** The objective. */
  public static final DistillationLoss OBJECTIVE = DistillationLoss.of(TEMPERATURE, ALPHA);

  /** Adam's settings. */
  public static final Adam ADAM = Adam.of(1e-3);

  private static final int PIXELS = 784;

  /**
   * MNIST as the example has it: 784-512-256-10 teaches 784-128-10.
   *
   * @param batchSize the number of examples of a step
   * @return the job
   */
  public static DenseJob mnist(int batchSize) {
    return new DenseJob(
        List.of(PIXELS, 512, 256, CLASSES), List.of(PIXELS, 128, CLASSES), batchSize);
  }

  /**
   * The same with another student.
   *
   * @param hidden the width of the student's hidden layer
   * @return the changed job
   */
  public DenseJob withStudent(int hidden) {
    return new DenseJob(teacherWidths, List.of(PIXELS, hidden, CLASSES), batchSize);
  }

  /** {@return the teacher} */
  public Model teacher() {
    return mlp(teacherWidths);
  }

  /** {@return the student} */
  public Model student() {
    return mlp(studentWidths);
  }

  private static Model mlp(List<Integer> widths) {
    return Models.mlp(widths.stream().mapToInt(width -> width).toArray());
  }

  /** {@return the teacher's weights} */
  public Weights teacherWeights() {
    return Recorder.forward(teacher(), Mode.EVALUATION, 1).initialWeights(1);
  }

  /** {@return the student's initial weights} */
  public Weights studentWeights() {
    return Recorder.forward(student(), Mode.EVALUATION, 1).initialWeights(2);
  }

  /**
   * A layer's weights of some weights.
   *
   * @param weights all weights
   * @return weight (in, out) and bias (out) of each layer, in turn
   */
  public static List<HostTensor> layers(Weights weights) {
    List<HostTensor> layers = new ArrayList<>();
    for (int i = 1; weights.asMap().containsKey("dense" + i + ".weight"); i++) {
      layers.add(weights.get("dense" + i + ".weight"));
      layers.add(weights.get("dense" + i + ".bias"));
    }
    return layers;
  }

  /**
   * The matrix products of one step: the student's forward and backward ones, without the gradient
   * of the input, and the teacher's forward ones if it takes part.
   *
   * @param teaching whether the teacher takes part
   * @return the products
   */
  public List<Product> products(TeacherSource teaching) {
    int hidden = studentWidths.get(1);
    List<Product> products = new ArrayList<>();
    if (teaching == TeacherSource.LIVE) {
      for (int i = 1; i < teacherWidths.size(); i++) {
        products.add(new Product(batchSize, teacherWidths.get(i - 1), teacherWidths.get(i)));
      }
    }
    products.add(new Product(batchSize, PIXELS, hidden));
    products.add(new Product(batchSize, hidden, CLASSES));
    products.add(new Product(hidden, batchSize, CLASSES));
    products.add(new Product(batchSize, CLASSES, hidden));
    products.add(new Product(PIXELS, batchSize, hidden));
    return products;
  }

  /**
   * One matrix product, (rows, inner) by (inner, columns).
   *
   * @param rows of the left and of the result
   * @param inner what is summed over
   * @param columns of the right and of the result
   */
  public record Product(int rows, int inner, int columns) {}

  /**
   * A batch and the teacher's outputs for it.
   *
   * @param batch the examples
   * @param teacher the teacher's logits, (batch, classes)
   */
  public record Taught(Batch batch, HostTensor teacher) {}

  /** {@return the sizes of all, for reports} */
  public Map<String, Object> describe() {
    return Map.of("teacher", teacherWidths, "student", studentWidths, "batch", batchSize);
  }
}
