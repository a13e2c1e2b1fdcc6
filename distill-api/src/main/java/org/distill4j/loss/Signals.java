package org.distill4j.loss;

import java.util.List;
import java.util.Optional;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * The inputs of a loss: outputs, labels and intermediate values. Teacher outputs are constants:
 * they come from the host, so no gradient can reach a teacher.
 *
 * <p>A batch may be split for gradient accumulation. A loss that averages by {@link #mean} is then
 * the same as for the whole batch, since it divides by the weights of the whole batch.
 */
public interface Signals {
  /** {@return the outputs of the student} */
  Outputs student();

  /**
   * Returns an input of the student, for example a mask.
   *
   * @param name its name in the model
   * @return the input, (batch, …)
   * @throws IllegalArgumentException if the student has none of that name
   */
  Tensor input(String name);

  /**
   * Returns an intermediate value of the student: the output of a layer that {@code Scope.run} ran,
   * or a value that {@code Scope.tap} named. A teacher's are outputs of a {@code TappedModel}.
   *
   * @param path the value's path, for example "block2.relu1"
   * @return the value, (batch, …)
   * @throws IllegalArgumentException if the student has none of that path
   */
  Tensor tap(String path);

  /** {@return the outputs of each teacher, in the order of the plan} */
  List<Outputs> teachers();

  /**
   * Returns the outputs of the only teacher.
   *
   * @return its outputs
   * @throws IllegalArgumentException if there are none or several
   */
  default Outputs teacher() {
    if (teachers().size() != 1) {
      throw new IllegalArgumentException(
          "The loss asked for the only teacher and there are "
              + teachers().size()
              + ", expected 1.\nMaybe the plan has no teacher, or several that need an ensemble.");
    }
    return teachers().get(0);
  }

  /**
   * Returns class labels of examples or of positions in them. Values outside [−1, classes) are
   * refused before each step.
   *
   * @param name the labels' name, {@code Batch.LABELS} where there is just one kind
   * @param classes the number of classes
   * @return INT32 (batch, …), −1 where there is no label
   * @throws IllegalArgumentException if the labels are not INT32
   */
  Tensor classLabels(String name, int classes);

  /**
   * Returns labels that state whether something holds (0 or 1), or how likely it is, between them.
   * Values other than −1 and those in [0, 1] are refused before each step.
   *
   * @param name the labels' name
   * @return FLOAT32 (batch, …), −1 where it is unknown; INT32 labels are converted
   */
  Tensor binaryLabels(String name);

  /**
   * Returns labels as they are in the batch, for example targets of a regression.
   *
   * @param name the labels' name
   * @return the labels, (batch, …)
   */
  Tensor labels(String name);

  /**
   * Returns a number that changes from step to step.
   *
   * @param schedule its values
   * @return a scalar
   */
  Tensor scheduled(Schedule schedule);

  /**
   * Returns the mean over the examples of the whole batch.
   *
   * @param perExample (batch)
   * @return its sum over the examples at hand, divided by the number of the whole batch; a scalar
   * @throws IllegalArgumentException if it is not one number for each example
   */
  Tensor meanOverBatch(Tensor perExample);

  /**
   * Returns the weighted mean over the positions of the whole batch: Σ weight · value over those at
   * hand, divided by Σ weight of the whole batch; 0 where nothing has a weight. Axes that no weight
   * covers are averaged before, so that without weights it is the mean over positions, then over
   * examples. Values of positions of which the data say that some are padding ({@link
   * org.distill4j.data.Dataset#padding}) have no weight there.
   *
   * @param values (batch, …)
   * @param weighting how much each counts
   * @return a scalar
   * @throws IllegalArgumentException if there are no labels of a name that it asks for, or their
   *     shape does not begin the values'
   */
  Tensor mean(Tensor values, Weighting weighting);

  /**
   * Returns which positions of some values count, for a loss that does more with positions than
   * average over them. It is empty where nothing is padding, or where the values have no axes of
   * positions.
   *
   * @param values (batch, positions…, …)
   * @return FLOAT32 (batch, positions…): 1 at positions that count, 0 at padding
   */
  Optional<Tensor> mask(Tensor values);

  /**
   * Declares that the loss reads an output of the teachers as logits, so that a training can refuse
   * probabilities, and logits that were cached for another temperature.
   *
   * @param use which output, and what it is taken for
   */
  void declare(LogitUse use);

  /**
   * Declares that the loss compares examples with each other, so that its value for a batch is not
   * the sum of its values for micro-batches. A step whose batch is split is refused then.
   *
   * @param name what compares them, for the message
   */
  void requireWholeBatch(String name);

  /** {@return the scope of parameters that the loss itself trains, under the path "loss"} */
  Scope scope();
}
