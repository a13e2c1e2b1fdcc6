package org.distill4j.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.core.weights.WeightStorage;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.student.Prediction;
import org.distill4j.student.Student;

/** The code of "Serve in Java alone" in docs/deploying.md. */
final class ServingPage {
  private ServingPage() {}

  static void write(Model student, Weights weights, EncodedTable train, Path folder) {
    StudentFile.of(student, weights)
        .describedBy(train)
        .withClasses(List.of("stays", "leaves"))
        .withStorage(WeightStorage.FLOAT16)
        .write(folder.resolve("student.d4j"));
  }

  static void serve(Path folder) {
    Student student = Students.open(folder.resolve("student.d4j"));
    Prediction one = student.predictRows(List.of(Map.of("age", "41", "city", "Oslo"))).get(0);
    System.out.println(one.className().orElseThrow() + ", " + one.probabilities()[one.index()]);
  }

  static float[] serveTexts(Path folder) {
    Student student = Students.open(folder.resolve("texts.d4j"));
    return student.predictText("A cat sat on the mat.").outputs();
  }
}
