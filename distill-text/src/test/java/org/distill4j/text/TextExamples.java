package org.distill4j.text;

import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.loss.HintLoss;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.optim.Adam;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** What docs/text.md shows. */
final class TextExamples {
  private TextExamples() {}

  static TrainingReport smaller(
      Session session, Path folder, Path texts, Path tokens, Path target) {
    HuggingFaceFolder teacher = HuggingFaceFolder.open(folder).sentences();
    HuggingFaceFolder student = teacher.layers(0, 2).withDropout(0);
    Dataset data =
        TextData.of(CsvTable.unlabelled(), "text").cached(tokens).read(teacher.tokenizer(), texts);
    TrainingPlan plan =
        TrainingPlan.of(student.pretrained(), data)
            .teacher(ModelTeacher.of(session, teacher.model(), teacher.weights()))
            .loss(HintLoss.of("embedding", "embedding"))
            .optimizer(Adam.of(0.001))
            .batchSize(4)
            .epochs(10)
            .build();
    TrainingReport report = new SessionTrainer(session).train(plan);
    student.withWeights(report.weights()).write(target);
    return report;
  }
}
