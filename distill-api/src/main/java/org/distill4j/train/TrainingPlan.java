package org.distill4j.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.WeightAverage;
import org.distill4j.teacher.Teacher;

/**
 * The plan of a training: model, data, objective and settings.
 *
 * @param model the model to train
 * @param loss what it is trained to make small
 * @param optimizer the optimizer
 * @param training the training examples
 * @param teachers the teachers, none for a training on labels alone
 * @param validation the examples to measure on after each epoch
 * @param metrics what is measured on them; the first is what "best" means
 * @param initialWeights where to start; empty to draw from the seed
 * @param epochs the number of passes over the training examples, at least 1
 * @param batchSize the number of examples of an optimizer step, at least 1
 * @param microBatchSize the number of examples that go through the model at once, at least 1; below
 *     the batch size, gradients are accumulated
 * @param clipping what is done to gradients
 * @param groups which parameters are trained in another way than the rest
 * @param average the average of weights that is kept: it is what is measured and what the report
 *     holds, while training continues with the weights themselves; empty for none
 * @param seed the seed of initial weights, batch order and dropout
 * @param earlyStopping when to end before the last epoch
 * @param keep which epoch's weights the report holds
 * @param teacherCalls when teachers are asked
 * @param teacherBatchSize the number of examples that a teacher is asked about at once where its
 *     outputs are cached; empty for what 256 MiB hold, and at most 512
 * @param stop the signal that stops the training after a step
 * @param listeners what is told of each step and epoch
 */
