package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ReferenceStudent;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.teacher.TeacherFiles;
import org.distill4j.teacher.Trust;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

@DisplayName("A SavedModel as a teacher")
class TfSavedModelTest {
  private static final TensorSpec INPUT = TensorSpec.floats(2);

  private final Path folder;

  TfSavedModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Scores 2·x₀, 3·x₁ + 1 and −x₀ as a default signature, and signatures with more or less. */
  @BeforeEach
  void save() throws IOException {
    TfNatives.load();
    Graph graph = new Graph();
    try (var session = new org.tensorflow.Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = input(tf, -1);
      Variable<TFloat32> w = tf.variable(tf.constant(new float[][] {{2, 0, -1}, {0, 3, 0}}));
      var logits = tf.math.add(tf.linalg.matMul(x, w), tf.constant(new float[] {0, 1, 0}));
      var same = tf.identity(x);
      var best = tf.math.argMax(logits, tf.constant(1));
      var sum = tf.reduceSum(logits, tf.constant(new int[] {0, 1}));
      Placeholder<TFloat32> one = input(tf, 1);
      session.initialize();
      SavedModelBundle.exporter(folder.toString())
          .withSession(session)
          .withSignature(signature("serving_default").input("x", x).output("out", logits).build())
          .withSignature(
              signature("both").input("x", x).output("a", same).output("b", logits).build())
          .withSignature(signature("best").input("x", x).output("class", best).build())
          .withSignature(signature("same").input("x", x).output("out", x).build())
          .withSignature(signature("sum").input("x", x).output("out", sum).build())
          .withSignature(
              signature("two").input("x", x).input("y", one).output("out", logits).build())
          .withSignature(masked(tf))
          .withSignature(signature("fixed").input("x", one).output("out", tf.math.neg(one)).build())
          .export();
    }
    graph.close();
  }

  /** Of ids and their mask, of any length: what is shown, and its sum as a float. */
  private static Signature masked(Ops tf) {
    var any = Placeholder.shape(org.tensorflow.ndarray.Shape.of(-1, -1));
    Placeholder<TInt32> ids = tf.placeholder(TInt32.class, any);
    Placeholder<TInt32> mask = tf.placeholder(TInt32.class, any);
    var shown = tf.math.mul(ids, mask);
    var sum = tf.reduceSum(tf.dtypes.cast(shown, TFloat32.class), tf.constant(1));
    return signature("masked")
        .input("mask", mask)
        .input("ids", ids)
        .output("shown", shown)
        .output("sum", sum)
        .build();
  }

