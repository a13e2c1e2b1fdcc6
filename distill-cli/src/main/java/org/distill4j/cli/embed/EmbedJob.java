package org.distill4j.cli.embed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.CacheProgress;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.cli.console.TrainingProgress;
import org.distill4j.cli.report.EmbeddingComparison;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.text.TokenMeans;
import org.distill4j.text.Tokenizer;
import org.distill4j.train.EpochReport;
import org.distill4j.train.StopSignal;

/**
 * Makes a student of an embedding model: asks the teacher, trains, writes and measures.
 *
 * @param session where all but an ONNX teacher runs
 * @param serving opens the session on which the student's file is measured
 * @param source the embedding model
 * @param texts the texts
 * @param plan what student is wanted
 * @param console where progress is shown
 * @param stop stops the training after a step
 */
public record EmbedJob(
    Session session,
    Supplier<Session> serving,
    EmbeddingTeacher source,
    EmbedTexts texts,
    EmbedPlan plan,
    Console console,
    StopSignal stop) {
  /** The name of the student's file. */
  public static final String STUDENT = "student.d4j";

  /** The name of the folder that other libraries read. */
  public static final String FOLDER = "student";

  private static final int BLOCK = 1024;
  private static final int KEY = 16;
  private static final String CACHE = "teacher.cache";

  /**
   * What came of it.
   *
   * @param numbers the numbers of the teacher, the student, and the student in float32
   * @param epochs the epochs of the training
   * @param comparison which texts lie near each other
   */
  public record Outcome(
      Map<String, Map<String, Double>> numbers,
      List<EpochReport> epochs,
      EmbeddingComparison comparison) {
    /** Takes a copy. */
    public Outcome {
      epochs = List.copyOf(epochs);
    }
  }

  /** The teacher of the texts to learn from, and of those to measure on. */
  private record Both(Teacher learned, Teacher measured, Dataset heldOut) implements Teacher {
    @Override
    public Map<String, TensorSpec> outputs() {
      return learned.outputs();
    }

    @Override
    public Predictions predict(Batch batch) {
      return learned.predict(batch);
    }

    @Override
    public Teacher forData(Dataset data) {
      return data.equals(heldOut) ? measured : learned.forData(data);
    }

    @Override
    public String fingerprint() {
      return learned.fingerprint();
    }
  }

  /**
   * Does all of it.
   *
   * @return what came of it
   * @throws RunEndedException if it was stopped
   */
  public Outcome run() {
    Tokenizer tokenizer = source.tokenizer();
    TokenSequences train = tokenizer.attachTo(EmbedTexts.tokens(tokenizer, texts.train()));
    TokenSequences heldOut = tokenizer.attachTo(EmbedTexts.tokens(tokenizer, texts.heldOut()));
    TokenMeans means = source.means();
    Teacher cached = cached(source.teacher(means), train);
    if (plan.layers().isEmpty()) {
      means = complete(means, train);
    }
    Teacher measured = CachedTeacher.inMemory(source.teacher(), heldOut);
    EmbedStudent student = train(means, new Both(cached, measured, heldOut), train, heldOut);
    Path file = plan.folder().resolve(STUDENT);
    student.file(train).withStorage(plan.storage()).write(file);
    student.writeFolder().accept(plan.folder().resolve(FOLDER));
    return new EmbedMeasurement(
            session, serving, source.teacher(), measured, tokenizer, texts.heldOut(), heldOut)
        .of(student, file, source.weightsFile());
  }

  /** The means of all texts, which are kept in a file for a second table of the same texts. */
  private TokenMeans complete(TokenMeans means, TokenSequences train) {
    String key = Fingerprints.compute(means.fingerprint() + train.fingerprint()).substring(0, KEY);
    Path file = plan.folder().resolve("teacher-tokens-" + key + ".safetensors");
    boolean complete = means.texts() >= train.size();
    if (complete || !Files.exists(file)) {
      WeightsFile.write(file, (complete ? means : asked(train)).state());
    }
    // Also where they were just written, as the file has fewer digits.
    means.restore(WeightsFile.read(file));
    return means;
  }

  /** The means of a teacher whose embeddings were cached before. */
  private TokenMeans asked(TokenSequences train) {
    TokenMeans means = source.means();
    try (CacheProgress filling = console.filling("tokens")) {
      for (int from = 0; from < train.size(); from += SmallBatches.SIZE) {
        Batch some = train.batchFrom(from, SmallBatches.SIZE);
        means.predict(some);
        filling.filled(from + some.size(), train.size());
        if (stop.isRequested()) {
          throw stopped(from + some.size(), train.size());
        }
      }
    }
    return means;
  }

  private Teacher cached(Teacher teacher, Dataset train) {
    try (CacheProgress filling = console.filling("teacher")) {
      CacheOptions options =
          CacheOptions.of(Encoding.float32())
              .withBatchSize(BLOCK)
              .withListener(
                  (examples, total) -> {
                    filling.filled(examples, total);
                    if (stop.isRequested() && examples < total) {
                      throw stopped(examples, total);
                    }
                  });
      return CachedTeacher.mapped(plan.folder().resolve(CACHE), teacher, train, options);
    }
  }

  private static RunEndedException stopped(long examples, long total) {
    return new RunEndedException(
        ExitCode.INTERRUPTED,
        "The teacher was stopped after "
            + examples
            + " of "
            + total
            + " texts.\nIts outputs are cached; the same command resumes there.");
  }

  private EmbedStudent train(TokenMeans means, Teacher teacher, Dataset train, Dataset heldOut) {
    try (TrainingProgress progress = console.progress("student")) {
      return new EmbedTraining(
              session, plan, source, means, teacher, train, heldOut, progress, stop)
          .run();
    }
  }
}
