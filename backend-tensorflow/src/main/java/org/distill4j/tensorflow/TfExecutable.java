package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.backend.Executable;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;

/** A program over its variables: one call of TensorFlow for each run. */
final class TfExecutable implements Executable {
  private final TfStore store;
  private final GraphDef graph;
  private final List<Array> arrays = new ArrayList<>();
  private final Optional<Vector> vector;
  private final TfResults results;
  private final String written;
  private Optional<Installed> installed = Optional.empty();

  /** A feed of the program, and the operation that takes it. */
  private record Array(int index, String operation, TfBuffer buffer) {}

  /** Numbers that follow from those of the program, and the operation that takes them. */
  private record Vector(
      List<ToDoubleFunction<double[]>> numbers, String operation, TfBuffer buffer) {}

  /** Where inputs and results are in a session of TensorFlow's. */
  private record Installed(
      TfRuntime session,
      List<Output<?>> arrays,
      Optional<Output<?>> vector,
      List<Output<?>> fetches,
      Operation written) {}

  /**
   * A program.
   *
   * @param store its variables
   * @param inputs what goes into its graph, which need not stay open
   * @param results what comes out
   * @param written the operation that waits for all writing
   */
  TfExecutable(TfStore store, TfInputs inputs, TfResults results, Operation written) {
    this.store = store;
    this.results = results;
    this.written = written.name();
    TfInputs.Definition definition = inputs.definition();
    this.graph = definition.graph();
    List<ToDoubleFunction<double[]>> numbers = List.copyOf(inputs.numbers());
    this.vector =
        definition
            .vector()
            .map(
                name -> new Vector(numbers, name, new TfBuffer(TensorSpec.floats(numbers.size()))));
    inputs
        .feeds()
        .forEach(
            (index, fed) ->
                arrays.add(
                    new Array(index, fed.placeholder().op().name(), new TfBuffer(fed.spec()))));
    store.add(this);
  }

  @Override
  public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
    try (Result fetched = TfRuntime.run(runner(feeds, scalars))) {
      return results.read(fetched);
    }
  }

  Session.Runner runner(List<HostTensor> feeds, double... scalars) {
    Session.Runner runner = store.runner();
    Installed there = installed();
    for (int i = 0; i < arrays.size(); i++) {
      Array array = arrays.get(i);
      runner.feed(there.arrays().get(i), array.buffer().holding(feeds.get(array.index())));
    }
    vector.ifPresent(
        all ->
            runner.feed(
                there.vector().orElseThrow(), all.buffer().holding(all.numbers(), scalars)));
    there.fetches().forEach(runner::fetch);
    return runner.addTarget(there.written());
  }

  /** The store begins a new session when it has held many programs that are closed by now. */
  private Installed installed() {
    TfRuntime runtime = store.runtime();
    if (installed.filter(known -> known.session() == runtime).isEmpty()) {
      TfRuntime.Installed there = runtime.install(graph);
      installed =
          Optional.of(
              new Installed(
                  runtime,
                  outputs(there, arrays.stream().map(Array::operation).toList()),
                  vector.map(all -> there.operation(all.operation()).output(0)),
                  outputs(there, results.fetches()),
                  there.operation(written)));
    }
    return installed.orElseThrow();
  }

  /** All results that are fetched are the first of their operations. */
  private static List<Output<?>> outputs(TfRuntime.Installed there, List<String> operations) {
    return operations.stream().<Output<?>>map(name -> there.operation(name).output(0)).toList();
  }

  @Override
  public void close() {
    store.close(this);
  }

  /** Frees the memory of inputs. */
  void release() {
    arrays.forEach(array -> array.buffer().close());
    vector.ifPresent(all -> all.buffer().close());
  }
}
