package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.program.BatchShape;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An ONNX file as a teacher")
class OnnxTeacherTest {
  private static final Model TEACHER = Models.mlp(4, 16, 3);

  private final Path folder;
  private final Path file;

  OnnxTeacherTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("teacher.onnx");
    OnnxExport.of(TEACHER, ExportComparison.weights(TEACHER)).write(file);
  }

  @Test
  @DisplayName("says what it takes and gives, and gives it")
  void teaches() {
    try (OnnxTeacher teacher = OnnxTeacher.open(file)) {
      assertThat(teacher.inputs()).isEqualTo(Map.of("input", TensorSpec.floats(4)));
      assertThat(teacher.outputs()).isEqualTo(Map.of("logits", TensorSpec.floats(3)));
      HostTensor inputs = ExportComparison.inputs(TEACHER, 2);
      assertThat(teacher.predict(new Batch(new long[2], inputs, Map.of())).logits().shape())
          .isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  @DisplayName("takes several inputs by name, at the length of each batch")
  void severalInputs() {
    Model model = MaskedModel.of();
    OnnxExport.of(model, ExportComparison.weights(model)).write(file);
    OnnxOptions options = OnnxOptions.defaults().withInput("mask", "attention");
    try (OnnxTeacher teacher = OnnxTeacher.open(file, options)) {
      assertThat(teacher.inputs()).containsOnlyKeys("ids", "attention");
      assertThat(teacher.outputs().get("tags")).hasToString("FLOAT32(length, 4)");
      for (int length : new int[] {3, 5}) {
        Map<String, HostTensor> given =
            ExportComparison.inputs(model, BatchShape.of(2).with("length", length));
        Map<String, HostTensor> inputs =
            Map.of("ids", given.get("ids"), "attention", given.get("mask"));
        assertThat(teacher.predict(new Batch(new long[2], inputs, Map.of())).get("tags").shape())
            .isEqualTo(Shape.of(2, length, 4));
      }
    }
  }

  @Test
  @DisplayName("teaches a student on any backend, cached or not")
  void trains() {
    Dataset data = examples();
    try (OnnxTeacher teacher = OnnxTeacher.open(file);
        Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      for (Teacher one : List.of(teacher, CachedTeacher.inMemory(teacher, data))) {
        TrainingReport report =
            new SessionTrainer(session)
                .train(
                    TrainingPlan.of(Models.mlp(4, 8, 3), data)
                        .teacher(one)
                        .loss(DistillationLoss.of(2, 1))
                        .optimizer(Adam.of(0.02))
                        .epochs(15)
                        .batchSize(16)
                        .validation(data, Metrics.agreement())
                        .build());
        assertThat(report.best().metrics().getOrDefault("agreement", 0.0)).isGreaterThan(0.9);
      }
    }
  }

  @Test
  @DisplayName("teaches a student on sequences of mixed lengths, whatever its name for the axis is")
  void mixedLengths() {
    Model model = MaskedModel.of();
    OnnxExport.of(model, ExportComparison.weights(model)).write(file);
    OnnxOptions options =
        OnnxOptions.defaults()
            .withInput("ids", TokenSequences.IDS)
            .withInput("mask", TokenSequences.MASK)
            .withExample("ids", Shape.free("sequence"))
            .withExample("mask", Shape.free("sequence"));
    List<int[]> sequences =
        new SplittableRandom(3)
            .ints(40, 1, 12)
            .mapToObj(length -> new SplittableRandom(length).ints(length, 1, 10).toArray())
            .toList();
    Dataset mixed = TokenSequences.of(sequences).withClasses(new int[40]);
    Batch first = mixed.batch(0, 1, 2, 3, 4, 5, 6, 7);
    Dataset fixed = InMemoryDataset.of(first.inputs(), first.labels());
    try (OnnxTeacher teacher = OnnxTeacher.open(file, options);
        Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      assertThat(teacher.inputs().get(TokenSequences.IDS)).hasToString("INT32(sequence)");
      for (Dataset data : List.of(mixed, fixed)) {
        for (Teacher one : List.of(teacher, CachedTeacher.inMemory(teacher, data))) {
          assertThat(agreement(session, one, data, mixed.inputs())).isGreaterThan(0.7);
        }
      }
    }
  }

  private static double agreement(
      Session session, Teacher teacher, Dataset data, Map<String, TensorSpec> inputs) {
    Layer layers =
        Sequential.of(Embedding.of(10, 3)).then("mean", MeanPool.masked(TokenSequences.MASK));
    TrainingReport report =
        new SessionTrainer(session)
            .train(
                TrainingPlan.of(Models.of(new ModelInputs(inputs), layers), data)
                    .teacher(teacher)
                    .loss(DistillationLoss.of(1, 1))
                    .optimizer(Adam.of(0.05))
                    .epochs(20)
                    .batchSize(8)
                    .validation(data, Metrics.agreement())
                    .build());
    return report.best().metrics().getOrDefault("agreement", 0.0);
  }

  private static Dataset examples() {
    HostTensor inputs = ExportComparison.inputs(TEACHER, 200);
    int[] labels = new int[200];
    Arrays.fill(labels, -1);
    return InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(200), labels));
  }

  @Nested
  @DisplayName("has a fingerprint")
  class Fingerprint {
    private String fingerprint(Path path, OnnxOptions options) {
      try (OnnxTeacher teacher = OnnxTeacher.open(path, options)) {
        return teacher.fingerprint();
      }
    }

    @Test
    @DisplayName("that is the SHA-256 of the file")
    void sha() throws Exception {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      assertThat(fingerprint(file, OnnxOptions.defaults()))
          .isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    @DisplayName("that changes with the weights in a second file")
    void external() throws IOException {
      Path model = folder.resolve("m.onnx");
      Path weights = folder.resolve("m.onnx.data");
      Files.write(
          model,
          new Graphs()
              .input("x", TensorProto.DataType.FLOAT, "N", 2)
              .external("w", "m.onnx.data", 2)
              .node("Add", "y", List.of("x", "w"))
              .output("y", TensorProto.DataType.FLOAT, "N", 2)
              .build());
      Files.write(weights, new byte[8]);
      String before = fingerprint(model, OnnxOptions.defaults());
      assertThat(fingerprint(model, OnnxOptions.defaults())).isEqualTo(before);
      Files.write(weights, new byte[] {0, 0, 0, 1, 0, 0, 0, 0});
      assertThat(fingerprint(model, OnnxOptions.defaults())).isNotEqualTo(before);
      Files.delete(weights);
      assertThatThrownBy(() -> OnnxTeacher.open(model)).hasMessageContaining("\nMaybe ");
    }

    @Test
    @DisplayName(
        "that changes with the inputs and outputs that are chosen, but not with the threads")
    void options() {
      OnnxOptions plain = OnnxOptions.defaults();
      assertThat(fingerprint(file, plain.withThreads(2))).isEqualTo(fingerprint(file, plain));
      assertThat(fingerprint(file, plain.withOutput("logits", "scores")))
          .isNotEqualTo(fingerprint(file, plain));
      assertThat(fingerprint(file, plain.withInput("input", "x")))
          .isNotEqualTo(fingerprint(file, plain));
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(Path path, String... parts) {
      assertThatThrownBy(() -> OnnxTeacher.open(path))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .contains(parts)
          .contains("\nMaybe ");
    }

    @Test
    @DisplayName("if there is no file")
    void absent() {
      Path none = folder.resolve("none.onnx");
      assertRefused(none, "There is no file " + none + ", expected an ONNX model.");
    }

    @Test
    @DisplayName("if it is a folder, empty, or of another format")
    void foreign() throws IOException {
      Path other = folder.resolve("other.onnx");
      assertRefused(folder, folder + " is not a valid ONNX model (");
      Files.write(other, new byte[0]);
      assertRefused(other, other + " is not a valid ONNX model (");
      Files.writeString(other, "weights that are not of ONNX");
      assertRefused(other, other + " is not a valid ONNX model (", "Maybe it was cut short");
    }

    @Test
    @DisplayName("if it was cut short anywhere")
    void cutShort() throws IOException {
      byte[] whole = Files.readAllBytes(file);
      Path part = folder.resolve("part.onnx");
      for (int length = 1; length < whole.length; length += 37) {
        Files.write(part, Arrays.copyOf(whole, length));
        assertRefused(part, part.toString());
      }
    }

    @Test
    @DisplayName("or works, if bytes of it were changed at random, and nothing worse happens")
    void damaged() throws IOException {
      byte[] whole = Files.readAllBytes(file);
      Path damaged = folder.resolve("damaged.onnx");
      SplittableRandom random = new SplittableRandom(1);
      for (int run = 0; run < 300; run++) {
        byte[] changed = whole.clone();
        for (int i = 0; i <= run % 4; i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        Files.write(damaged, changed);
        assertThatCode(() -> open(damaged)).as("run %d", run).doesNotThrowAnyException();
      }
    }

    private void open(Path path) {
      try {
        OnnxTeacher.open(path).close();
      } catch (IllegalArgumentException | IllegalStateException refused) {
        assertThat(refused).hasMessageContaining("\nMaybe ");
      }
    }
  }
}
