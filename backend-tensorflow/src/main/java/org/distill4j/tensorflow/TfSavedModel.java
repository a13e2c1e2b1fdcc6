package org.distill4j.tensorflow;

import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.types.family.TType;

/** A signature of a SavedModel. */
final class TfSavedModel implements Predictor {
  private final Object lock;
  private final TfRuntime runtime;
  private final Cleaner.Cleanable cleanable;
  private final TfSignature signature;
  private final Map<String, String> fetches = new LinkedHashMap<>();

  private TfSavedModel(TfSession session, TfRuntime runtime, TfSignature signature) {
    this.lock = session.lock();
    this.runtime = runtime;
    this.cleanable = session.free(this, runtime);
    this.signature = signature;
  }

  static TfSavedModel open(TfSession session, Path folder, String key) {
    synchronized (session.lock()) {
      session.requireOpen();
      TfSignature.requireFirst(session.device());
      SavedModelBundle bundle = load(session, folder);
      TfRuntime runtime = session.adopt(bundle.graph(), bundle.session());
      try {
        return new TfSavedModel(session, runtime, TfSignature.of(bundle, folder, key));
      } catch (IllegalArgumentException refused) {
        session.abandon(runtime);
        throw refused;
      }
    }
  }

  private static SavedModelBundle load(TfSession session, Path folder) {
    try {
      return SavedModelBundle.loader(folder.toString())
          .withTags(SavedModelBundle.DEFAULT_TAG)
          .withConfigProto(session.config())
          .load();
    } catch (TensorFlowException unreadable) {
      throw new IllegalArgumentException(
          folder
              + " could not be read ("
              + unreadable.getMessage()
              + "), expected a SavedModel with the tag \"serve\".\n"
              + "Maybe saved_model.pb lies one level deeper, or the model was saved by"
              + " save_weights: use tf.saved_model.save(model, folder).",
          unreadable);
    }
  }

  /** Chooses the outputs, and holds the signature to what the teacher is to be. */
  void bind(TensorSpec input, Map<String, String> outputs) {
    signature.requireInput(input);
    outputs.forEach((name, output) -> fetches.put(name, signature.output(output)));
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (lock) {
      Session.Runner runner = runtime.runner();
      try (TType given = TfMemory.copyOf(inputs)) {
        runner.feed(signature.input(), given);
        fetches.values().forEach(runner::fetch);
        return run(runner, inputs.spec());
      }
    }
  }

  private Predictions run(Session.Runner runner, TensorSpec given) {
    try (Result result = runner.run()) {
      Map<String, HostTensor> named = new LinkedHashMap<>();
      Iterator<String> names = fetches.keySet().iterator();
      for (int i = 0; i < result.size(); i++) {
        named.put(names.next(), TfMemory.toHost(result.get(i)));
      }
      return Predictions.of(named);
    } catch (TensorFlowException failed) {
      throw new IllegalArgumentException(
          signature
              + " failed on "
              + given
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another shape, or the batch is too large for the memory.",
          failed);
    }
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
