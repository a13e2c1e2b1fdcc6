package org.distill4j.tensorflow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;

/** A program over its variables: one call of TensorFlow for each run. */
final class TfExecutable implements Executable {
  private final TfStore store;
  private final GraphDef graph;
  private final List<TfBuffer> buffers;
  private final TfResults results;
  private final String written;
  private Optional<Installed> installed = Optional.empty();

  /** Where inputs and results are in a session of TensorFlow's. */
  private record Installed(
      TfRuntime session, List<Output<?>> inputs, List<Output<?>> fetches, Operation written) {}

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
    this.graph = inputs.definition();
    this.buffers = inputs.sources().stream().map(TfBuffer::new).toList();
    this.results = results;
    this.written = written.name();
    store.add(this);
  }

  @Override
  public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
    Session.Runner runner = store.runner();
    Installed there = installed();
    for (int i = 0; i < buffers.size(); i++) {
      runner.feed(there.inputs().get(i), buffers.get(i).holding(feeds, scalars));
    }
    there.fetches().forEach(runner::fetch);
    try (Result fetched = TfRuntime.run(runner.addTarget(there.written()))) {
      return results.read(fetched);
    }
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
                  outputs(there, buffers.stream().map(TfBuffer::placeholder)),
                  outputs(there, results.fetches().stream()),
                  there.operation(written)));
    }
    return installed.orElseThrow();
  }

  /** All that is fed or fetched is the first result of its operation. */
  private static List<Output<?>> outputs(TfRuntime.Installed there, Stream<String> operations) {
    return operations.<Output<?>>map(name -> there.operation(name).output(0)).toList();
  }

  @Override
  public void close() {
    store.close(this);
  }

  /** Frees the memory of inputs. */
  void release() {
    buffers.forEach(TfBuffer::close);
  }
}