  private static Placeholder<TFloat32> input(Ops tf, long rows) {
    return tf.placeholder(
        TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(rows, 2)));
  }

  private static Signature.Builder signature(String key) {
    return Signature.builder(key);
  }

  private static Session open() {
    return new TfBackend().open(SessionOptions.defaults());
  }

  private static Batch batch(float... values) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(values.length / 2, 2), values);
    return new Batch(new long[values.length / 2], inputs, Map.of());
  }

  @Test
  @DisplayName("is opened after a process of its own has opened and run it")
  void afterTrial() {
    try (Session session = open()) {
      Teacher teacher = TfTeachers.savedModel(session, folder, Trust.AFTER_TRIAL, INPUT, "logits");
      assertThat(teacher.predict(batch(1, 2)).logits().toFloatArray()).containsExactly(2, 7, -1);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TfTeachers.savedModel(
                      session, folder, Trust.AFTER_TRIAL, INPUT, "absent", Map.of("logits", "")))
          .withMessageContaining("absent");
    }
  }

  @Test
  @DisplayName("is refused without the consent to execute it")
  void untrusted() {
    try (Session session = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TfTeachers.savedModel(session, folder, Trust.NONE, INPUT, "logits"))
          .withMessageStartingWith(
              folder + " is a SavedModel, and opening it executes the code in it")
          .withMessageContaining("\nMaybe give Trust.EXECUTES_CODE if you know who made it");
    }
  }

  @Test
  @DisplayName("is refused if it writes files, and none is written")
  void writes() throws IOException {
    Path written = folder.resolve("written");
    Path model = folder.resolve("writer");
    try (Graph graph = new Graph();
        var session = new org.tensorflow.Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = input(tf, -1);
      var write = tf.io.writeFile(tf.constant(written.toString()), tf.constant("text"));
      var same = tf.withControlDependencies(List.of(write)).identity(x);
      SavedModelBundle.exporter(model.toString())
          .withSession(session)
          .withSignature(signature("serving_default").input("x", x).output("out", same).build())
          .export();
    }
    try (Session session = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> TfTeachers.savedModel(session, model, Trust.EXECUTES_CODE, INPUT, "logits"))
          .withMessageContaining("its graph has the operator WriteFile")
          .withMessageContaining("\nMaybe ");
    }
    assertThat(written).doesNotExist();
  }

  @Test
  @DisplayName("says what it takes and gives, and gives it for any batch from its own weights")
  void answers() {
    try (Session session = open()) {
      Teacher teacher =
          TfTeachers.savedModel(session, folder, Trust.EXECUTES_CODE, INPUT, "logits");
      assertThat(teacher.inputs()).isEqualTo(Map.of("input", INPUT));
      assertThat(teacher.outputs()).isEqualTo(Map.of("logits", TensorSpec.floats(3)));
      assertThat(teacher.fingerprint())
          .isEqualTo(TeacherFiles.fingerprint(folder) + ":serving_default");
      assertThat(teacher.predict(batch(1, 2)).logits().toFloatArray()).containsExactly(2, 7, -1);
      assertThat(teacher.predict(batch(1, 2, 3, 0, 0, 0)).logits().toFloatArray())
          .containsExactly(2, 7, -1, 6, 1, -3, 0, 1, 0);
    }
  }

  @Test
  @DisplayName("gives the outputs that are asked for by the names that losses call them")
  void several() {
    Map<String, String> names = Map.of("logits", "b", "features", "a");
    try (Session session = open()) {
      Teacher teacher =
          TfTeachers.savedModel(session, folder, Trust.EXECUTES_CODE, INPUT, "both", names);
      Predictions predictions = teacher.predict(batch(1, 2, 3, 4));
      assertThat(predictions.get("features").toFloatArray()).containsExactly(1, 2, 3, 4);
      assertThat(predictions.logits().toFloatArray()).containsExactly(2, 7, -1, 6, 13, -3);
    }
  }

  @Test
  @DisplayName("takes several inputs by the signature's names, with axes whose length is free")
  void severalInputs() {
    TensorSpec free = TensorSpec.freeInts("length");
    Map<String, TensorSpec> inputs = Map.of("ids", free, "mask", free);
    Map<String, String> outputs = Map.of("shown", "shown", "sum", "sum");
    try (Session session = open()) {
      Teacher teacher =
          TfTeachers.savedModel(session, folder, Trust.EXECUTES_CODE, inputs, "masked", outputs);
      assertThat(teacher.inputs()).isEqualTo(inputs);
      assertThat(teacher.outputs()).isEqualTo(Map.of("shown", free, "sum", TensorSpec.floats()));
      assertThat(teacher.predict(masked(3, 5, 6, 7)).get("shown").toIntArray())
          .containsExactly(0, 6, 7);
      assertThat(teacher.predict(masked(2, 5, 6, 7, 8)).get("sum").toFloatArray())
          .containsExactly(6, 15);
      HostTensor three = HostTensor.ofInts(Shape.of(1, 3), 1, 2, 3);
      HostTensor one = HostTensor.ofInts(Shape.of(1, 1), 1);
      Batch differing = new Batch(new long[1], Map.of("ids", three, "mask", one), Map.of());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> teacher.predict(differing))
          .withMessageContaining("\nMaybe the inputs belong to different batches");
    }
  }

  /** Ids of which the first is hidden. */
  private static Batch masked(int length, int... ids) {
    int[] mask = new int[ids.length];
    Arrays.fill(mask, 1);
    mask[0] = 0;
    Shape shape = Shape.of(ids.length / length, length);
    return new Batch(
        new long[shape.dim(0)],
        Map.of("mask", HostTensor.ofInts(shape, mask), "ids", HostTensor.ofInts(shape, ids)),
        Map.of());
  }

  @Test
  @DisplayName("teaches a student on another backend")
  void teaches() {
    try (Session session = open()) {
      Teacher teacher =
          TfTeachers.savedModel(session, folder, Trust.EXECUTES_CODE, INPUT, "logits");
      assertThat(ReferenceStudent.agreement(teacher, 2, 3)).isGreaterThan(0.9);
    }
  }

  @Test
  @DisplayName("ends with its session")
  void ends() {
    Session session = open();
    Teacher teacher = TfTeachers.savedModel(session, folder, Trust.EXECUTES_CODE, INPUT, "logits");
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> teacher.predict(batch(1, 2)))
        .withMessageContaining("This SavedModel was closed, expected an open one");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> TfTeachers.savedModel(session, folder, Trust.EXECUTES_CODE, INPUT, "logits"))
        .withMessageContaining("This session was closed");
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(String key, String output, TensorSpec input, String... parts) {
      try (Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () ->
                    TfTeachers.savedModel(
                        session, folder, Trust.EXECUTES_CODE, input, key, Map.of("logits", output)))
            .satisfies(error -> assertThat(error.getMessage()).contains(parts).contains("\nMaybe"));
        assertThat(session)
            .as("what a refused one leaves open")
            .hasToString(session.engineVersion() + " on cpu, open: 0");
      }
    }

    @Test
    @DisplayName("if the folder is missing or holds something else")
    void foreign() throws IOException {
      Path absent = folder.resolve("absent");
      Path empty = Files.createDirectory(folder.resolve("empty"));
      try (Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> TfTeachers.savedModel(session, absent, Trust.EXECUTES_CODE, INPUT, "logits"))
            .withMessageContaining("absent does not exist, expected a SavedModel.");
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> TfTeachers.savedModel(session, empty, Trust.EXECUTES_CODE, INPUT, "logits"))
            .withMessageContaining("expected a SavedModel with the tag \"serve\"");
      }
    }

    @Test
    @DisplayName("if it has no such signature or output, or several where one is meant")
    void names() {
      assertRefused("other", "", INPUT, "has no signature \"other\", expected one of [best, both,");
      assertRefused("both", "c", INPUT, "gives the outputs [a, b], expected \"c\" among them");
      assertRefused("both", "", INPUT, "gives the outputs [a, b], expected one alone");
      assertRefused(
          "same", "", INPUT, "gives its input as ", "expected something that it computes");
      assertRefused(
          "two", "", INPUT, "takes the inputs [x, y], and [input] were given, expected the same.");
    }

    @Test
    @DisplayName("if types or shapes do not fit, or there is no batch")
    void shapes() {
      assertRefused("best", "", INPUT, "gives DT_INT64 as ", "expected DT_FLOAT or DT_INT32");
      assertRefused("sum", "", INPUT, "expected the batch on axis 0");
      assertRefused("fixed", "", INPUT, "takes DT_FLOAT of shape [1, 2], expected DT_FLOAT with");
      assertRefused("both", "b", TensorSpec.floats(3), "takes DT_FLOAT of shape [-1, 2], expected");
      assertRefused("both", "b", TensorSpec.ints(2), "takes DT_FLOAT of shape", "DT_INT32 with");
    }

    @Test
    @DisplayName("on a session of another backend")
    void elsewhere() {
      try (Session other = new ReferenceBackend().open(SessionOptions.defaults())) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> TfTeachers.savedModel(other, folder, Trust.EXECUTES_CODE, INPUT, "logits"))
            .withMessageContaining(", expected one of the backend \"tensorflow\"");
      }
    }
  }
}
