package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.family.TType;

/**
 * Variables in a session of TensorFlow's that is theirs alone, so that closing it frees them. What
 * is written waits until it is needed, and what is read is copied together, since each call costs.
 */
final class TfStore implements Variables {
  /** A session keeps every program that it has run, so that it is left after so many. */
  private static final int MOST_CLOSED = 64;

  private final SessionOptions options;
  private TfRuntime runtime;
  private final Map<String, TensorSpec> specs;
  private final Map<String, HostTensor> pending = new LinkedHashMap<>();
  private final Map<List<String>, Access> writers = new LinkedHashMap<>();
  private final Map<String, HostTensor> copies = new LinkedHashMap<>();
  private Optional<Access> reader = Optional.empty();
  private final Set<TfExecutable> programs = Collections.newSetFromMap(new IdentityHashMap<>());
  private int closedPrograms;
  private boolean closed;

  /** A program that writes or reads variables as a whole, in order. */
  private record Access(List<Output<?>> places, List<Operation> targets) {}

  TfStore(SessionOptions options, Map<String, TensorSpec> specs) {
    this.options = options;
    this.runtime = TfRuntime.empty(options);
    this.specs = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
    specs.forEach(
        (name, spec) -> pending.put(name, HostTensor.allocate(spec.type(), spec.shape())));
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return specs;
  }

  /** The session that the variables are in now. */
  TfRuntime runtime() {
    return runtime;
  }

  void add(TfExecutable program) {
    programs.add(program);
  }

  void close(TfExecutable program) {
    if (programs.remove(program)) {
      program.release();
      closedPrograms++;
    }
    if (closedPrograms == MOST_CLOSED) {
      renew();
    }
  }

  /** Moves the variables to a new session. */
  private void renew() {
    flush();
    copyAll();
    pending.putAll(copies);
    runtime.close();
    runtime = TfRuntime.empty(options);
    writers.clear();
    reader = Optional.empty();
    closedPrograms = 0;
  }

  boolean isClosed() {
    return closed;
  }

  /** Begins a run that may change the variables. */
  Session.Runner runner() {
    flush();
    copies.clear();
    return runtime.runner();
  }

  @Override
  public HostTensor read(String name) {
    flush();
    if (copies.isEmpty()) {
      copyAll();
    }
    return Objects.requireNonNull(copies.get(name)).copy();
  }

  @Override
  public void write(String name, HostTensor value) {
    copies.clear();
    pending.put(name, value.copy());
  }

  private void flush() {
    if (pending.isEmpty()) {
      return;
    }
    Access writer = writers.computeIfAbsent(List.copyOf(pending.keySet()), this::writer);
    Session.Runner runner = runtime.runner();
    writer.targets().forEach(runner::addTarget);
    List<TType> given = new ArrayList<>();
    try {
      for (HostTensor value : pending.values()) {
        // The memory becomes the variable's own, so it is never written again.
        TType tensor = TfMemory.copyOf(value);
        runner.feed(writer.places().get(given.size()), tensor);
        given.add(tensor);
      }
      TfRuntime.run(runner).close();
    } finally {
      given.forEach(TType::close);
    }
    pending.clear();
  }

  private Access writer(List<String> names) {
    try (TfNodes nodes = new TfNodes()) {
      Operation start = nodes.after(List.of());
      List<Output<?>> places = new ArrayList<>();
      List<Operation> writes = new ArrayList<>();
      for (String name : names) {
        Output<?> place = nodes.placeholder(spec(name));
        Output<?> variable = nodes.variable(name, spec(name).shape());
        places.add(place);
        writes.add(nodes.assign("AssignVariableOp", variable, place, start));
      }
      Operation written = nodes.after(writes);
      TfRuntime.Installed installed = runtime.install(nodes.graph());
      return new Access(
          places.stream().<Output<?>>map(installed::output).toList(),
          List.of(installed.operation(written)));
    }
  }

  private TensorSpec spec(String name) {
    return Objects.requireNonNull(specs.get(name));
  }

  private void copyAll() {
    if (specs.isEmpty()) {
      return;
    }
    Access all = reader.orElseGet(this::reader);
    reader = Optional.of(all);
    Session.Runner runner = runtime.runner();
    all.places().forEach(runner::fetch);
    try (Result result = TfRuntime.run(runner)) {
      specs.forEach(
          (name, spec) -> copies.put(name, TfMemory.toHost(result.get(copies.size()), spec)));
    }
  }

  private Access reader() {
    try (TfNodes nodes = new TfNodes()) {
      List<Output<?>> reads = new ArrayList<>();
      specs.forEach((name, spec) -> reads.add(nodes.read(nodes.variable(name, spec.shape()))));
      TfRuntime.Installed installed = runtime.install(nodes.graph());
      return new Access(reads.stream().<Output<?>>map(installed::output).toList(), List.of());
    }
  }

  @Override
  public void close() {
    closed = true;
    programs.forEach(TfExecutable::release);
    programs.clear();
    pending.clear();
    copies.clear();
    runtime.close();
  }
}
