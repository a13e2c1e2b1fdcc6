package org.distill4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ReferenceStudent;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.teacher.TeacherFiles;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("A network of Deeplearning4j or Keras as a teacher")
class Dl4jTeachersTest {
  private static final TensorSpec INPUT = TensorSpec.floats(2);

  /** Scores 2·x₀, 3·x₁ + 1 and −x₀. */
  private static final float[] KERNEL = {2, 0, -1, 0, 3, 0};

  private static final float[] BIAS = {0, 1, 0};

  private final Path folder;

  Dl4jTeachersTest(@TempDir Path folder) {
    this.folder = folder;
    Dl4jEngine.load();
  }

  private static Session open() {
    return new Dl4jBackend().open(SessionOptions.defaults());
  }

  private static final int[] IDS = {5, 6, 7};
  private static final int[] MASK = {1, 0, 1};
  private static final float[] SHOWN = {5, 0, 7};

  private static void fill(Model network, String prefix) {
    network.setParam(prefix + "W", Nd4j.createFromArray(KERNEL).reshape(2, 3));
    network.setParam(prefix + "b", Nd4j.createFromArray(BIAS).reshape(1, 3));
  }

  /** A network whose output layer ends in a softmax. */
  private Path layers() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new OutputLayer.Builder().nIn(2).nOut(3).activation(Activation.SOFTMAX).build())
                .build());
    network.init();
    fill(network, "0_");
    return save(network);
  }

  /** A graph with a softmax at one output and none at the other. */
  private Path graph() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("plain", dense(Activation.IDENTITY), "in")
                .addLayer("soft", dense(Activation.SOFTMAX), "in")
                .setOutputs("plain", "soft")
                .build());
    graph.init();
    fill(graph, "plain_");
    fill(graph, "soft_");
    return save(graph);
  }

  private static DenseLayer dense(Activation activation) {
    return new DenseLayer.Builder().nIn(2).nOut(3).activation(activation).build();
  }

  private Path save(Model network) throws IOException {
    Path file = folder.resolve("teacher.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  private static Batch batch(float... values) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(values.length / 2, 2), values);
    return new Batch(new long[values.length / 2], inputs, Map.of());
  }

  private static void assertScores(Teacher teacher) {
    assertThat(teacher.inputs()).isEqualTo(Map.of("input", INPUT));
    assertThat(teacher.outputs()).isEqualTo(Map.of("logits", TensorSpec.floats(3)));
    assertThat(teacher.predict(batch(1, 2)).logits().toFloatArray()).containsExactly(2, 7, -1);
    assertThat(teacher.predict(batch(1, 2, 3, 0, 0, 0)).logits().toFloatArray())
        .containsExactly(2, 7, -1, 6, 1, -3, 0, 1, 0);
  }

  /** The softmax of scores 0, 1 and 0, which the origin has. */
  private static void assertSoftmaxAtOrigin(HostTensor predictions) {
    double e = Math.E;
    float[] values = predictions.toFloatArray();
    assertThat(values[0]).isCloseTo((float) (1 / (2 + e)), within(1e-6f));
    assertThat(values[1]).isCloseTo((float) (e / (2 + e)), within(1e-6f));
    assertThat(values[2]).isCloseTo((float) (1 / (2 + e)), within(1e-6f));
  }

  @Nested
  @DisplayName("from a zip")
  class Zip {
    @Test
    @DisplayName("takes several inputs by the graph's names, and axes whose length is free")
    void severalInputs() throws IOException {
      ComputationGraph graph =
          new ComputationGraph(
              new NeuralNetConfiguration.Builder()
                  .graphBuilder()
                  .addInputs("mask", "ids")
                  .addVertex(
                      "shown", new ElementWiseVertex(ElementWiseVertex.Op.Product), "ids", "mask")
                  .setOutputs("shown")
                  .build());
      graph.init();
      Path file = save(graph);
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      inputs.put("ids", TensorSpec.freeInts("length"));
      inputs.put("mask", TensorSpec.freeInts("length"));
      try (Session session = open()) {
        Teacher teacher = Dl4jTeachers.zip(session, file, inputs, "shown");
        assertThat(teacher.inputs()).isEqualTo(inputs);
        assertThat(teacher.outputs().get("shown")).hasToString("FLOAT32(length)");
        for (int length : new int[] {1, 3}) {
          HostTensor ids = HostTensor.ofInts(Shape.of(1, length), Arrays.copyOf(IDS, length));
          HostTensor mask = HostTensor.ofInts(Shape.of(1, length), Arrays.copyOf(MASK, length));
          Batch batch = new Batch(new long[1], Map.of("mask", mask, "ids", ids), Map.of());
          assertThat(teacher.predict(batch).get("shown").toFloatArray())
              .containsExactly(Arrays.copyOf(SHOWN, length));
        }
      }
    }

    @Test
    @DisplayName("gives a stack's scores before its softmax as logits")
    void scores() throws IOException {
      Path file = layers();
      try (Session session = open()) {
        Teacher teacher = Dl4jTeachers.zip(session, file, INPUT, "logits");
        assertScores(teacher);
        assertThat(teacher.fingerprint()).isEqualTo(TeacherFiles.fingerprint(file));
      }
    }

    @Test
    @DisplayName("gives the network's output unchanged under any other name")
    void probabilities() throws IOException {
      Path file = layers();
      try (Session session = open()) {
        Teacher teacher = Dl4jTeachers.zip(session, file, INPUT, "probabilities");
        assertSoftmaxAtOrigin(teacher.predict(batch(0, 0)).get("probabilities"));
      }
    }

    @Test
    @DisplayName("gives all outputs of a graph in order")
    void graphs() throws IOException {
      Path file = graph();
      try (Session session = open()) {
        Teacher teacher = Dl4jTeachers.zip(session, file, INPUT, "logits", "probabilities");
        Predictions predictions = teacher.predict(batch(0, 0));
        assertThat(predictions.logits().toFloatArray()).containsExactly(0, 1, 0);
        assertSoftmaxAtOrigin(predictions.get("probabilities"));
      }
    }

    @Test
    @DisplayName("leaves serialised Java objects in the file alone")
    void objects() throws IOException {
      Path file = layers();
      URI uri = URI.create("jar:" + file.toUri());
      try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of())) {
        Files.writeString(zip.getPath("preprocessor.bin"), "no object");
        Files.writeString(zip.getPath("normalizer.bin"), "no object");
      }
      try (Session session = open()) {
        assertScores(Dl4jTeachers.zip(session, file, INPUT, "logits"));
      }
    }

    @Test
    @DisplayName("teaches a student on another backend")
    void teaches() throws IOException {
      Path file = layers();
      try (Session session = open()) {
        Teacher teacher = Dl4jTeachers.zip(session, file, INPUT, "logits");
        assertThat(ReferenceStudent.agreement(teacher, 2, 3)).isGreaterThan(0.9);
      }
    }
  }

  @Nested
  @DisplayName("from a Keras file")
  class Keras {
    private Path write(String config) {
      return KerasFiles.write(folder.resolve("teacher.h5"), config, KERNEL, BIAS);
    }

    @Test
    @DisplayName("gives a sequential model's scores before its softmax as logits")
    void sequential() {
      try (Session session = open()) {
        Path file = write(KerasFiles.sequential("softmax"));
        assertScores(Dl4jTeachers.kerasH5(session, file, INPUT, "logits"));
      }
    }

    @Test
    @DisplayName("gives scores of a model that ends without a softmax as they are")
    void linear() {
      try (Session session = open()) {
        Path file = write(KerasFiles.sequential("linear"));
        assertScores(Dl4jTeachers.kerasH5(session, file, INPUT, "logits"));
      }
    }

    @Test
    @DisplayName("takes several inputs by the names of the model's input layers")
    void severalInputs() {
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      inputs.put("x", INPUT);
      inputs.put("mask", INPUT);
      try (Session session = open()) {
        Path file = write(KerasFiles.masked());
        Teacher teacher = Dl4jTeachers.kerasH5(session, file, inputs, "logits");
        HostTensor x = HostTensor.ofFloats(Shape.of(1, 2), 1, 2);
        HostTensor mask = HostTensor.ofFloats(Shape.of(1, 2), 0, 1);
        Batch batch = new Batch(new long[1], Map.of("mask", mask, "x", x), Map.of());
        assertThat(teacher.predict(batch).logits().toFloatArray()).containsExactly(0, 7, 0);
      }
    }

    @Test
    @DisplayName("gives the outputs of a functional model")
    void functional() {
      try (Session session = open()) {
        Path file = write(KerasFiles.functional());
        assertScores(Dl4jTeachers.kerasH5(session, file, INPUT, "logits"));
        Teacher soft = Dl4jTeachers.kerasH5(session, file, INPUT, "probabilities");
        assertSoftmaxAtOrigin(soft.predict(batch(0, 0)).get("probabilities"));
      }
    }

    @Test
    @DisplayName("is refused if the file is another kind of file")
    void foreign() throws IOException {
      Path file = Files.writeString(folder.resolve("text.h5"), "text");
      try (Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Dl4jTeachers.kerasH5(session, file, INPUT, "logits"))
            .withMessageContainingAll(
                "could not be read", "expected a Keras model in HDF5.\nMaybe");
      }
    }
  }

  @Test
  @DisplayName("ends with its session")
  void ends() throws IOException {
    Path file = layers();
    Session session = open();
    Teacher teacher = Dl4jTeachers.zip(session, file, INPUT, "logits");
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> teacher.predict(batch(1, 2)))
        .withMessageContaining("This teacher was closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> Dl4jTeachers.zip(session, file, INPUT, "logits"))
        .withMessageContaining("This session was closed");
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(Path file, TensorSpec input, String[] outputs, String... parts) {
      try (Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Dl4jTeachers.zip(session, file, input, outputs))
            .satisfies(error -> assertThat(error.getMessage()).contains(parts).contains("\nMaybe"));
      }
    }

    @Test
    @DisplayName("if the file is missing or another kind of file")
    void foreign() throws IOException {
      String[] logits = {"logits"};
      Path absent = folder.resolve("absent.zip");
      assertRefused(absent, INPUT, logits, "does not exist, expected a zip of Deeplearning4j.");
      Path text = Files.writeString(folder.resolve("text.zip"), "text");
      assertRefused(text, INPUT, logits, "could not be read", "expected a zip of Deeplearning4j.");
      Path empty = folder.resolve("empty.zip");
      FileSystems.newFileSystem(URI.create("jar:" + empty.toUri()), Map.of("create", "true"))
          .close();
      assertRefused(empty, INPUT, logits, "it has no entry configuration.json");
    }

    /** A zip with one entry changed. */
    private Path changed(Path file, String name, UnaryOperator<byte[]> change) throws IOException {
      Path changed = folder.resolve("changed.zip");
      try (ZipFile from = new ZipFile(file.toFile());
          ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed))) {
        for (ZipEntry entry : Collections.list(from.entries())) {
          byte[] bytes = from.getInputStream(entry).readAllBytes();
          to.putNextEntry(new ZipEntry(entry.getName()));
          to.write(entry.getName().equals(name) ? change.apply(bytes) : bytes);
          to.closeEntry();
        }
      }
      return changed;
    }

    @Test
    @DisplayName("if a length in its parameters is another, before room is made for so many")
    void lengths() throws IOException {
      Path file = layers();
      // The text that says how the shape was allocated is 18 bytes long, and a length follows.
      for (int place = 18; place < 26; place++) {
        int at = place;
        Path changed =
            changed(
                file,
                "coefficients.bin",
                bytes -> {
                  bytes[at] = 0x7f;
                  return bytes;
                });
        assertRefused(
            changed, INPUT, new String[] {"logits"}, changed.toString(), "of its parameters, ");
      }
    }

    @Test
    @DisplayName("or read, whatever byte of its parameters' beginning is changed")
    void damaged() throws IOException {
      Path file = layers();
      try (Session session = open()) {
        for (int place = 0; place < 120; place++) {
          int at = place;
          Path changed =
              changed(
                  file,
                  "coefficients.bin",
                  bytes -> {
                    bytes[at] ^= 0x41;
                    return bytes;
                  });
          try {
            Dl4jTeachers.zip(session, changed, INPUT, "logits");
          } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).contains(changed.toString(), "\nMaybe");
          }
        }
      }
    }

    @Test
    @DisplayName("if it names a class that is not the engine's, which is not even loaded")
    void classes() throws IOException {
      Path changed =
          changed(
              layers(),
              "configuration.json",
              bytes ->
                  new String(bytes, StandardCharsets.UTF_8)
                      .replaceFirst("org.nd4j.linalg.learning.config.[A-Za-z]+", "com.evil.Updater")
                      .getBytes(StandardCharsets.UTF_8));
      assertRefused(
          changed,
          INPUT,
          new String[] {"logits"},
          "names the class com.evil.Updater, which is none of Deeplearning4j's");
    }

    @Test
    @DisplayName("if its configuration is nested so deep that its reader would end")
    void nested() throws IOException {
      Path changed =
          changed(
              layers(),
              "configuration.json",
              bytes -> "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
      assertRefused(changed, INPUT, new String[] {"logits"}, "is nested too deep");
    }

    @Test
    @DisplayName("if outputs or shapes are others")
    void shapes() throws IOException {
      Path file = graph();
      String[] one = {"logits"};
      assertRefused(file, INPUT, one, "gives 2 outputs", "the outputs [logits] were given");
      Path single = layers();
      assertRefused(single, TensorSpec.floats(5), one, "failed on FLOAT32(2, 5): ");
    }

    @Test
    @DisplayName("on a session of another backend")
    void elsewhere() throws IOException {
      Path file = layers();
      try (Session other = new ReferenceBackend().open(SessionOptions.defaults())) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Dl4jTeachers.zip(other, file, INPUT, "logits"))
            .withMessageContaining(", expected one of the backend \"dl4j\"");
      }
    }

    @Test
    @DisplayName("with the artifact to add if the classes that read it are missing")
    void missing() {
      ClassLoader none = ClassLoader.getPlatformClassLoader();
      assertThatIllegalStateException()
          .isThrownBy(() -> Artifact.DEEPLEARNING4J.require(none))
          .withMessageEndingWith("Maybe add org.deeplearning4j:deeplearning4j-nn:1.0.0-M2.1.");
      assertThatIllegalStateException()
          .isThrownBy(() -> Artifact.MODEL_IMPORT.require(none))
          .withMessageContaining("KerasModelImport is not on the classpath, expected it")
          .withMessageEndingWith("org.deeplearning4j:deeplearning4j-modelimport:1.0.0-M2.1.");
    }
  }
}
