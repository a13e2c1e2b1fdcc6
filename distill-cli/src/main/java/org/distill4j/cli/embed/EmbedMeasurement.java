package org.distill4j.cli.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distill4j.backend.Session;
import org.distill4j.cli.report.EmbeddingComparison;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.student.Student;
import org.distill4j.student.StudentContent;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.text.Tokenizer;

/**
 * Measures a student of embeddings: as it was trained, and as its file is.
 *
 * @param session where the trained network runs
 * @param serving opens the session where the file's student runs
 * @param slow the teacher itself, whose speed is measured
 * @param known the teacher with its outputs for the texts
 * @param tokenizer makes the ids
 * @param texts the texts to measure on
 * @param tokens the same as ids
 */
record EmbedMeasurement(
    Session session,
    Supplier<Session> serving,
    Teacher slow,
    Teacher known,
    Tokenizer tokenizer,
    List<String> texts,
    TokenSequences tokens) {
  private static final int BATCH = 32;
  private static final int TIMED = 256;
  private static final double SECONDS = 2;

  EmbedMeasurement {
    texts = List.copyOf(texts);
  }

  /** A student that was opened from its file. */
  private record Served(Student student) implements Predictor {
    @Override
    public Predictions predict(Map<String, HostTensor> inputs) {
      return Predictions.of(student.run(inputs));
    }

    @Override
    public void close() {
      student.close();
    }
  }

  EmbedJob.Outcome of(EmbedStudent trained, Path file, Path teacherFile) {
    Map<String, Map<String, Double>> numbers = new LinkedHashMap<>();
    try (Predictor served = new Served(Student.open(StudentContent.read(file), serving.get()));
        Predictor exact = ModelPredictor.open(session, trained.model(), trained.weights())) {
      TextSpeed speed = new TextSpeed(tokenizer, texts);
      Map<String, Double> teacher = new LinkedHashMap<>();
      teacher.put("textsPerSecond", speed.of(TIMED).measure(slow::predict, SECONDS));
      teacher.put("bytes", size(teacherFile));
      Map<String, Double> student = metrics(served);
      student.put(
          "textsPerSecond", speed.measure(batch -> served.predict(batch.inputs()), SECONDS));
      student.put("bytes", size(file));
      Map<String, Double> float32 = metrics(exact);
      float32.put("bytes", (double) trained.weights().size() * Float.BYTES);
      numbers.put("teacher", teacher);
      numbers.put("student", student);
      numbers.put("student in float32", float32);
      return new EmbedJob.Outcome(numbers, trained.epochs(), comparison(served));
    }
  }

  private Map<String, Double> metrics(Predictor student) {
    return new LinkedHashMap<>(
        Evaluation.evaluate(student, tokens, List.of(known), EmbedTraining.metrics()));
  }

  private EmbeddingComparison comparison(Predictor student) {
    return EmbeddingComparison.of(
        texts,
        vectors(known.forData(tokens)::predict),
        vectors(batch -> student.predict(batch.inputs())));
  }

  private List<float[]> vectors(Function<Batch, Predictions> model) {
    List<float[]> vectors = new ArrayList<>();
    for (int from = 0; from < tokens.size(); from += BATCH) {
      Batch batch = tokens.batchFrom(from, BATCH);
      HostTensor embeddings = model.apply(batch).get(SentenceModel.EMBEDDING);
      int width = embeddings.shape().dim(1);
      for (int row = 0; row < batch.size(); row++) {
        float[] vector = new float[width];
        embeddings.floats().get(row * width, vector);
        vectors.add(vector);
      }
    }
    return vectors;
  }

  private static double size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : Double.NaN;
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be measured: " + error + ".\nMaybe it is gone.", error);
    }
  }
}
