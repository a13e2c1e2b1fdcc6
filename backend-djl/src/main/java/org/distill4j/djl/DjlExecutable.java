package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A compiled program with its own memory for what goes in and comes out. */
final class DjlExecutable implements Executable {
  private final DjlSession session;
  private final Arena arena;
  private final TorchModule module;
  private final List<TensorSpec> outputs;
  private final Set<Integer> read;
  private final List<Integer> wide;
  private final List<HostArray> feeds;
  private final List<HostArray> results;
  private final List<LongBuffer> ids = new ArrayList<>();
  private final DoubleBuffer scalars;
  private final DoubleBuffer terms;

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
    this.arena = session.place().arena().inner();
    List<String> attributes = new ArrayList<>(CompiledScript.ATTRIBUTES);
    attributes.addAll(script.lists().keySet());
    this.module = TorchModule.compile(arena, attributes, methods);
    this.outputs = program.outputs().values().stream().map(Tensor::spec).toList();
    this.read = program.nodes().stream().flatMap(DjlExecutable::feed).collect(Collectors.toSet());
    this.wide = script.ids();
    this.feeds = program.feeds().stream().map(arena::allocateOnHost).toList();
    this.results = outputs.stream().filter(this::isResult).map(arena::allocateOnHost).toList();
    module.bind("variables", variables.arrays(program.variables().keySet()));
    script.lists().forEach((list, names) -> module.bind(list, variables.arrays(names)));
    module.bind("feeds", feeds.stream().map(HostArray::array).toList());
    module.bind("results", results.stream().map(HostArray::array).toList());
    module.bind("constants", script.constants().stream().map(this::upload).toList());
    module.bind("ids", wide.stream().map(i -> ids(program.feeds().get(i))).toList());
    this.scalars = numbers("scalars", program.scalars());
    this.terms = numbers("terms", outputs.size() - results.size());
    module.run("prepare");
  }

  private static Stream<Integer> feed(Tensor node) {
    return node.op() instanceof Op.Feed feed ? Stream.of(feed.index()) : Stream.empty();
  }

  private boolean isResult(TensorSpec output) {
    return !CompiledScript.isTerm(output);
  }

  private NDArray upload(HostTensor value) {
    NDArray array = arena.allocate(value.spec());
    session.place().transfer().upload(value, array);
    return array;
  }

  private NDArray ids(TensorSpec spec) {
    NDArray array = arena.allocateOnHost(DataType.INT64, spec.shape().toLongs());
    ids.add(array.toByteBuffer(true).asLongBuffer());
    return array;
  }

  private DoubleBuffer numbers(String attribute, int count) {
    NDArray array = arena.allocateOnHost(DataType.FLOAT64, Math.max(1, count));
    module.bind(attribute, List.of(array));
    return array.toByteBuffer(true).asDoubleBuffer();
  }

  @Override
  public List<HostTensor> run(List<HostTensor> given, double... numbers) {
    return session.call(
        () -> {
          read.forEach(feed -> feeds.get(feed).set(given.get(feed)));
          for (int i = 0; i < wide.size(); i++) {
            widen(given.get(wide.get(i)), ids.get(i));
          }
          scalars.put(0, numbers);
          module.run("run");
          return outputs();
        });
  }

  private static void widen(HostTensor labels, LongBuffer target) {
    for (int i = 0; i < target.capacity(); i++) {
      target.put(i, Math.max(-1, labels.ints().get(i)));
    }
  }

  private List<HostTensor> outputs() {
    List<HostTensor> values = new ArrayList<>();
    int result = 0;
    int term = 0;
    for (TensorSpec spec : outputs) {
      values.add(
          isResult(spec)
              ? results.get(result++).copy()
              : HostTensor.ofFloats(spec.shape(), (float) terms.get(term++)));
    }
    return values;
  }

  @Override
  public void close() {
    arena.close();
  }
}
