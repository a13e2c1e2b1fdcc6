package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Variables;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Named arrays on the device. */
final class DjlVariables implements Variables {
  private final DjlSession session;
  private final Arena arena;
  private final Map<String, TensorSpec> specs;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  DjlVariables(DjlSession session, Map<String, TensorSpec> specs) {
    this.session = session;
    this.arena = session.arena().inner();
    this.specs = specs;
    specs.forEach((name, spec) -> arrays.put(name, arena.allocate(spec)));
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return specs;
  }

  List<NDArray> arrays(Collection<String> names) {
    return names.stream().map(this::array).toList();
  }

  private NDArray array(String name) {
    return Objects.requireNonNull(arrays.get(name));
  }

  @Override
  public HostTensor read(String name) {
    TensorSpec spec = Objects.requireNonNull(specs.get(name));
    return session.call(() -> session.transfer().download(array(name), spec));
  }

  @Override
  public void write(String name, HostTensor value) {
    session.call(
        () -> {
          session.transfer().upload(value, array(name));
          return value;
        });
  }

  @Override
  public void close() {
    arena.close();
  }
}
