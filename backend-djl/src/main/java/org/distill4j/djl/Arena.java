package org.distill4j.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.distill4j.backend.SessionOptions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/** Memory of the engine that is freed at once, with everything in the arenas inside it. */
final class Arena implements AutoCloseable {
  /** Just below glibc's DEFAULT_MMAP_THRESHOLD_MAX. */
  private static final int KEPT_BYTES = 31 << 20;

  private final PtNDManager manager;

  private Arena(PtNDManager manager) {
    this.manager = manager;
  }

  static Arena open(Engine engine, SessionOptions options) {
    Device device =
        switch (options.device().kind()) {
          case CPU -> Device.cpu();
          case CUDA -> Device.gpu(options.device().index());
        };
    return new Arena((PtNDManager) engine.newBaseManager(device));
  }

  Arena inner() {
    return new Arena((PtNDManager) manager.newSubManager());
  }

  /**
   * Frees a block of the size up to which the C library learns to keep freed memory. It would
   * return that of each step to the system otherwise, and clear new pages in the next.
   */
  void keepFreedMemory() {
    manager.create(new Shape(KEPT_BYTES), DataType.INT8, Device.cpu()).close();
  }

  /** Zeros on the device. */
  NDArray allocate(TensorSpec spec) {
    return manager.zeros(shape(spec), type(spec));
  }

  /** Zeros on the host. */
  HostArray allocateOnHost(TensorSpec spec) {
    return new HostArray(manager.zeros(shape(spec), type(spec), Device.cpu()), spec);
  }

  /** Zeros in double precision, on the host. */
  NDArray allocateDoubles(int count) {
    return manager.zeros(new Shape(count), DataType.FLOAT64, Device.cpu());
  }

  PtSymbolBlock load(byte[] archive) {
    try {
      return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  PtSymbolBlock load(Path archive) {
    return JniUtils.loadModule(manager, archive, true, new String[0], new String[0], false);
  }

  /** Returns a manager for arrays that DJL itself handles. */
  PtNDManager manager() {
    return manager;
  }

  Device device() {
    return manager.getDevice();
  }

  boolean isOpen() {
    return manager.isOpen();
  }

  @Override
  public void close() {
    manager.close();
  }

  private static Shape shape(TensorSpec spec) {
    return new Shape(spec.shape().toLongs());
  }

  private static DataType type(TensorSpec spec) {
    return spec.type() == DType.INT32 ? DataType.INT32 : DataType.FLOAT32;
  }
}
