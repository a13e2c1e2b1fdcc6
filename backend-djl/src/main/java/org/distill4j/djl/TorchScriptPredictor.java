package org.distill4j.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A module from a TorchScript archive, in evaluation mode. */
final class TorchScriptPredictor implements Predictor {
  private final DjlSession session;
  private final Place place;
  private final Cleaner.Cleanable release;
  private final Path file;
  private final List<String> outputs;
  private final PtSymbolBlock module;

  private TorchScriptPredictor(DjlSession session, Path file, List<String> outputs) {
    this.session = session;
    this.place = session.place().inner();
    this.release = DjlSession.releaseWith(this, place.arena());
    this.file = file;
    this.outputs = outputs;
    this.module = load();
    JniUtils.enableInferenceMode(module);
  }

  static TorchScriptPredictor open(DjlSession session, Path file, List<String> outputs) {
    return session.call(
        session,
        session.place(),
        "session",
        () -> new TorchScriptPredictor(session, file, outputs));
  }

  private PtSymbolBlock load() {
    try {
      return place.arena().load(file);
    } catch (EngineException unreadable) {
      release.clean();
      throw new IllegalArgumentException(
          file
              + " could not be read ("
              + firstLine(unreadable)
              + "), expected a TorchScript archive.\n"
              + "Maybe it was written by torch.save: use torch.jit.save(torch.jit.script(module)"
              + ", file).",
          unreadable);
    }
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    return session.call(this, place, "teacher", () -> run(inputs));
  }

  private Predictions run(HostTensor inputs) {
    try (Arena call = place.arena().inner()) {
      NDArray given = call.allocate(inputs.spec());
      place.transfer().upload(inputs, given);
      NDList said = forward(given, inputs.spec());
      requireCount(said.size());
      Map<String, HostTensor> named = new LinkedHashMap<>();
      for (int i = 0; i < said.size(); i++) {
        named.put(outputs.get(i), download(outputs.get(i), said.get(i)));
      }
      return Predictions.of(named);
    }
  }

  private NDList forward(NDArray given, TensorSpec spec) {
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return IValueUtils.forward(module, new NDList(given), false);
    } catch (EngineException failed) {
      throw new IllegalArgumentException(
          "The module of "
              + file
              + " failed on "
              + spec
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another type or shape, or more than one tensor.",
          failed);
    }
  }

  private void requireCount(int found) {
    if (found != outputs.size()) {
      throw new IllegalArgumentException(
          "The module of "
              + file
              + " gives "
              + found
              + " outputs, and the names "
              + outputs
              + " were given, expected one for each.\nMaybe name those that are not used too.");
    }
  }

  private HostTensor download(String name, NDArray output) {
    DType type =
        switch (output.getDataType()) {
          case FLOAT32 -> DType.FLOAT32;
          case INT32 -> DType.INT32;
          default ->
              throw new IllegalArgumentException(
                  "Output \""
                      + name
                      + "\" of "
                      + file
                      + " is "
                      + output.getDataType().name()
                      + ", expected FLOAT32 or INT32.\n"
                      + "Maybe cast it at the end of the module's forward.");
        };
    Shape shape = Shape.ofLongs(output.getShape().getShape());
    return place.transfer().download(output, new TensorSpec(type, shape));
  }

  private static String firstLine(EngineException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("without a message");
  }

  @Override
  public void close() {
    session.close(release);
  }
}
