package org.distill4j.benchmarks.dl4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
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
  private final List<BoundOperation> forward = new ArrayList<>();
  private final List<BoundOperation> backwardOut = new ArrayList<>();
  private final BoundOperation backwardIn;
  private final FloatBuffer inputs;
  private final FloatBuffer wanted;
  private final FloatBuffer outputs;
  private final FloatBuffer logitGradient;
  private final FloatBuffer hidden;
  private final FloatBuffer hiddenGradient;
  private final List<AdamArray> parameters = new ArrayList<>();
  private final ObjectiveLoop head;
  private final float[] mask;
  private final float[] logitGradients;
  private final TeacherSource teaching;
  private int taken;

  /**
   * Binds the operations.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @param faded what is added to moments and taken away again, 0 for nothing
   */
  BoundStep(DenseJob job, TeacherSource teaching, float faded) {
    BoundOperation.prepare();
    this.teaching = teaching;
    int batch = job.batchSize();
    int width = job.studentWidths().get(1);
    int classes = job.studentWidths().get(2);
    this.x = BoundOperation.array(batch, job.studentWidths().get(0));
    INDArray t =
        teaching == TeacherSource.LIVE ? teacher(job) : BoundOperation.array(batch, classes);
    List<INDArray> p =
        DenseJob.layers(job.studentWeights()).stream().map(BoundOperation::array).toList();
    List<INDArray> g = p.stream().map(array -> BoundOperation.array(array.shape())).toList();
    INDArray h = BoundOperation.array(batch, width);
    INDArray s = BoundOperation.array(batch, classes);
    INDArray ds = BoundOperation.array(batch, classes);
    INDArray dh = BoundOperation.array(batch, width);
    forward.add(BoundOperation.reluLayer(x, p.get(0), p.get(1), h));
    forward.add(BoundOperation.layer(h, p.get(2), p.get(3), s));
    backwardOut.add(BoundOperation.product(h, 1, ds, 0, g.get(2)));
    backwardOut.add(BoundOperation.product(ds, 0, p.get(2), 1, dh));
    this.backwardIn = BoundOperation.product(x, 1, dh, 0, g.get(0));
    for (int i = 0; i < p.size(); i++) {
      parameters.add(new AdamArray(p.get(i), g.get(i), faded));
    }
    // Java sees the arrays' memory alone, so they must be kept from the garbage collector.
    this.arrays = new ArrayList<>(List.of(t, s, ds, h, dh));
    arrays.addAll(p);
    arrays.addAll(g);
    this.inputs = BoundOperation.host(x);
    this.wanted = BoundOperation.host(t);
    this.outputs = BoundOperation.host(s);
    this.logitGradient = BoundOperation.host(ds);
    this.hidden = BoundOperation.host(h);
    this.hiddenGradient = BoundOperation.host(dh);
    this.head = new ObjectiveLoop(batch, classes);
    this.mask = new float[batch * width];
    this.logitGradients = new float[batch * width];
  }

  private INDArray teacher(DenseJob job) {
    List<INDArray> w =
        DenseJob.layers(job.teacherWeights()).stream().map(BoundOperation::array).toList();
    INDArray value = x;
    for (int i = 0; i < w.size(); i += 2) {
      INDArray next = BoundOperation.array(job.batchSize(), w.get(i).columns());
      boolean last = i == w.size() - 2;
      forward.add(
          last
              ? BoundOperation.layer(value, w.get(i), w.get(i + 1), next)
              : BoundOperation.reluLayer(value, w.get(i), w.get(i + 1), next));
      value = next;
    }
    return value;
  }

  @Override
  public double step(DenseJob.Taught given) {
    inputs.put(0, given.batch().input().floats(), 0, inputs.capacity());
    if (teaching == TeacherSource.CACHED) {
      wanted.put(0, given.teacher().floats(), 0, wanted.capacity());
    }
    forward.forEach(BoundOperation::run);
    double loss =
        head.run(outputs, wanted, given.batch().labels(Batch.LABELS).ints(), logitGradient);
    backwardOut.forEach(BoundOperation::run);
    maskGradients();
    backwardIn.run();
    sums(head.logitGradients(), parameters.get(3).gradient());
    sums(logitGradients, parameters.get(1).gradient());
    taken++;
    double rate = DenseJob.ADAM.learningRate().at(new Progress(0, 1));
    parameters.get(0).update(taken, rate);
    parameters.get(1).updateWithOwn(taken, rate);
    parameters.get(2).update(taken, rate);
    parameters.get(3).updateWithOwn(taken, rate);
    return loss;
  }

  private void maskGradients() {
    hidden.get(0, mask);
    hiddenGradient.get(0, logitGradients);
    for (int i = 0; i < mask.length; i++) {
      // Without a branch, which would be mispredicted half of the time.
      int on = -Float.floatToRawIntBits(mask[i]) >> 31;
      logitGradients[i] = Float.intBitsToFloat(Float.floatToRawIntBits(logitGradients[i]) & on);
    }
    hiddenGradient.put(0, logitGradients);
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
