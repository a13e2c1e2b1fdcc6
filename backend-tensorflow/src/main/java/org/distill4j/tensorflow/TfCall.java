package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;

/** A program that is installed: where its inputs go, what it gives back and what it may change. */
final class TfCall {
  private final TfRuntime runtime;
  private final Map<Integer, TfFeed> feeds = new LinkedHashMap<>();
  private final Optional<TfFeed> numbers;
  private final List<Output<?>> fetches = new ArrayList<>();
  private final List<TensorSpec> specs = new ArrayList<>();
  private final Map<Write, Operation> writes = new EnumMap<>(Write.class);

  /** What a run changes. */
  enum Write {
    /** Nothing. */
    NONE,
    /** States, and parameters by the gradients of this run. */
    STEP,
    /** States, and the sums of gradients, which begin anew. */
    FIRST_PART,
    /** States, and the sums of gradients. */
    LATER_PART
  }

  /** A result of a graph under construction. */
  record Fetch(Output<?> node, TensorSpec spec) {}

  TfCall(
      TfRuntime runtime,
      TfNodes nodes,
      TfLeaves leaves,
      List<Fetch> results,
      Map<Write, Operation> writes) {
    this.runtime = runtime;
    TfRuntime.Installed installed = runtime.install(nodes.graph());
    leaves.feeds().forEach((index, built) -> feeds.put(index, feed(installed, built)));
    this.numbers = leaves.vector().map(built -> feed(installed, built));
    for (Fetch result : results) {
      fetches.add(installed.output(result.node()));
      specs.add(result.spec());
    }
    writes.forEach((write, built) -> this.writes.put(write, installed.operation(built)));
  }

  private TfFeed feed(TfRuntime.Installed installed, TfLeaves.Placeholder built) {
    return runtime.own(new TfFeed(installed.output(built.node()), built.spec()));
  }

  /**
   * Runs the program.
   *
   * @param values the values of the program's feeds, in order
   * @param given the numbers, in order
   * @param write what to change
   * @return the results, in order
   */
  List<HostTensor> run(List<HostTensor> values, double[] given, Write write) {
    Session.Runner runner = runtime.runner();
    feeds.forEach((index, feed) -> feed.give(values.get(index), runner));
    numbers.ifPresent(feed -> feed.give(given, runner));
    fetches.forEach(runner::fetch);
    if (write != Write.NONE) {
      runner.addTarget(writes.get(write));
    }
    try (Result result = TfRuntime.run(runner)) {
      List<HostTensor> results = new ArrayList<>();
      for (int i = 0; i < specs.size(); i++) {
        results.add(TfMemory.toHost(result.get(i), specs.get(i)));
      }
      return results;
    }
  }
}
