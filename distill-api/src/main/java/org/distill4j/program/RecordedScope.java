package org.distill4j.program;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Scope;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A scope that records the requests of a model. */
final class RecordedScope implements Scope {
  static final String LOSS = "loss";

  private final RecordingBuilder recording;
  private final String path;
  private final Set<String> children = new HashSet<>();

  RecordedScope(RecordingBuilder recording, String path) {
    this.recording = recording;
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Tensor input(String name) {
    return Inputs.of(recording.inputs).get(name);
  }

  @Override
  public Mode mode() {
    return recording.mode;
  }

  @Override
  public Scope child(String name) {
    String full = join(name);
    if (full.equals(LOSS)) {
      throw new IllegalArgumentException(
          "A part of the model is named \"loss\", expected another name: what the loss trains has"
              + " that path.\nMaybe name it after what it does.");
    }
    if (!children.add(name)) {
      throw new IllegalArgumentException(
          "The part "
              + full
              + " was named twice, expected each name once.\n"
              + "Maybe number the parts, or keep the child scope to share its weights.");
    }
    return new RecordedScope(recording, full);
  }

  @Override
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    return recording.parameter(new ParameterSpec(join(name), shape, initializer));
  }

  @Override
  public Tensor state(String name, Shape shape, Initializer initializer) {
    return recording.state(new ParameterSpec(join(name), shape, initializer));
  }

  @Override
  public void updateState(String name, Tensor value) {
    ParameterSpec spec = recording.states.get(join(name));
    boolean fits = spec != null && spec.shape().equals(value.shape());
    if (!fits || recording.stateUpdates.containsKey(join(name))) {
      throw new IllegalArgumentException(
          "State "
              + join(name)
              + " was set to shape "
              + value.shape()
              + ", expected a state asked for before, of "
              + (spec == null ? "any shape" : "shape " + spec.shape())
              + ", set once.\nMaybe the layer runs twice under one name.");
    }
    if (recording.mode == Mode.TRAINING) {
      recording.stateUpdates.put(join(name), value.stopGradient());
    }
  }

  @Override
  public Tensor uniform(String name, Shape perExample) {
    if (recording.mode == Mode.EVALUATION) {
      throw new IllegalArgumentException(
          "Random numbers were asked for in evaluation by "
              + join(name)
              + ", expected that in training alone.\nMaybe check scope.mode() first.");
    }
    TensorSpec spec = new TensorSpec(DType.FLOAT32, perExample);
    return recording.feed(new Feed.Uniform(join(name)), spec);
  }

  @Override
  public Tensor tap(String name, Tensor value) {
    recording.taps.put(join(name), value);
    return value;
  }

  @Override
  public Map<String, Tensor> taps() {
    return Collections.unmodifiableMap(recording.taps);
  }

  @Override
  public Tensor run(String name, Layer layer, Tensor input) {
    Scope child = child(name);
    try {
      Tensor output = layer.forward(child, input);
      recording.layers.add(new LayerCall(child.path(), layer.kind(), input, output));
      return tap(name, output);
    } catch (LayerException inner) {
      throw inner;
    } catch (IllegalArgumentException error) {
      throw new LayerException(child.path(), error);
    }
  }

  private String join(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "The name \""
              + name
              + "\" was given under \""
              + path
              + "\", expected one that is not empty and has no dot.\nMaybe use child scopes.");
    }
    return path.isEmpty() ? name : path + "." + name;
  }
}
