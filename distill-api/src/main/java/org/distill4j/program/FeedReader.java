package org.distill4j.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/**
 * Collects the feeds of a recording from a batch and checks them, so that no engine gets a wrong
 * shape, a label out of range or an id past the end of a table. For one thread; the random numbers
 * of a call are overwritten by the next.
 */
public final class FeedReader {
  private final Recording recording;
  private final List<Feed> feeds;
  private final long seed;
  private final Map<Integer, HostTensor> uniforms = new HashMap<>();

  FeedReader(Recording recording, long seed) {
    this.recording = recording;
    this.feeds = recording.feeds();
    this.seed = seed;
  }

  /**
   * Returns the host tensors for one micro-batch of a step.
   *
   * @param step the whole step
   * @param microBatch the micro-batch's index in it
   * @return the values of the recording's feeds, in order
   * @throws IllegalArgumentException if a shape, a label or an id does not fit, or the batch is
   *     split and the loss needs it whole
   */
  public List<HostTensor> read(StepInput step, int microBatch) {
    recording.requireMicroBatches(step.microBatches().size());
    List<HostTensor> values = new ArrayList<>();
    for (int i = 0; i < feeds.size(); i++) {
      HostTensor value = value(i, step, microBatch);
      FeedCheck.require(feeds.get(i), value, step.microBatches().get(microBatch).batch(), limit(i));
      values.add(value);
    }
    return values;
  }

  /**
   * Checks one micro-batch of a step as {@link #read(StepInput, int)} does.
   *
   * @param step the whole step
   * @param microBatch the micro-batch's index in it
   * @throws IllegalArgumentException if a shape, a label or an id does not fit, or the batch is
   *     split and the loss needs it whole
   */
  public void check(StepInput step, int microBatch) {
    recording.requireMicroBatches(step.microBatches().size());
    for (int i = 0; i < feeds.size(); i++) {
      if (!(feeds.get(i).source() instanceof Feed.Uniform)) {
        HostTensor value = value(i, step, microBatch);
        FeedCheck.require(
            feeds.get(i), value, step.microBatches().get(microBatch).batch(), limit(i));
      }
    }
  }

  /**
   * Returns the host tensors for a recording that takes only inputs.
   *
   * @param inputs the inputs by name, each (batch, …)
   * @return the values of the recording's feeds, in order
   * @throws IllegalArgumentException if an input is missing, or a shape or an id does not fit
   */
  public List<HostTensor> read(Map<String, HostTensor> inputs) {
    int rows = inputs.values().iterator().next().shape().dim(0);
    Batch batch = new Batch(new long[rows], inputs, Map.of());
    StepInput step = StepInput.of(batch, List.of(), new Progress(0, 1));
    return read(step, 0);
  }

  /**
   * Returns the numbers for a step, the same for all its micro-batches.
   *
   * @param step the whole step
   * @return the values of the recording's scalars, in order
   */
  public double[] scalars(StepInput step) {
    List<ScalarSource> sources = recording.scalars();
    double[] values = new double[sources.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scalar(sources.get(i), step);
    }
    return values;
  }

  private int limit(int feed) {
    return recording.idLimits().getOrDefault(feed, Integer.MAX_VALUE);
  }

  private HostTensor value(int index, StepInput step, int microBatch) {
    Feed.Source source = feeds.get(index).source();
    MicroBatch given = step.microBatches().get(microBatch);
    if (source instanceof Feed.Labels labels) {
      return given.batch().labels(labels.name());
    } else if (source instanceof Feed.ClassLabels labels) {
      return given.batch().labels(labels.name());
    } else if (source instanceof Feed.BinaryLabels labels) {
      return given.batch().labels(labels.name());
    } else if (source instanceof Feed.TeacherOutput output) {
      return teacher(given, output.teacher()).get(output.name());
    } else if (source instanceof Feed.Uniform uniform) {
      return uniform(index, uniform, step, microBatch);
    } else if (source instanceof Feed.Input input) {
      return InputNames.find(input.name(), input.count(), given.batch().inputs());
    }
    throw new IllegalStateException("There is no value for " + source);
  }

  private static Predictions teacher(MicroBatch microBatch, int index) {
    if (index >= microBatch.teachers().size()) {
      throw new IllegalArgumentException(
          "The step was given the outputs of "
              + microBatch.teachers().size()
              + " teachers, expected more than "
              + index
              + ".\nMaybe a teacher was left out of the step.");
    }
    return microBatch.teachers().get(index);
  }

  private HostTensor uniform(int index, Feed.Uniform source, StepInput step, int microBatch) {
    Feed feed = feeds.get(index);
    HostTensor values =
        uniforms.computeIfAbsent(
            index, i -> HostTensor.allocate(DType.FLOAT32, feed.spec().shape()));
    int before = step.before().size() + microBatch;
    long rowsBefore = step.batches().stream().limit(before).mapToLong(Batch::size).sum();
    long first = rowsBefore * feed.spec().shape().withoutBatch().size();
    UniformNumbers.fill(values.floats(), seed, source.path(), step.progress().step(), first);
    return values;
  }

  private static double scalar(ScalarSource source, StepInput step) {
    if (source instanceof ScalarSource.Scheduled scheduled) {
      return scheduled.schedule().at(step.progress());
    } else if (source instanceof ScalarSource.TotalWeight total) {
      double sum = TotalWeight.sum(total.weighting(), step.batches());
      return sum == 0 ? 1 : sum;
    }
    return step.rows();
  }
}
