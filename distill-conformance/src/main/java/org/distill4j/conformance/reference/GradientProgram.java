package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Feed;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Recording;
import org.distill4j.program.ShapeReader;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/**
 * A model and its loss for one batch shape, as a program whose outputs are the loss terms and the
 * gradient of their total with respect to each parameter. It updates the states.
 */
public final class GradientProgram {
  private final Recording recorded;
  private final FeedReader reader;
  private final Program program;

  private GradientProgram(LearnerSpec spec, BatchShape shape) {
    this.recorded = spec.record(shape);
    this.reader = recorded.reader(spec.seed());
    this.program = program(recorded);
  }

  /**
   * Records one micro-batch of a step.
   *
   * @param spec model and loss; its clipping and its optimizer take no part
   * @param input the step
   * @param microBatch the index of the micro-batch in the step
   * @return the program for a part of that shape
   */
  public static GradientProgram record(LearnerSpec spec, StepInput input, int microBatch) {
    return new GradientProgram(
        spec,
        new ShapeReader(spec.model(), spec.signature()).read(input.microBatches().get(microBatch)));
  }

  private static Program program(Recording recorded) {
    List<TensorSpec> feeds = recorded.feeds().stream().map(Feed::spec).toList();
    List<Tensor> parameters = recorded.parameters().stream().map(p -> leaf(recorded, p)).toList();
    Tensor total = Objects.requireNonNull(recorded.outputs().get(LossTerms.TOTAL));
    Map<String, Tensor> outputs = new LinkedHashMap<>(recorded.outputs());
    Gradients.of(total, parameters)
        .forEach(gradient -> outputs.put("gradient " + outputs.size(), gradient));
    return new Program(feeds, recorded.scalars().size(), outputs, recorded.stateUpdates());
  }

  /** The leaf that was recorded for a parameter, or one that nothing reads. */
  private static Tensor leaf(Recording recorded, ParameterSpec parameter) {
    Op.Variable variable = new Op.Variable(parameter.name());
    return recorded.nodes().stream()
        .filter(node -> node.op().equals(variable))
        .findFirst()
        .orElseGet(() -> Tensor.leaf(variable, TensorSpec.floats(parameter.shape().dims())));
  }

  /** {@return the program} */
  public Program program() {
    return program;
  }

  /**
   * Returns the feeds of the program.
   *
   * @param input the step
   * @param microBatch the index of the micro-batch in the step
   * @return the feeds, in order
   */
  public List<HostTensor> feeds(StepInput input, int microBatch) {
    return reader.read(input, microBatch);
  }

  /**
   * Returns the scalars of the program.
   *
   * @param input the step
   * @return the scalars, in order
   */
  public double[] scalars(StepInput input) {
    return reader.scalars(input);
  }

  /**
   * Adds the outputs of one run to those of other micro-batches.
   *
   * @param outputs the outputs
   * @param terms the sums of the loss terms by name
   * @param gradients the sums of the gradients by the path of their parameter
   */
  public void add(
      List<double[]> outputs, Map<String, Double> terms, Map<String, double[]> gradients) {
    List<double[]> left = new ArrayList<>(outputs);
    recorded.outputs().keySet().forEach(name -> terms.merge(name, left.remove(0)[0], Double::sum));
    for (ParameterSpec parameter : recorded.parameters()) {
      gradients.merge(parameter.name(), left.remove(0), GradientProgram::sum);
    }
  }

  private static double[] sum(double[] one, double[] other) {
    double[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }
}
