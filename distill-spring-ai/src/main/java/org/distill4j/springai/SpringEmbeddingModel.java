package org.distill4j.springai;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.distill4j.runtime.Students;
import org.distill4j.student.Student;
import org.distill4j.student.WordPieceEncoding;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * A student file as an embedding model of Spring AI, in Java alone: the file holds the tokenizer,
 * and the student runs on backend-java. It may be used from any thread.
 *
 * <pre>{@code
 * @Bean
 * EmbeddingModel embeddings() {
 *   return SpringEmbeddingModel.open(Path.of("student.d4j"));
 * }
 * }</pre>
 */
public final class SpringEmbeddingModel extends AbstractEmbeddingModel {
  private final Student student;

  private SpringEmbeddingModel(Student student) {
    this.student = student;
  }

  /**
   * Opens a student file.
   *
   * @param file the file of a student that gives an embedding of a text
   * @return the model
   * @throws IllegalArgumentException if there is no such file, or it is damaged, or it holds no
   *     tokenizer
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static SpringEmbeddingModel open(Path file) {
    return of(Students.open(file));
  }

  /**
   * Wraps a student.
   *
   * @param student a student of texts, which gives an embedding
   * @return the model
   * @throws IllegalArgumentException if the student was written without a tokenizer
   */
  public static SpringEmbeddingModel of(Student student) {
    if (student.content().encoding().filter(WordPieceEncoding.class::isInstance).isEmpty()) {
      throw new IllegalArgumentException(
          "The student takes "
              + student.content().inputs()
              + " and has no tokenizer, expected a student of texts.\n"
              + "Maybe write it again, by StudentFile.describedBy with the texts of its training.");
    }
    return new SpringEmbeddingModel(student);
  }

  /** Embeds the texts of a request; its options are those of remote models, and count nowhere. */
  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : request.getInstructions()) {
      embeddings.add(new Embedding(student.predictText(text).outputs(), embeddings.size()));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return student.predictText(Objects.requireNonNull(document.getText())).outputs();
  }

  /** {@return the length of an embedding} */
  @Override
  public int dimensions() {
    embeddingDimensions.compareAndSet(-1, student.predictText("").outputs().length);
    return embeddingDimensions.get();
  }
}
