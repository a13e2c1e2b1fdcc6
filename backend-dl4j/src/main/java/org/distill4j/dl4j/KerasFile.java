package org.distill4j.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelUtils;
import org.distill4j.backend.Session;
import org.distill4j.tensor.TensorSpec;

/** A Keras model from an HDF5 file. */
final class KerasFile {
  private KerasFile() {}

  static NetworkPredictor open(
      Session session, Path file, Map<String, TensorSpec> inputs, List<String> outputs) {
    return NetworkPredictor.open(session, () -> read(file), file.toString(), inputs, outputs);
  }

  private static ComputationGraph read(Path file) {
    String name = file.toString();
    try {
      return isSequential(name)
          ? KerasModelImport.importKerasSequentialModelAndWeights(name, false).toComputationGraph()
          : KerasModelImport.importKerasModelAndWeights(name, false);
    } catch (IOException
        | InvalidKerasConfigurationException
        | UnsupportedKerasConfigurationException
        | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          file
              + " could not be read ("
              + unreadable.getMessage()
              + "), expected a Keras model in HDF5.\n"
              + "Maybe it holds weights alone, or was written by Keras 3: use Keras 2 (tf_keras)"
              + " and model.save(\"….h5\").",
          unreadable);
    }
  }

  private static boolean isSequential(String file)
      throws IOException, UnsupportedKerasConfigurationException {
    try (Hdf5Archive archive = new Hdf5Archive(file)) {
      String config = archive.readAttributeAsJson("model_config");
      return "Sequential".equals(KerasModelUtils.parseJsonString(config).get("class_name"));
    }
  }
}
