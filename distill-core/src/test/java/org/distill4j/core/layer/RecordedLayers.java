package org.distill4j.core.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.core.model.Models;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Outputs;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Layers written down without an engine. */
final class RecordedLayers {
  private RecordedLayers() {}

  static Recording training(Layer layer, int batchSize, int... input) {
    return Recorder.forward(Models.of(Shape.of(input), layer), Mode.TRAINING, batchSize);
  }

  static Recording evaluation(Layer layer, int batchSize, int... input) {
    return Recorder.forward(Models.of(Shape.of(input), layer), Mode.EVALUATION, batchSize);
  }

  static Recording ofIds(Layer layer, int batchSize, int... input) {
    return Recorder.forward(Models.of(TensorSpec.ints(input), layer), Mode.TRAINING, batchSize);
  }

  static Shape output(Recording recording) {
    return Outputs.of(recording.outputs()).logits().shape();
  }

  static Map<String, Shape> parameters(Recording recording) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterSpec spec : recording.parameters()) {
      shapes.put(spec.name(), spec.shape());
    }
    return shapes;
  }

  /** The composites with their attributes in order, each application once. */
  static List<String> composites(Recording recording) {
    return recording.nodes().stream()
        .filter(node -> node.op() instanceof Op.Result)
        .map(node -> ((Op.Result) node.op()).composite())
        .distinct()
        .map(composite -> composite.name() + new TreeMap<>(composite.attributes()))
        .toList();
  }
}
