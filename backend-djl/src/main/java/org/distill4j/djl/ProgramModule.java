package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A compiled program with its own memory for what goes in and comes out. */
final class ProgramModule implements AutoCloseable {
  private static final TensorSpec NUMBER = new TensorSpec(DType.FLOAT32, Shape.scalar());

  private final Arena arena;
  private final ProgramScript script;
  private final TorchModule module;
  private final FeedReader reader;
  private final Set<String> bound = new HashSet<>();
  private final List<HostArray> feeds;
  private final List<HostArray> scalars;
  private final List<HostArray> results;

  /**
   * Compiles.
   *
   * @param place where the module is kept
   * @param script the program
   * @param seed the seed of the program's random numbers
   * @param methods the source of all methods
   * @param more the attributes besides those of all programs
   * @param results what the methods write to the results
   */
  ProgramModule(
      Place place,
      ProgramScript script,
      long seed,
      String methods,
      List<String> more,
      List<TensorSpec> results) {
    this.arena = place.arena().inner();
    this.script = script;
    List<String> attributes = new ArrayList<>(ProgramScript.INPUTS);
    attributes.add(ProgramScript.RESULTS);
    attributes.addAll(more);
    this.module = TorchModule.compile(arena, attributes, methods);
    Program program = script.program();
    this.reader = program.reader(seed);
    this.feeds = program.feeds().stream().map(feed -> arena.allocateOnHost(feed.spec())).toList();
    this.scalars = program.scalars().stream().map(scalar -> arena.allocateOnHost(NUMBER)).toList();
    this.results = results.stream().map(arena::allocateOnHost).toList();
    bind("feeds", arrays(feeds));
    bind("scalars", arrays(scalars));
    bind(ProgramScript.RESULTS, arrays(this.results));
    bind("constants", upload(place.transfer()));
  }

  private static List<NDArray> arrays(List<HostArray> hosts) {
    return hosts.stream().map(HostArray::array).toList();
  }

  private List<NDArray> upload(Transfer transfer) {
    List<NDArray> arrays = new ArrayList<>();
    for (HostTensor value : script.constants()) {
      NDArray array = arena.allocate(value.spec());
      transfer.upload(value, array);
      arrays.add(array);
    }
    return arrays;
  }

  Program program() {
    return script.program();
  }

  FeedReader reader() {
    return reader;
  }

  void bind(String attribute, List<NDArray> arrays) {
    module.bind(attribute, arrays);
  }

  /** Binds unless that was done before. */
  void bindOnce(String attribute, Supplier<List<NDArray>> arrays) {
    if (bound.add(attribute)) {
      bind(attribute, arrays.get());
    }
  }

  void setFeeds(List<HostTensor> values) {
    for (int i = 0; i < values.size(); i++) {
      if (script.reads(i)) {
        feeds.get(i).set(values.get(i));
      }
    }
  }

  void setScalars(double[] values) {
    for (int i = 0; i < values.length; i++) {
      scalars.get(i).set(values[i]);
    }
  }

  void run(String method) {
    module.run(method);
  }

  HostArray result(int index) {
    return results.get(index);
  }

  @Override
  public void close() {
    arena.close();
  }
}
