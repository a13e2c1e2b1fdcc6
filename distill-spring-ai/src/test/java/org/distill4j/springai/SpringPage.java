package org.distill4j.springai;

import java.nio.file.Path;
import org.springframework.ai.embedding.EmbeddingModel;

/** The code of "In LangChain4j and Spring AI" in docs/deploying.md. */
final class SpringPage {
  private SpringPage() {}

  static float[] embed(Path folder) {
    EmbeddingModel model = SpringEmbeddingModel.open(folder.resolve("student.d4j"));
    return model.embed("A cat sat on the mat.");
  }
}
