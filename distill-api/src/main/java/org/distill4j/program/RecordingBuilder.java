package org.distill4j.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.distill4j.loss.LogitUse;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** The declarations of scopes and signals while one recording is made. */
final class RecordingBuilder {
  final Mode mode;
  final BatchShape shape;
  final Map<String, ParameterSpec> parameters = new LinkedHashMap<>();
  final Map<String, ParameterSpec> states = new LinkedHashMap<>();
  final Map<String, Tensor> stateUpdates = new LinkedHashMap<>();
  final Map<String, Tensor> inputs = new LinkedHashMap<>();
  final List<Feed> feeds = new ArrayList<>();
  final List<ScalarSource> scalars = new ArrayList<>();
  final Map<String, Tensor> taps = new LinkedHashMap<>();
  final List<LayerCall> layers = new ArrayList<>();
  final Set<String> wholeBatch = new LinkedHashSet<>();
  final Set<LogitUse> logitUses = new LinkedHashSet<>();
  final Set<Tensor> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Object, Tensor> known = new LinkedHashMap<>();

  RecordingBuilder(Mode mode, BatchShape shape) {
    this.mode = mode;
    this.shape = shape;
  }

  /** Returns a finished recording in which some tensors are replaced. */
  RecordingBuilder with(UnaryOperator<Tensor> replacement) {
    RecordingBuilder copy = new RecordingBuilder(mode, shape);
    copy.parameters.putAll(parameters);
    copy.states.putAll(states);
    stateUpdates.forEach((name, value) -> copy.stateUpdates.put(name, replacement.apply(value)));
    inputs.forEach((name, value) -> copy.inputs.put(name, replacement.apply(value)));
    copy.feeds.addAll(feeds);
    copy.scalars.addAll(scalars);
    taps.forEach((name, value) -> copy.taps.put(name, replacement.apply(value)));
    layers.forEach(layer -> copy.layers.add(layer.with(replacement)));
    copy.wholeBatch.addAll(wholeBatch);
    copy.logitUses.addAll(logitUses);
    copy.leaves.addAll(leaves);
    return copy;
  }

  Tensor parameter(ParameterSpec spec) {
    return declare(parameters, states, new Op.Variable(spec.name()), spec);
  }

  Tensor state(ParameterSpec spec) {
    return declare(states, parameters, new Op.Variable(spec.name()), spec);
  }

  private Tensor declare(
      Map<String, ParameterSpec> own,
      Map<String, ParameterSpec> other,
      Op.Leaf op,
      ParameterSpec spec) {
    ParameterSpec before = own.putIfAbsent(spec.name(), spec);
    boolean taken = other.containsKey(spec.name());
    if (taken || (before != null && !before.shape().equals(spec.shape()))) {
      throw new IllegalArgumentException(
          "The name "
              + spec.name()
              + " was asked for with shape "
              + spec.shape()
              + ", but it stands for "
              + (taken ? "a value of another kind" : "shape " + before.shape())
              + ".\nMaybe give the second one a name of its own.");
    }
    return leaf(op, op, new TensorSpec(DType.FLOAT32, spec.shape()));
  }

  Tensor feed(Feed.Source source, TensorSpec perExample) {
    Tensor before = known.get(source);
    if (before != null) {
      return before;
    }
    TensorSpec spec = shape.of(perExample);
    feeds.add(new Feed(source, spec));
    return leaf(source, new Op.Feed(feeds.size() - 1), spec);
  }

  Tensor scalar(ScalarSource source) {
    Tensor before = known.get(source);
    if (before != null) {
      return before;
    }
    scalars.add(source);
    Op.Scalar op = new Op.Scalar(scalars.size() - 1);
    return leaf(source, op, new TensorSpec(DType.FLOAT32, Shape.scalar()));
  }

  private Tensor leaf(Object key, Op.Leaf op, TensorSpec spec) {
    Tensor tensor = known.computeIfAbsent(key, k -> Tensor.leaf(op, spec));
    leaves.add(tensor);
    return tensor;
  }
}
