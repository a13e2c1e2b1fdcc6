package org.distill4j.text;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.loss.HintLoss;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.optim.Adam;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** What docs/teachers-and-students.md shows of folders. */
final class Shown {
  private Shown() {}

  static TrainingReport smaller(Session session, Path folder, List<int[]> texts, Path target) {
    HuggingFaceFolder teacher = HuggingFaceFolder.open(folder).sentences();
    HuggingFaceFolder student = teacher.layers(0, 2).withDropout(0);
    Dataset data =
        DerivedInputs.of(TokenSequences.of(texts)).constant("token_type_ids", "input_ids", 0);
    TrainingPlan plan =
        TrainingPlan.of(student.model(), data)
            .initialWeights(student.weights())
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
