package org.distill4j.tensorflow;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;

/**
 * Variables in a TensorFlow session of their own, so that closing it frees them. What is written
 * waits until it is needed, and what is read is copied together, since each call costs.
 */
final class TfVariables implements Variables {
  /**
   * The number of programs after which the session is replaced, since it keeps every program that
   * it has run.
   */
  private static final int MOST_CLOSED = 64;

  private final SessionOptions options;
  private final Map<String, TensorSpec> specs;
  private final Map<String, HostTensor> pending = new LinkedHashMap<>();
  private final Map<String, HostTensor> copies = new LinkedHashMap<>();
  private final Set<TfExecutable> programs = Collections.newSetFromMap(new IdentityHashMap<>());
  private TfRuntime runtime;
  private Map<String, Access> accesses;
  private int closedPrograms;

  /** The operations that write and read a variable as a whole. */
  private record Access(Output<?> place, Operation write, Output<?> read) {
    static Map<String, Access> all(TfNodes nodes, Map<String, TensorSpec> specs) {
      Map<String, Access> all = new LinkedHashMap<>();
      specs.forEach(
          (name, spec) -> {
            Output<?> variable = nodes.variable(name, spec.shape());
            Output<?> place = nodes.placeholder(spec);
            Operation write = nodes.assign("AssignVariableOp", variable, place);
            all.put(name, new Access(place, write, nodes.read(variable)));
          });
      return all;
    }
  }

  TfVariables(SessionOptions options, Map<String, TensorSpec> specs) {
    this.options = options;
    this.specs = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
    this.runtime = TfRuntime.empty(options);
    this.accesses = Access.all(runtime.begin(), specs);
    specs.forEach(
        (name, spec) -> pending.put(name, HostTensor.allocate(spec.type(), spec.shape())));
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return specs;
  }

  /** Returns the present session of the variables. */
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
      move();
    }
  }

  /** Moves the variables to a new session. */
  private void move() {
    flush();
    copyAll();
    pending.putAll(copies);
    runtime.close();
    runtime = TfRuntime.empty(options);
    accesses = Access.all(runtime.begin(), specs);
    programs.forEach(TfExecutable::move);
    closedPrograms = 0;
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
    copyAll();
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
    Session.Runner runner = runtime.runner();
    try (TfUploads uploads = new TfUploads()) {
      accesses.forEach(
          (name, access) -> {
            HostTensor value = pending.get(name);
            if (value != null) {
              // The memory becomes the variable's own, so it is never written again.
              runner.feed(access.place(), uploads.copyOf(value)).addTarget(access.write());
            }
          });
      TfRuntime.run(runner).close();
    }
    pending.clear();
  }

  private void copyAll() {
    if (!copies.isEmpty() || specs.isEmpty()) {
      return;
    }
    Session.Runner runner = runtime.runner();
    accesses.values().forEach(access -> runner.fetch(access.read()));
    try (Result result = TfRuntime.run(runner)) {
      specs.forEach(
          (name, spec) -> copies.put(name, TfMemory.toHost(result.get(copies.size()), spec)));
    }
  }

  @Override
  public void close() {
    programs.forEach(TfExecutable::release);
    programs.clear();
    pending.clear();
    copies.clear();
    runtime.close();
  }
}
