package org.distill4j.dl4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.distill4j.backend.Session;
import org.distill4j.model.Inputs;
import org.distill4j.teacher.PredictorTeacher;
import org.distill4j.teacher.Teacher;
import org.distill4j.teacher.TeacherFiles;
import org.distill4j.tensor.TensorSpec;

/**
 * Teachers from files of Deeplearning4j and Keras. Each runs on a session of this backend, waits
 * for the session's other calls, and is freed with it or when nobody can reach it any more. It can
 * teach a student on any backend.
 *
 * <p>The classes that read such files come with artifacts of their own, which this backend does not
 * bring along: {@code org.deeplearning4j:deeplearning4j-nn:1.0.0-M2.1} for zips, {@code
 * org.deeplearning4j:deeplearning4j-modelimport:1.0.0-M2.1} for Keras.
 *
 * <p>An output that is called "logits" gives a classifier's scores before the softmax: if the
 * network ends in a softmax there, it is left out. Under any other name an output is the network's
 * output as it is.
 */
public final class Dl4jTeachers {
  private Dl4jTeachers() {}

  /**
   * Returns a {@code MultiLayerNetwork} or {@code ComputationGraph} with one input, as {@code
   * ModelSerializer} or the network's own {@code save} writes it. It runs in evaluation mode. It is
   * run once on two examples of zeros to find out the outputs' shapes. The fingerprint is the
   * SHA-256 of the file.
   *
   * <p>Only the configuration and the parameters are read. A normaliser or preprocessor that lies
   * in the file beside them is not, as both are serialised Java objects: give the examples as the
   * network itself takes them.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param file the zip
   * @param input type and shape of one example's input, without the batch axis; INT32 is handed on
   *     as the floats that Deeplearning4j takes ids as
   * @param outputs a name for each output, in order
   * @return the teacher
   * @throws IllegalArgumentException if the session is another backend's, the file is missing or no
   *     such zip, the network takes several inputs or fails on such an input, or it gives another
   *     number of outputs
   * @throws IllegalStateException if the session was closed, or the artifact above is missing
   */
  public static Teacher zip(Session session, Path file, TensorSpec input, String... outputs) {
    return zip(session, file, Map.of(Inputs.INPUT, input), outputs);
  }

  /**
   * Returns a {@code ComputationGraph} of several inputs, or one of a name. All else is as for
   * {@link #zip(Session, Path, TensorSpec, String...)}. Axes may be free where the network's layers
   * take any length.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param file the zip
   * @param inputs type and shape of each input for one example, without the batch axis, by the
   *     names of the graph's {@code getNetworkInputs()}; a single one may have any name
   * @param outputs a name for each output, in order
   * @return the teacher
   * @throws IllegalArgumentException as above, or if the network takes other inputs
   * @throws IllegalStateException as above
   */
  public static Teacher zip(
      Session session, Path file, Map<String, TensorSpec> inputs, String... outputs) {
    NetworkPredictor.requireEngine(session);
    Artifact.DEEPLEARNING4J.require();
    TeacherFiles.requireFile(file, "a zip of Deeplearning4j");
    return teacher(file, inputs, () -> NetworkFile.open(session, file, inputs, List.of(outputs)));
  }

  /**
   * Returns a Keras model, Sequential or functional with one input, with its weights in one HDF5
   * file as {@code model.save("….h5")} of Keras 2 writes it. It runs in evaluation mode, and what
   * it was trained with is not read. It is run once on two examples of zeros to find out the
   * outputs' shapes. The fingerprint is the SHA-256 of the file.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param file the HDF5 file
   * @param input type and shape of one example's input, without the batch axis, as Keras takes it:
   *     images are (height, width, channels) unless the model declares another layout
   * @param outputs a name for each output, in order
   * @return the teacher
   * @throws IllegalArgumentException if the session is another backend's, the file is missing, no
   *     such file or has a layer that Deeplearning4j cannot import, the model takes several inputs
   *     or fails on such an input, or it gives another number of outputs
   * @throws IllegalStateException if the session was closed, or the artifact above is missing
   */
  public static Teacher kerasH5(Session session, Path file, TensorSpec input, String... outputs) {
    return kerasH5(session, file, Map.of(Inputs.INPUT, input), outputs);
  }

  /**
   * Returns a functional Keras model of several inputs, or one of a name. All else is as for {@link
   * #kerasH5(Session, Path, TensorSpec, String...)}.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param file the HDF5 file
   * @param inputs type and shape of each input for one example, without the batch axis, by the
   *     names of the model's input layers; a single one may have any name
   * @param outputs a name for each output, in order
   * @return the teacher
   * @throws IllegalArgumentException as above, or if the model takes other inputs
   * @throws IllegalStateException as above
   */
  public static Teacher kerasH5(
      Session session, Path file, Map<String, TensorSpec> inputs, String... outputs) {
    NetworkPredictor.requireEngine(session);
    Artifact.MODEL_IMPORT.require();
    TeacherFiles.requireFile(file, "a Keras model in HDF5");
    return teacher(file, inputs, () -> KerasFile.open(session, file, inputs, List.of(outputs)));
  }

  private static Teacher teacher(
      Path file, Map<String, TensorSpec> inputs, Supplier<NetworkPredictor> open) {
    String fingerprint = TeacherFiles.fingerprint(file);
    NetworkPredictor predictor = open.get();
    try {
      return PredictorTeacher.of(file.toString(), predictor, inputs, fingerprint);
    } catch (RuntimeException refused) {
      predictor.close();
      throw refused;
    }
  }
}
