package org.distill4j.student;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A student's outputs for one example. */
public final class Prediction {
  private final float[] outputs;
  private final Answer answer;
  private final List<String> classes;

  Prediction(float[] outputs, Answer answer, List<String> classes) {
    this.outputs = outputs;
    this.answer = answer;
    this.classes = classes;
  }

  /** {@return the outputs as the student gives them, row-major: logits, a vector, a number} */
  public float[] outputs() {
    return outputs.clone();
  }

  /**
   * Returns the probability of each class, or of each label.
   *
   * @return softmax or sigmoid of the outputs, computed in double precision; two numbers for one
   *     logit of two classes
   * @throws IllegalStateException if the outputs are numbers
   */
  public double[] probabilities() {
    return switch (answer) {
      case NUMBERS ->
          throw new IllegalStateException(
              "Probabilities were asked for and the outputs are numbers, expected classes.\n"
                  + "Maybe name the classes where the student is written, by"
                  + " StudentFile.withClasses.");
      case ONE_OF_MANY -> softmax();
      case ONE_OF_TWO -> new double[] {sigmoid(-outputs[0]), sigmoid(outputs[0])};
      case MANY_LABELS ->
          IntStream.range(0, outputs.length).mapToDouble(i -> sigmoid(outputs[i])).toArray();
    };
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private double[] softmax() {
    double largest = outputs[index()];
    double[] powers =
        IntStream.range(0, outputs.length)
            .mapToDouble(i -> Math.exp(outputs[i] - largest))
            .toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  /** {@return the index of the likeliest class, or of the largest output; the first at a tie} */
  public int index() {
    if (answer == Answer.ONE_OF_TWO) {
      return outputs[0] > 0 ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      best = outputs[i] > outputs[best] ? i : best;
    }
    return best;
  }

  /** {@return the name of the likeliest class; empty if the classes have no names} */
  public Optional<String> className() {
    boolean named = answer != Answer.NUMBERS && index() < classes.size();
    return named ? Optional.of(classes.get(index())) : Optional.empty();
  }

  /** {@return the names of the labels with a probability of at least ½, in order} */
  public List<String> labels() {
    return IntStream.range(0, Math.min(outputs.length, classes.size()))
        .filter(i -> outputs[i] >= 0)
        .mapToObj(classes::get)
        .toList();
  }

  @Override
  public String toString() {
    return className().map(name -> name + " ").orElse("")
        + (answer == Answer.NUMBERS ? Arrays.toString(outputs) : Arrays.toString(probabilities()));
  }
}
