package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.teacher.TrialArguments;
import org.distill4j.teacher.TrialOutcome;
import org.distill4j.teacher.Trust;

/** Opens a SavedModel in a process that is there for this alone, and may crash. */
final class SavedModelTrial {
  private SavedModelTrial() {}

  /** The signature, then the names of outputs, here and in the model. */
  static List<String> rest(String signature, Map<String, String> outputs) {
    List<String> rest = new ArrayList<>(List.of(signature));
    outputs.forEach((name, output) -> rest.addAll(List.of(name, output)));
    return rest;
  }

  /** The program of the process. */
  public static void main(String... texts) {
    TrialArguments arguments = TrialArguments.parse(texts);
    List<String> rest = arguments.rest();
    Map<String, String> outputs = new LinkedHashMap<>();
    for (int i = 1; i < rest.size(); i += 2) {
      outputs.put(rest.get(i), rest.get(i + 1));
    }
    TrialOutcome.tell(
        () -> {
          try (Session session = new TfBackend().open(SessionOptions.defaults())) {
            TfTeachers.savedModel(
                session,
                arguments.file(),
                Trust.EXECUTES_CODE,
                arguments.inputs(),
                rest.get(0),
                outputs);
          }
        });
  }
}
