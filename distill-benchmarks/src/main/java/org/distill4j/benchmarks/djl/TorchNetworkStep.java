package org.distill4j.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.data.Batch;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/** The step of a larger network as one TorchScript function, differentiated by PyTorch. */
final class TorchNetworkStep implements StepProgram {
  private final PtNDManager manager = TorchSetup.open();
  private final ByteBuffer inputs;
  private final FloatBuffer logits;
  private final LongBuffer labels;
  private final ByteBuffer loss;
  private final TorchScript step;
  private final TorchScript flush;
  private int taken;

  TorchNetworkStep(NetworkJob job) {
    Weights weights = job.weights();
    List<String> trained = job.parameters();
    List<String> kept = weights.names().stream().filter(name -> !trained.contains(name)).toList();
    List<NDArray> parameters = arrays(weights, trained);
    List<NDArray> first = TorchSetup.zeros(parameters);
    List<NDArray> second = TorchSetup.zeros(parameters);
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    NDArray x = zeros(job.inputs());
    NDArray t = zeros(TensorSpec.floats(NetworkJob.BATCH, DenseJob.CLASSES));
    NDArray y = manager.zeros(new Shape(NetworkJob.BATCH), DataType.INT64);
    NDArray told = manager.zeros(new Shape());
    NDArray softly = number(TorchStep.softWeight(NetworkJob.BATCH));
    List<NDArray> given = List.of(x, y, t, told, number(0), softly, number(TorchStep.HARD_WEIGHT));
    this.inputs = x.toByteBuffer(true);
    this.logits = t.toByteBuffer(true).asFloatBuffer();
    this.labels = y.toByteBuffer(true).asLongBuffer();
    this.loss = told.toByteBuffer(true);
    Map<String, List<NDArray>> moments = new LinkedHashMap<>();
    moments.put("m", first);
    moments.put("v", second);
    Map<String, List<NDArray>> arguments = new LinkedHashMap<>(moments);
    arguments.put("p", parameters);
    if (!kept.isEmpty()) {
      arguments.put("r", arrays(weights, kept));
    }
    arguments.put("given", given);
    this.step = new TorchScript(manager, arguments, lines(job, trained, kept));
    this.flush = new TorchScript(manager, moments, TorchStep.flushing());
  }

  private List<NDArray> arrays(Weights weights, List<String> names) {
    return TorchSetup.arrays(manager, names.stream().map(weights::get).toList());
  }

  private NDArray zeros(TensorSpec spec) {
    DataType type = spec.type() == DType.INT32 ? DataType.INT32 : DataType.FLOAT32;
    return manager.zeros(new Shape(spec.shape().toLongs()), type);
  }

  private NDArray number(double value) {
    return manager.full(new Shape(), (float) value);
  }

  private static List<String> lines(NetworkJob job, List<String> trained, List<String> kept) {
    List<String> lines = new ArrayList<>();
    lines.add("x = given[0]");
    lines.add("t = given[2]");
    lines.add("on = torch.set_grad_enabled(True)");
    lines.addAll(TorchNetwork.lines(job, trained, kept));
    lines.addAll(TorchStep.loss());
    lines.addAll(TorchStep.gradients(NetworkJob.BATCH));
    lines.addAll(TorchStep.adam(trained.size()));
    return lines;
  }

  @Override
  public double step(DenseJob.Taught given) {
    inputs.put(0, given.batch().input().bytes(), 0, inputs.capacity());
    logits.put(0, given.teacher().floats(), 0, logits.capacity());
    IntBuffer classes = given.batch().labels(Batch.LABELS).ints();
    for (int i = 0; i < labels.capacity(); i++) {
      labels.put(i, classes.get(i));
    }
    step.run();
    taken++;
    if (taken % TorchStep.FLUSH_PERIOD == 0) {
      flush.run();
    }
    return loss.getFloat(0);
  }

  @Override
  public void close() {
    manager.close();
  }
}
