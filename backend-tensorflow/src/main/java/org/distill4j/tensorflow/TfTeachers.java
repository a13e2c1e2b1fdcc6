package org.distill4j.tensorflow;

import java.nio.file.Path;
import java.util.Map;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.Inputs;
import org.distill4j.teacher.PredictorTeacher;
import org.distill4j.teacher.Teacher;
import org.distill4j.teacher.TeacherFiles;
import org.distill4j.teacher.TrialArguments;
import org.distill4j.teacher.TrialProcess;
import org.distill4j.teacher.Trust;
import org.distill4j.tensor.TensorSpec;

/**
 * Teachers from TensorFlow's own files. Each runs on a session of this backend, waits for the
 * session's other calls, and is freed with it or when nobody can reach it any more. It can teach a
 * student on any backend.
 */
public final class TfTeachers {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  private TfTeachers() {}

  /**
   * Returns the signature "serving_default" of a SavedModel with a single output.
   *
   * @param session where it runs, opened by {@link TfBackend}
   * @param folder the SavedModel, which holds {@code saved_model.pb}
   * @param trust the caller's consent to execute what is in the SavedModel
   * @param input type and shape of one example's input, without the batch axis
   * @param output what losses call its output: "logits" for a classifier's scores before the
   *     softmax
   * @return the teacher
   * @throws IllegalArgumentException under the conditions of {@link #savedModel(Session, Path,
   *     Trust, TensorSpec, String, Map)}, or if the signature has several outputs
   * @throws IllegalStateException if the session was closed
   */
  public static Teacher savedModel(
      Session session, Path folder, Trust trust, TensorSpec input, String output) {
    return savedModel(session, folder, trust, input, DEFAULT_SIGNATURE, Map.of(output, ""));
  }

  /**
   * Returns a signature of a SavedModel, as {@code tf.saved_model.save} and {@code
   * keras.Model.export} write it, read under the tag "serve". It takes one tensor with the batch on
   * axis 0 and of any length there, and gives tensors of FLOAT32 or INT32. It is run once on two
   * examples of zeros to find out the outputs' shapes. The fingerprint is the SHA-256 of the
   * folder's files.
   *
   * <p>A SavedModel is a program, and opening it executes code in it, which may do whatever this
   * process may. One that writes files is refused nevertheless.
   *
   * @param session where it runs, opened by {@link TfBackend} on the CPU or on the first GPU
   * @param folder the SavedModel, which holds {@code saved_model.pb}
   * @param trust the caller's consent to execute what is in the SavedModel
   * @param input type and shape of one example's input, without the batch axis
   * @param signature the signature's key
   * @param outputs what losses call an output, and the signature's name of it; outputs that are not
   *     named here are not computed for the teacher. An empty name stands for the signature's only
   *     output
   * @return the teacher
   * @throws IllegalArgumentException if there is no consent, the session is another backend's or on
   *     a later GPU, the folder is missing or no SavedModel, there is no such signature or output,
   *     or types or shapes differ from those above
   * @throws IllegalStateException if the session was closed
   */
  public static Teacher savedModel(
      Session session,
      Path folder,
      Trust trust,
      TensorSpec input,
      String signature,
      Map<String, String> outputs) {
    return savedModel(session, folder, trust, Map.of(Inputs.INPUT, input), signature, outputs);
  }

  /**
   * Returns a signature of a SavedModel that takes several tensors, or one of a name. All else is
   * as for {@link #savedModel(Session, Path, Trust, TensorSpec, String, Map)}. An axis may be free
   * where the signature leaves it so: each batch has its own length there.
   *
   * @param session where it runs, opened by {@link TfBackend} on the CPU or on the first GPU
   * @param folder the SavedModel, which holds {@code saved_model.pb}
   * @param trust the caller's consent to execute what is in the SavedModel
   * @param inputs type and shape of each input for one example, without the batch axis, by the
   *     signature's names; a single one may have any name
   * @param signature the signature's key
   * @param outputs what losses call an output, and the signature's name of it
   * @return the teacher
   * @throws IllegalArgumentException as above, or if the signature takes other inputs
   * @throws IllegalStateException if the session was closed
   */
  public static Teacher savedModel(
      Session session,
      Path folder,
      Trust trust,
      Map<String, TensorSpec> inputs,
      String signature,
      Map<String, String> outputs) {
    TfSession own =
        Guard.engine(session, TfSession.class)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The session runs "
                            + session.engineVersion()
                            + ", expected one of the backend \"tensorflow\", which reads"
                            + " SavedModels.\nMaybe open a second session for the teacher: new"
                            + " TfBackend().open(…)."));
    TeacherFiles.requireFolder(folder, "a SavedModel");
    trust.requireCode(folder, "a SavedModel");
    ForeignGraph.require(folder);
    if (trust == Trust.AFTER_TRIAL) {
      TrialProcess.require(
          folder,
          SavedModelTrial.class,
          new TrialArguments(folder, inputs, SavedModelTrial.rest(signature, outputs)).texts());
    }
    TfSavedModel predictor = TfSavedModel.open(session, own, folder, signature);
    try {
      predictor.bind(inputs, outputs);
      return PredictorTeacher.of(
          folder.toString(), predictor, inputs, TeacherFiles.fingerprint(folder) + ":" + signature);
    } catch (RuntimeException refused) {
      predictor.close();
      throw refused;
    }
  }
}
