package org.distill4j.core.loss;

import java.util.List;
import java.util.Optional;
import org.distill4j.loss.LogitUse;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Signals with a scope of its own for a loss's parameters, and possibly other outputs. */
final class ScopedSignals implements Signals {
  private final String name;
  private final Signals signals;
  private final Outputs student;
  private final List<Outputs> teachers;
  private @Nullable Scope scope;

  private ScopedSignals(String name, Signals signals, Outputs student, List<Outputs> teachers) {
    this.name = name;
    this.signals = signals;
    this.student = student;
    this.teachers = List.copyOf(teachers);
  }

  static Signals under(String name, Signals signals) {
    return new ScopedSignals(name, signals, signals.student(), signals.teachers());
  }

  /** Returns the same signals with other outputs. */
  static Signals withOutputs(Outputs student, List<Outputs> teachers, Signals signals) {
    return new ScopedSignals("", signals, student, teachers);
  }

  @Override
  public Outputs student() {
    return student;
  }

  @Override
  public Tensor input(String input) {
    return signals.input(input);
  }

  @Override
  public Tensor tap(String path) {
    return signals.tap(path);
  }

  @Override
  public List<Outputs> teachers() {
    return teachers;
  }

  @Override
  public Tensor classLabels(String labels, int classes) {
    return signals.classLabels(labels, classes);
  }

  @Override
  public Tensor binaryLabels(String labels) {
    return signals.binaryLabels(labels);
  }

  @Override
  public Tensor labels(String labels) {
    return signals.labels(labels);
  }

  @Override
  public Tensor scheduled(Schedule schedule) {
    return signals.scheduled(schedule);
  }

  @Override
  public Tensor meanOverBatch(Tensor perExample) {
    return signals.meanOverBatch(perExample);
  }

  @Override
  public Tensor mean(Tensor values, Weighting weighting) {
    return signals.mean(values, weighting);
  }

  @Override
  public Optional<Tensor> mask(Tensor values) {
    return signals.mask(values);
  }

  @Override
  public void declare(LogitUse use) {
    signals.declare(use);
  }

  @Override
  public void requireWholeBatch(String loss) {
    signals.requireWholeBatch(loss);
  }

  @Override
  public Scope scope() {
    if (scope == null) {
      scope = name.isEmpty() ? signals.scope() : signals.scope().child(name);
    }
    return scope;
  }
}
