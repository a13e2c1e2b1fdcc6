package org.distill4j.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.nio.file.Path;

/** The code of "In LangChain4j and Spring AI" in docs/deploying.md. */
final class LangChainPage {
  private LangChainPage() {}

  static Embedding embed(Path folder) {
    EmbeddingModel model = LangChainEmbeddingModel.open(folder.resolve("student.d4j"));
    return model.embed("A cat sat on the mat.").content();
  }
}
