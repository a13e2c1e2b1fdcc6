package org.distill4j.text;

import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.TextLines;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.teacher.SentenceTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.core.weights.WeightStorage;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingReport;

/** What docs/text.md shows of tables. */
final class ShownStatic {
  private ShownStatic() {}

  static TrainingReport table(Session session, Path folder, Path texts, Path target) {
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder);
    Tokenizer tokenizer = encoder.tokenizer();
    Dataset data = TextData.of(new TextLines(), "text").read(tokenizer, texts);
    TokenMeans means =
        TokenMeans.of(ModelTeacher.of(session, encoder.model(), encoder.weights()), tokenizer);
    SentencePooling pooling = SentencePooling.mean("attention_mask");
    Teacher teacher = CachedTeacher.inMemory(SentenceTeacher.of(session, means, pooling), data);
    StaticEmbedding student = StaticEmbedding.distill(means, 2);
    TrainingReport report =
        new SessionTrainer(session).train(EmbeddingPlans.ofTable(student, data, teacher).build());
    PretrainedModel served =
        student.withWeights(report.weights()).served(StaticEmbedding.Space.OWN);
    StudentFile.of(served.model(), served.weights())
        .describedBy(data)
        .withStorage(WeightStorage.INT8_TABLES)
        .write(target);
    return report;
  }
}
