package org.distill4j.text;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.loss.HintLoss;
import org.distill4j.core.loss.MiniLmLoss;
import org.distill4j.core.loss.TinyBertLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.model.TappedModel;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** What docs/teachers-and-students.md shows of folders. */
final class FolderExamples {
  private FolderExamples() {}

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

  static TrainingReport byBlocks(Session session, Path folder, Dataset data) {
    HuggingFaceFolder teacher = HuggingFaceFolder.open(folder);
    HuggingFaceFolder student = teacher.layers(0, 2).withDropout(0);
    Model tapped =
        TappedModel.of(
            teacher.model(),
            "layer0",
            "layer0.attention.scores",
            "layer2",
            "layer2.attention.scores",
            "layer2.attention.queries",
            "layer2.attention.keys",
            "layer2.attention.values");
    Loss loss =
        WeightedLosses.of("blocks", TinyBertLoss.of("layer0", "layer0").and("layer1", "layer2"), 1)
            .and("relations", MiniLmLoss.v2("layer1.attention", "layer2.attention", 2), 1);
    TrainingPlan plan =
        TrainingPlan.of(student.model(), data)
            .initialWeights(student.weights())
            .teacher(ModelTeacher.of(session, tapped, teacher.weights()))
            .loss(loss)
            .optimizer(Adam.of(0.001))
            .batchSize(4)
            .epochs(10)
            .build();
    return new SessionTrainer(session).train(plan);
  }
}
