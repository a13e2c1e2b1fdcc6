package org.distill4j.djl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.InputNames;
import org.distill4j.model.Inputs;
import org.distill4j.teacher.PredictorTeacher;
import org.distill4j.teacher.Teacher;
import org.distill4j.teacher.TeacherFiles;
import org.distill4j.teacher.TrialArguments;
import org.distill4j.teacher.TrialProcess;
import org.distill4j.teacher.Trust;
import org.distill4j.tensor.TensorSpec;

/**
 * Teachers from PyTorch's own files. Each runs on a session of this backend, waits for the
 * session's other calls, and is freed with it or when nobody can reach it any more. It can teach a
 * student on any backend.
 */
public final class DjlTeachers {
  private DjlTeachers() {}

  /**
   * A TorchScript archive, as {@code torch.jit.save} writes it. It runs in evaluation mode, as
   * after {@code module.eval()}, and records no gradient. Its forward method takes one tensor, with
   * the batch on axis 0, and gives one, or a tuple or list of several, of FLOAT32 or INT32. It is
   * run once on two examples of zeros to find out the outputs' shapes. The fingerprint is the
   * SHA-256 of the file.
   *
   * <p>An archive is a program, and opening it executes code in it, which may do whatever this
   * process may. What writes files, has entries of other places or nests too deep is refused
   * nevertheless. With {@link Trust#AFTER_TRIAL} it is opened and run in a process of its own
   * first, which takes some seconds.
   *
   * @param session where it runs, opened by {@link DjlBackend}
   * @param file the archive
   * @param trust the caller's consent to execute what is in the archive
   * @param input type and shape of one example's input, without the batch axis
   * @param outputs a name for each output, in order: "logits" for a classifier's scores before the
   *     softmax
   * @return the teacher
   * @throws IllegalArgumentException if there is no consent, the session is another backend's, the
   *     file is missing or no such archive, the module fails on such an input, or it gives another
   *     number of outputs or other types
   * @throws IllegalStateException if the session was closed
   */
  public static Teacher torchScript(
      Session session, Path file, Trust trust, TensorSpec input, String... outputs) {
    return torchScript(session, file, trust, Map.of(Inputs.INPUT, input), outputs);
  }

  /**
   * A TorchScript archive whose forward method takes several tensors, or one of a name. All else is
   * as for {@link #torchScript(Session, Path, Trust, TensorSpec, String...)}. An axis may be free,
   * for example {@code TensorSpec.freeInts("length")}: each batch has its own length there.
   *
   * @param session where it runs, opened by {@link DjlBackend}
   * @param file the archive
   * @param trust the caller's consent to execute what is in the archive
   * @param inputs type and shape of each input for one example, without the batch axis, in the
   *     order in which the forward method takes them; batches give them by these names
   * @param outputs a name for each output, in order
   * @return the teacher
   * @throws IllegalArgumentException as above, or if several inputs are in a map without an order
   * @throws IllegalStateException if the session was closed
   */
  public static Teacher torchScript(
      Session session, Path file, Trust trust, Map<String, TensorSpec> inputs, String... outputs) {
    if (Guard.engine(session, DjlSession.class).isEmpty()) {
      throw new IllegalArgumentException(
          "The session runs "
              + session.engineVersion()
              + ", expected one of the backend \"djl\", which reads TorchScript.\n"
              + "Maybe open a second session for the teacher: new DjlBackend().open(…).");
    }
    InputNames.requireOrder(inputs);
    TeacherFiles.requireFile(file, "a TorchScript archive");
    trust.requireCode(file, "a TorchScript archive");
    ForeignArchive.require(file);
    if (trust == Trust.AFTER_TRIAL) {
      TrialProcess.require(
          file, TorchScriptTrial.class, new TrialArguments(file, inputs, List.of(outputs)).texts());
    }
    TorchScriptPredictor predictor =
        TorchScriptPredictor.open(session, file, List.copyOf(inputs.keySet()), List.of(outputs));
    try {
      String fingerprint = TeacherFiles.fingerprint(file);
      return PredictorTeacher.of(file.toString(), predictor, inputs, fingerprint);
    } catch (RuntimeException refused) {
      predictor.close();
      throw refused;
    }
  }
}
