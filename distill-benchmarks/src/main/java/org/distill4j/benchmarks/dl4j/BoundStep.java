package org.distill4j.benchmarks.dl4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.Teaching;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The step as operations bound once to fixed arrays: the engine's fused layers and matrix products;
 * the head of the loss, the mask of the ReLU and Adam as Java loops, which are faster there.
 */
final class BoundStep implements StepProgram {
  private final INDArray x;
  private final List<INDArray> arrays;
  private final List<Bound> forward = new ArrayList<>();
  private final List<Bound> backwardOut = new ArrayList<>();
  private final Bound backwardIn;
  private final FloatBuffer inputs;
  private final FloatBuffer wanted;
  private final FloatBuffer said;
  private final FloatBuffer slope;
  private final FloatBuffer hidden;
  private final FloatBuffer hiddenSlope;
  private final List<AdamArray> parameters = new ArrayList<>();
  private final Head head;
  private final float[] mask;
  private final float[] slopes;
  private final Teaching teaching;
  private int taken;

  /**
   * Binds the operations.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @param faded what is added to moments and taken away again, 0 for nothing
   */
  BoundStep(Job job, Teaching teaching, float faded) {
    Bound.prepare();
    this.teaching = teaching;
    int batch = job.batchSize();
    int width = job.studentWidths().get(1);
    int classes = job.studentWidths().get(2);
    this.x = Bound.array(batch, job.studentWidths().get(0));
    INDArray t = teaching == Teaching.LIVE ? teacher(job) : Bound.array(batch, classes);
    List<INDArray> p = Job.layers(job.studentWeights()).stream().map(Bound::array).toList();
    List<INDArray> g = p.stream().map(array -> Bound.array(array.shape())).toList();
    INDArray h = Bound.array(batch, width);
    INDArray s = Bound.array(batch, classes);
    INDArray ds = Bound.array(batch, classes);
    INDArray dh = Bound.array(batch, width);
    forward.add(Bound.reluLayer(x, p.get(0), p.get(1), h));
    forward.add(Bound.layer(h, p.get(2), p.get(3), s));
    backwardOut.add(Bound.product(h, 1, ds, 0, g.get(2)));
    backwardOut.add(Bound.product(ds, 0, p.get(2), 1, dh));
    this.backwardIn = Bound.product(x, 1, dh, 0, g.get(0));
    for (int i = 0; i < p.size(); i++) {
      parameters.add(new AdamArray(p.get(i), g.get(i), faded));
    }
    // Java sees the arrays' memory alone, so they must be kept from the garbage collector.
    this.arrays = new ArrayList<>(List.of(t, s, ds, h, dh));
    arrays.addAll(p);
    arrays.addAll(g);
    this.inputs = Bound.host(x);
    this.wanted = Bound.host(t);
    this.said = Bound.host(s);
    this.slope = Bound.host(ds);
    this.hidden = Bound.host(h);
    this.hiddenSlope = Bound.host(dh);
    this.head = new Head(batch, classes);
    this.mask = new float[batch * width];
    this.slopes = new float[batch * width];
  }

  private INDArray teacher(Job job) {
    List<INDArray> w = Job.layers(job.teacherWeights()).stream().map(Bound::array).toList();
    INDArray value = x;
    for (int i = 0; i < w.size(); i += 2) {
      INDArray next = Bound.array(job.batchSize(), w.get(i).columns());
      boolean last = i == w.size() - 2;
      forward.add(
          last
              ? Bound.layer(value, w.get(i), w.get(i + 1), next)
              : Bound.reluLayer(value, w.get(i), w.get(i + 1), next));
      value = next;
    }
    return value;
  }

  @Override
  public double step(Job.Taught given) {
    inputs.put(0, given.batch().input().floats(), 0, inputs.capacity());
    if (teaching == Teaching.KEPT) {
      wanted.put(0, given.teacher().floats(), 0, wanted.capacity());
    }
    forward.forEach(Bound::run);
    double loss = head.run(said, wanted, given.batch().labels(Batch.LABELS).ints(), slope);
    backwardOut.forEach(Bound::run);
    maskSlopes();
    backwardIn.run();
    sums(head.slopes(), parameters.get(3).gradient());
    sums(slopes, parameters.get(1).gradient());
    taken++;
    double rate = Job.ADAM.learningRate().at(new Progress(0, 1));
    parameters.get(0).update(taken, rate);
    parameters.get(1).updateWithOwn(taken, rate);
    parameters.get(2).update(taken, rate);
    parameters.get(3).updateWithOwn(taken, rate);
    return loss;
  }

  private void maskSlopes() {
    hidden.get(0, mask);
    hiddenSlope.get(0, slopes);
    for (int i = 0; i < mask.length; i++) {
      // Without a branch, which would be mispredicted half of the time.
      int on = -Float.floatToRawIntBits(mask[i]) >> 31;
      slopes[i] = Float.intBitsToFloat(Float.floatToRawIntBits(slopes[i]) & on);
    }
    hiddenSlope.put(0, slopes);
  }

  private static void sums(float[] rows, float[] sum) {
    System.arraycopy(rows, 0, sum, 0, sum.length);
    for (int from = sum.length; from < rows.length; from += sum.length) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += rows[from + i];
      }
    }
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
  }
}
