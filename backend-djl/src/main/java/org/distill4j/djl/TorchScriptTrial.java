package org.distill4j.djl;

import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.teacher.TrialArguments;
import org.distill4j.teacher.TrialOutcome;
import org.distill4j.teacher.Trust;

/** Opens an archive in a process that is there for this alone, and may crash. */
final class TorchScriptTrial {
  private TorchScriptTrial() {}

  /** The program of the process. */
  public static void main(String... texts) {
    TrialArguments arguments = TrialArguments.parse(texts);
    TrialOutcome.tell(
        () -> {
          try (Session session = new DjlBackend().open(SessionOptions.defaults())) {
            DjlTeachers.torchScript(
                session,
                arguments.file(),
                Trust.EXECUTES_CODE,
                arguments.inputs(),
                arguments.rest().toArray(String[]::new));
          }
        });
  }
}
