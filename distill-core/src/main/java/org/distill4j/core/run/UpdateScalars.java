package org.distill4j.core.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.optim.WeightAverage;
import org.distill4j.tensor.Tensor;

/**
 * The scalars of an update: a learning rate for each factor that some group has, the optimizer's
 * numbers, and the share of the new weights in their average.
 */
final class UpdateScalars {
  private final Optimizer optimizer;
  private final List<Double> rateFactors;
  private final Optional<WeightAverage> average;
  private final int count;

  UpdateScalars(Optimizer optimizer, List<Double> rateFactors, Optional<WeightAverage> average) {
    this.optimizer = optimizer;
    this.rateFactors = rateFactors;
    this.average = average;
    this.count = values(new Progress(0, 1), 1).length;
  }

  /** Returns how many there are. */
  int count() {
    return count;
  }

  /** Returns their values at a step, counted from 1. */
  double[] values(Progress progress, long step) {
    double rate = optimizer.learningRate().at(progress);
    List<Double> numbers = optimizer.numbers(step);
    double[] values =
        new double[rateFactors.size() + numbers.size() + (average.isPresent() ? 1 : 0)];
    int next = 0;
    for (double factor : rateFactors) {
      values[next++] = rate * factor;
    }
    for (double number : numbers) {
      values[next++] = number;
    }
    if (average.isPresent()) {
      values[next] = average.get().share(step);
    }
    return values;
  }

  /** The learning rate with a factor, in a program where the first of these has some index. */
  Tensor rate(double factor, int first) {
    return ModelPrograms.scalar(first + rateFactors.indexOf(factor));
  }

  List<Tensor> numbers(int first) {
    int end = average.isPresent() ? count - 1 : count;
    return IntStream.range(rateFactors.size(), end)
        .mapToObj(i -> ModelPrograms.scalar(first + i))
        .toList();
  }

  Tensor share(int first) {
    return ModelPrograms.scalar(first + count - 1);
  }
}
