package org.distill4j.tensorflow;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.backend.Guard;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/** A signature of a SavedModel. */
final class TfSavedModel implements Predictor {
  private final TfRuntime runtime;
  private final TfSignature signature;
  private final Set<String> inputs = new LinkedHashSet<>();
  private final Map<String, String> fetches = new LinkedHashMap<>();
  private final Guard guard;

  private TfSavedModel(
      org.distill4j.backend.Session session, TfSession engine, Path folder, String key) {
    SavedModelBundle bundle = load(engine, folder);
    this.runtime = new TfRuntime(bundle.graph(), bundle.session(), engine.options());
    this.guard = Guard.child(session, this, "SavedModel", runtime::close);
    try {
      this.signature = TfSignature.of(bundle, folder, key);
    } catch (IllegalArgumentException refused) {
      guard.close();
      throw refused;
    }
  }

  static TfSavedModel open(
      org.distill4j.backend.Session session, TfSession engine, Path folder, String key) {
    TfSignature.requireFirst(engine.device());
    return Guard.within(session, () -> new TfSavedModel(session, engine, folder, key));
  }

  private static SavedModelBundle load(TfSession engine, Path folder) {
    try {
      return SavedModelBundle.loader(folder.toString())
          .withTags(SavedModelBundle.DEFAULT_TAG)
          .withConfigProto(TfDevices.config(engine.options()))
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

  /** Chooses the outputs, and checks the signature against the teacher's declaration. */
  void bind(Map<String, TensorSpec> examples, Map<String, String> outputs) {
    signature.requireInputs(examples);
    inputs.addAll(examples.keySet());
    outputs.forEach((name, output) -> fetches.put(name, signature.output(output)));
  }

  @Override
  public Predictions predict(Map<String, HostTensor> given) {
    Map<String, HostTensor> found = InputNames.findAll(inputs, given);
    return guard.call(
        () -> {
          Session.Runner runner = runtime.runner();
          try (TfUploads uploads = new TfUploads()) {
            uploads
                .copiesOf(found)
                .forEach((name, copy) -> runner.feed(signature.input(name), copy));
            fetches.values().forEach(runner::fetch);
            return run(runner, found);
          }
        });
  }

  private Predictions run(Session.Runner runner, Map<String, HostTensor> given) {
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
              + InputNames.describe(given)
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another shape, or the batch is too large for the memory.",
          failed);
    }
  }

  @Override
  public void close() {
    guard.close();
  }
}
