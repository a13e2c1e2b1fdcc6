package org.distill4j.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;

/** A module from a TorchScript archive, in evaluation mode. */
final class TorchScriptPredictor implements Predictor {
  private final DjlSession engine;
  private final Arena arena;
  private final Guard guard;
  private final Path file;
  private final List<String> inputs;
  private final DjlOutputs outputs;
  private final PtSymbolBlock module;

  private TorchScriptPredictor(
      Session session, Path file, List<String> inputs, List<String> outputs) {
    this.engine = DjlSession.behind(session);
    this.arena = engine.arena().inner();
    this.guard = Guard.child(session, this, "teacher", arena::close);
    this.file = file;
    this.inputs = inputs;
    this.outputs = new DjlOutputs("The module of " + file, outputs);
    this.module = load();
    JniUtils.enableInferenceMode(module);
    ConvolutionCheck.warn(engine);
  }

  static TorchScriptPredictor open(
      Session session, Path file, List<String> inputs, List<String> outputs) {
    return Guard.within(session, () -> new TorchScriptPredictor(session, file, inputs, outputs));
  }

  private PtSymbolBlock load() {
    try {
      return arena.load(file);
    } catch (EngineException unreadable) {
      guard.close();
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
  public Predictions predict(Map<String, HostTensor> given) {
    Map<String, HostTensor> found = InputNames.findAll(inputs, given);
    return guard.call(() -> engine.call(() -> run(found)));
  }

  private Predictions run(Map<String, HostTensor> given) {
    try (Arena call = arena.inner()) {
      NDList arrays = engine.transfer().upload(given.values(), call);
      return outputs.download(engine.transfer(), forward(arrays, given));
    }
  }

  private NDList forward(NDList arrays, Map<String, HostTensor> given) {
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return IValueUtils.forward(module, arrays, false);
    } catch (EngineException failed) {
      throw new IllegalArgumentException(
          "The module of "
              + file
              + " failed on "
              + InputNames.describe(given)
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another type or shape, or another number of tensors.",
          failed);
    }
  }

  private static String firstLine(EngineException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("without a message");
  }

  @Override
  public void close() {
    guard.close();
  }
}
