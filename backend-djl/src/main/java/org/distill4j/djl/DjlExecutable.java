package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A compiled program with its own memory for inputs and outputs. */
final class DjlExecutable implements Executable {
  private final DjlSession session;
  private final Arena arena;
  private final TorchModule module;
  private final List<HostArray> feeds;
  private final List<HostArray> results;
  private final DoubleBuffer scalars;

  /**
   * Compiles.
   *
   * @param session where it runs
   * @param variables its variables, and maybe others
   * @param script the program as a script
   * @param methods the script's methods
   */
  DjlExecutable(DjlSession session, DjlVariables variables, CompiledScript script, String methods) {
    Program program = script.program();
    this.session = session;
    this.arena = session.arena().inner();
    this.module = TorchModule.compile(arena, script.attributes(), methods);
    this.feeds = program.feeds().stream().map(arena::allocateOnHost).toList();
    Stream<TensorSpec> outputs = program.outputs().values().stream().map(Tensor::spec);
    this.results = outputs.map(arena::allocateOnHost).toList();
    NDArray numbers = arena.allocateDoubles(Math.max(1, program.scalars()));
    this.scalars = numbers.toByteBuffer(true).asDoubleBuffer();
    module.bind("variables", variables.arrays(program.variables().keySet()));
    script.lists().forEach((list, names) -> module.bind(list, variables.arrays(names)));
    module.bind("feeds", feeds.stream().map(HostArray::array).toList());
    module.bind("results", results.stream().map(HostArray::array).toList());
    module.bind("constants", script.constants().stream().map(this::upload).toList());
    module.bind("numbers", List.of(numbers));
    module.run("prepare");
  }

  private NDArray upload(HostTensor value) {
    NDArray array = arena.allocate(value.spec());
    session.transfer().upload(value, array);
    return array;
  }

  @Override
  public List<HostTensor> run(List<HostTensor> given, double... numbers) {
    return session.call(
        () -> {
          for (int i = 0; i < given.size(); i++) {
            feeds.get(i).set(given.get(i));
          }
          scalars.put(0, numbers);
          module.run("run");
          return results.stream().map(HostArray::copy).toList();
        });
  }

  @Override
  public void close() {
    arena.close();
  }
}
