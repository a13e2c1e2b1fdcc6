package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Collection;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Copies between Java and the device, by way of the engine's memory on the host. */
final class HostTransfer {
  private static final String COPY =
      ScriptArchive.method(
          "copy",
          ", target: Tensor, source: Tensor",
          List.of(
              "off = torch.set_grad_enabled(False)",
              "done = torch.copy_(target, source)",
              TorchModule.DONE));

  private final Arena arena;
  private final TorchModule module;

  HostTransfer(Arena arena) {
    this.arena = arena;
    this.module = TorchModule.compile(arena, List.of(), COPY);
  }

  void upload(HostTensor value, NDArray array) {
    try (HostArray host = arena.allocateOnHost(value.spec())) {
      host.set(value);
      module.run("copy", array, host.array());
    }
  }

  /** Copies of some tensors in an arena, in their order. */
  NDList upload(Collection<HostTensor> values, Arena to) {
    NDList arrays = new NDList();
    for (HostTensor value : values) {
      NDArray array = to.allocate(value.spec());
      upload(value, array);
      arrays.add(array);
    }
    return arrays;
  }

  HostTensor download(NDArray array, TensorSpec spec) {
    try (HostArray host = arena.allocateOnHost(spec)) {
      module.run("copy", host.array(), array);
      return host.copy();
    }
  }
}
