package org.distill4j.benchmarks.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.distill4j.tensor.HostTensor;

/** PyTorch as it is set up for all programs: offline, and one thread for each operation. */
final class TorchSetup {
  private TorchSetup() {}

  static PtNDManager open() {
    System.getProperties().putIfAbsent("ai.djl.offline", "true");
    System.getProperties().putIfAbsent("OPT_OUT_TRACKING", "true");
    System.getProperties().putIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
    PtNDManager manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager();
    JniUtils.setNumThreads(1);
    return manager;
  }

  static NDArray array(PtNDManager manager, HostTensor value) {
    return manager.create(value.toFloatArray(), new Shape(value.shape().toLongs()));
  }

  static List<NDArray> arrays(PtNDManager manager, List<HostTensor> values) {
    return values.stream().map(value -> array(manager, value)).toList();
  }

  static List<NDArray> zeros(List<NDArray> like) {
    return like.stream().map(NDArray::zerosLike).toList();
  }
}