public record TrainingPlan(
    Model model,
    Loss loss,
    Optimizer optimizer,
    Dataset training,
    List<Teacher> teachers,
    Optional<Dataset> validation,
    List<Metric> metrics,
    Optional<Weights> initialWeights,
    int epochs,
    int batchSize,
    int microBatchSize,
    Clipping clipping,
    ParameterGroups groups,
    Optional<WeightAverage> average,
    long seed,
    Optional<EarlyStopping> earlyStopping,
    Keep keep,
    TeacherCalls teacherCalls,
    OptionalInt teacherBatchSize,
    StopSignal stop,
    List<TrainingListener> listeners) {

  /** The epoch whose weights a training returns. */
  public enum Keep {
    /** The last epoch's. */
    LAST,
    /** Those of the epoch whose first metric was best. */
    BEST
  }

  /**
   * When teachers run. A teacher's outputs for an example are the same in each epoch, so it can be
   * computed once and kept, unless the examples change at random. It is computed in larger batches
   * then, where an engine may round a sum differently.
   */
  public enum TeacherCalls {
    /**
     * Once for each example, where that saves work and is possible: in trainings of several epochs
     * on data that are the same each time they are read, if the outputs need no more than half of
     * the heap. At each step otherwise.
     */
    AUTOMATIC,
    /**
     * Once for each example, before the first step. Data that change at random are refused, and so
     * are outputs that need more than half of the heap.
     */
    ONCE,
    /** At each step and each evaluation. */
    EACH_STEP
  }

  /**
   * Takes copies and checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range, the data are empty, two metrics
   *     have one name, or stopping early or keeping the best lacks validation data or a metric
   */
  public TrainingPlan {
    teachers = List.copyOf(teachers);
    metrics = List.copyOf(metrics);
    listeners = List.copyOf(listeners);
    requireDistinct(metrics);
    requireAtLeastOne("number of epochs", epochs);
    requireAtLeastOne("batch size", batchSize);
    requireAtLeastOne("micro-batch size", microBatchSize);
    teacherBatchSize.ifPresent(size -> requireAtLeastOne("batch size of teachers", size));
    requireAtLeastOne("number of training examples", training.size());
    validation.ifPresent(data -> requireAtLeastOne("number of validation examples", data.size()));
    boolean measured = validation.isPresent() && !metrics.isEmpty();
    if (!measured && (earlyStopping.isPresent() || keep == Keep.BEST)) {
      throw new IllegalArgumentException(
          """
          The plan stops early or keeps the best weights with %d metrics and %svalidation data, \
          expected at least one metric and validation data.
          Maybe add .validation(data, metric).\
          """
              .formatted(metrics.size(), validation.isPresent() ? "" : "no "));
    }
  }

  private static void requireDistinct(List<Metric> metrics) {
    Set<String> names = new HashSet<>();
    for (Metric metric : metrics) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            """
            The metric %s is given twice, expected each name once, as reports go by names.
            Maybe leave one out.\
            """
                .formatted(metric.name()));
      }
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          """
          The %s is %d, expected at least 1.
          Maybe an argument is missing or a filter left no examples.\
          """
              .formatted(name, value));
    }
  }

  /**
   * Begins a plan.
   *
   * @param model the model to train
   * @param training the training examples
   * @return a builder with 1 epoch, batches of 64, seed 0, no teacher and no validation
   */
  public static Builder of(Model model, Dataset training) {
    return new Builder(model, training);
  }

  /** Builds a plan. */
  public static final class Builder {
    private final Model model;
    private final Dataset training;
    private final List<Teacher> teachers = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<Loss> loss = Optional.empty();
    private Optional<Optimizer> optimizer = Optional.empty();
    private Optional<Dataset> validation = Optional.empty();
    private Optional<Weights> initialWeights = Optional.empty();
    private Optional<EarlyStopping> earlyStopping = Optional.empty();
    private int epochs = 1;
    private int batchSize = 64;
    private int microBatchSize = Integer.MAX_VALUE;
    private Clipping clipping = Clipping.none();
    private ParameterGroups groups = ParameterGroups.none();
    private Optional<WeightAverage> average = Optional.empty();
    private long seed;
    private Keep keep = Keep.LAST;
    private TeacherCalls teacherCalls = TeacherCalls.AUTOMATIC;
    private OptionalInt teacherBatchSize = OptionalInt.empty();
    private StopSignal stop = new StopSignal();

    private Builder(Model model, Dataset training) {
      this.model = model;
      this.training = training;
    }

    /**
     * Sets the loss.
     *
     * @param loss what the model is trained to make small
     * @return this
     */
    public Builder loss(Loss loss) {
      this.loss = Optional.of(loss);
      return this;
    }

    /**
     * Sets the optimizer.
     *
     * @param optimizer the optimizer
     * @return this
     */
    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = Optional.of(optimizer);
      return this;
    }

    /**
     * Adds a teacher.
     *
     * @param teacher the teacher
     * @return this
     */
    public Builder teacher(Teacher teacher) {
      teachers.add(teacher);
      return this;
    }

    /**
     * Sets validation data and metrics, measured after each epoch; replaces those given before.
     *
     * @param data the examples to measure on
     * @param measured what is measured; the first is what "best" means
     * @return this
     */
    public Builder validation(Dataset data, Metric... measured) {
      this.validation = Optional.of(data);
      metrics.clear();
      metrics.addAll(List.of(measured));
      return this;
    }

    /**
     * Sets the initial weights.
     *
     * @param weights the model's parameters and states
     * @return this
     */
    public Builder initialWeights(Weights weights) {
      this.initialWeights = Optional.of(weights);
      return this;
    }

    /**
     * Sets the number of epochs.
     *
     * @param epochs the number of passes over the training examples
     * @return this
     */
    public Builder epochs(int epochs) {
      this.epochs = epochs;
      return this;
    }

    /**
     * Sets the batch size.
     *
     * @param batchSize the number of examples of an optimizer step
     * @return this
     */
    public Builder batchSize(int batchSize) {
      this.batchSize = batchSize;
      return this;
    }

    /**
     * Accumulates gradients over micro-batches.
     *
     * @param microBatchSize the number of examples that go through the model at once
     * @return this
     */
    public Builder microBatchSize(int microBatchSize) {
      this.microBatchSize = microBatchSize;
      return this;
    }

    /**
     * Sets the clipping of gradients.
     *
     * @param clipping the clipping
     * @return this
     */
    public Builder clipping(Clipping clipping) {
      this.clipping = clipping;
      return this;
    }

    /**
     * Trains some parameters differently from the rest.
     *
     * @param groups the groups; the first that matches a parameter counts
     * @return this
     */
    public Builder groups(ParameterGroups groups) {
      this.groups = groups;
      return this;
    }

    /**
     * Maintains an exponential moving average of the trained parameters. It is what validation
     * measures and what the report holds; training continues with the parameters themselves.
     *
     * @param average the average
     * @return this
     */
    public Builder average(WeightAverage average) {
      this.average = Optional.of(average);
      return this;
    }

    /**
     * Sets the seed of initial weights, batch order and dropout.
     *
     * @param seed the seed
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Ends the training when the first metric stops improving.
     *
     * @param stopping the patience
     * @return this
     */
    public Builder earlyStopping(EarlyStopping stopping) {
      this.earlyStopping = Optional.of(stopping);
      return this;
    }

    /**
     * Chooses the epoch whose weights the report holds.
     *
     * @param keep the last epoch's or the best one's
     * @return this
     */
    public Builder keep(Keep keep) {
      this.keep = keep;
      return this;
    }

    /**
     * Chooses when teachers run.
     *
     * @param teacherCalls once for each example, at each step, or what is best
     * @return this
     */
    public Builder teacherCalls(TeacherCalls teacherCalls) {
      this.teacherCalls = teacherCalls;
      return this;
    }

    /**
     * Sets the batch size of teachers whose outputs are cached. Unless it is set, as many as 256
     * MiB of memory hold, and at most 512.
     *
     * @param examples the number of examples
     * @return this
     */
    public Builder teacherBatchSize(int examples) {
      this.teacherBatchSize = OptionalInt.of(examples);
      return this;
    }

    /**
     * Sets a signal that can stop the training after a step.
     *
     * @param signal the signal
     * @return this
     */
    public Builder stop(StopSignal signal) {
      this.stop = signal;
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener what is told of each step and epoch
     * @return this
     */
    public Builder listener(TrainingListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Builds the plan.
     *
     * @return the plan
     * @throws IllegalArgumentException if loss or optimizer are missing, or as the plan's
     *     constructor says
     */
    public TrainingPlan build() {
      return new TrainingPlan(
          model,
          loss.orElseThrow(() -> missing("loss")),
          optimizer.orElseThrow(() -> missing("optimizer")),
          training,
          teachers,
          validation,
          metrics,
          initialWeights,
          epochs,
          batchSize,
          Math.min(microBatchSize, batchSize),
          clipping,
          groups,
          average,
          seed,
          earlyStopping,
          keep,
          teacherCalls,
          teacherBatchSize,
          stop,
          listeners);
    }

    private static IllegalArgumentException missing(String part) {
      return new IllegalArgumentException(
          "The plan has no " + part + ", expected one.\nMaybe add ." + part + "(…).");
    }
  }
}
