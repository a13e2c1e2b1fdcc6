package org.distill4j.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.runtime.Students;
import org.distill4j.student.Student;

/**
 * A student file as an embedding model of LangChain4j, in Java alone: the file holds the tokenizer,
 * and the student runs on backend-java. It may be used from any thread.
 *
 * <pre>{@code
 * EmbeddingModel model = LangChainEmbeddingModel.open(Path.of("student.d4j"));
 * }</pre>
 */
public final class LangChainEmbeddingModel extends DimensionAwareEmbeddingModel {
  private final Student student;
  private final String name;

  private LangChainEmbeddingModel(Student student, String name) {
    this.student = student;
    this.name = name;
  }

  /**
   * Opens a student file.
   *
   * @param file the file of a student that gives an embedding of a text
   * @return the model, named after the file
   * @throws IllegalArgumentException if there is no such file, or it is damaged, or it holds no
   *     tokenizer
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static LangChainEmbeddingModel open(Path file) {
    return of(Students.open(file), String.valueOf(file.getFileName()));
  }

  /**
   * Wraps a student.
   *
   * @param student a student of texts, which gives an embedding
   * @param name the model's name
   * @return the model
   * @throws IllegalArgumentException if the student was written without a tokenizer
   */
  public static LangChainEmbeddingModel of(Student student, String name) {
    StudentTexts.requireTexts(student);
    return new LangChainEmbeddingModel(student, name);
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(
        segments.stream()
            .map(segment -> Embedding.from(student.predictText(segment.text()).outputs()))
            .toList());
  }

  @Override
  public String modelName() {
    return name;
  }
}
