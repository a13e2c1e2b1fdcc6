package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A TorchScript archive as a teacher")
class TorchScriptTeacherTest {
  private static final TensorSpec INPUT = TensorSpec.floats(2);

  /** Scores of three classes: 2·x₀, 3·x₁ + 1 and −x₀. */
  private static final String LINEAR =
      "torch.add(torch.matmul(x, torch.tensor([[2., 0., -1.], [0., 3., 0.]])),"
          + " torch.tensor([0., 1., 0.]))";

  private final Path folder;

  TorchScriptTeacherTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Writes a module that is in training mode, as all are until someone calls eval(). */
  private Path module(String type, String result) throws IOException {
    String forward =
        "def forward(self: __torch__.Script, x: Tensor) -> "
            + type
            + ":\n  return "
            + result
            + "\n";
    return Files.write(folder.resolve("teacher.pt"), ScriptArchive.of(List.of(), forward));
  }

  private static byte[] with(Path archive, String replaced, byte... content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile from = new ZipFile(archive.toFile());
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : from.stream().map(ZipEntry.class::cast).toList()) {
        byte[] kept = from.getInputStream(entry).readAllBytes();
        byte[] now = entry.getName().endsWith(replaced) ? content : kept;
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setMethod(ZipEntry.STORED);
        copy.setSize(now.length);
        CRC32 sum = new CRC32();
        sum.update(now);
        copy.setCrc(sum.getValue());
        to.putNextEntry(copy);
        to.write(now);
      }
    }
    return bytes.toByteArray();
  }

  private static Session open() {
    return new DjlBackend().open(SessionOptions.defaults());
  }

  private static Batch batch(float... values) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(values.length / 2, 2), values);
    return new Batch(new long[values.length / 2], inputs, Map.of());
  }

  @Test
  @DisplayName("says what it takes and gives, and gives it for any batch")
  void answers() throws IOException {
    Path file = module("Tensor", LINEAR);
    try (Session session = open()) {
      Teacher teacher =
          DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits");
      assertThat(teacher.inputs()).isEqualTo(Map.of("input", INPUT));
      assertThat(teacher.outputs()).isEqualTo(Map.of("logits", TensorSpec.floats(3)));
      assertThat(teacher.fingerprint()).isEqualTo(TeacherFiles.fingerprint(file));
      assertThat(teacher.predict(batch(1, 2)).logits().toFloatArray()).containsExactly(2, 7, -1);
      assertThat(teacher.predict(batch(1, 2, 3, 0, 0, 0)).logits().toFloatArray())
          .containsExactly(2, 7, -1, 6, 1, -3, 0, 1, 0);
    }
  }

  @Test
  @DisplayName("may nest almost as deep as is allowed")
  void almostTooDeep() throws IOException {
    Path file = module("Tensor", "(".repeat(240) + "- ".repeat(240) + "x" + ")".repeat(240));
    try (Session session = open()) {
      Teacher teacher =
          DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits");
      assertThat(teacher.predict(batch(1, 2)).logits().toFloatArray()).containsExactly(1, 2);
    }
  }

  @Nested
  @DisplayName("tried in a process of its own first")
  class Tried {
    private Teacher open(Path file) {
      try (Session session = TorchScriptTeacherTest.open()) {
        return DjlTeachers.torchScript(session, file, Trust.AFTER_TRIAL, INPUT, "logits");
      }
    }

    @Test
    @DisplayName("is opened if that went well")
    void well() throws IOException {
      assertThat(open(module("Tensor", LINEAR)).outputs())
          .isEqualTo(Map.of("logits", TensorSpec.floats(3)));
    }

    @Test
    @DisplayName("is refused if it ends the process, and this process lives on")
    void crash() throws IOException {
      String source =
          IntStream.range(0, 100_000)
              .mapToObj(i -> "class C%d(Module):\n  a : __torch__.C%d\n".formatted(i, i + 1))
              .collect(Collectors.joining("", "class Script(Module):\n  a : __torch__.C0\n", ""));
      Path deep =
          Files.write(
              folder.resolve("deep.pt"),
              with(
                  module("Tensor", "x"),
                  "code/__torch__.py",
                  source.getBytes(StandardCharsets.UTF_8)));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> open(deep))
          .withMessageStartingWith(
              deep + " is refused: tried in a process of its own, it ended that by signal ")
          .withMessageEndingWith("\nMaybe it is damaged, or not from whom you think.");
    }

    @Test
    @DisplayName("is refused with the reason that the process gave")
    void refused() throws IOException {
      Path file = module("Tuple[Tensor, Tensor]", "(x, x)");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> open(file))
          .withMessageContaining("gives 2 outputs")
          .withMessageContaining("\nMaybe ");
    }

    @Test
    @DisplayName("is refused if it does not end in time")
    void endless() throws IOException {
      String forward =
          """
          def forward(self: __torch__.Script, x: Tensor) -> Tensor:
            y = x
            for i in range(9223372036854775807):
              y = torch.add(y, 1)
            return y
          """;
      Path file = Files.write(folder.resolve("long.pt"), ScriptArchive.of(List.of(), forward));
      System.setProperty("distill.trial.seconds", "8");
      try {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> open(file))
            .withMessageStartingWith(
                file + " is refused: tried in a process of its own, it did not end in 8 seconds, ")
            .withMessageEndingWith("\nMaybe -Ddistill.trial.seconds gives it more.");
      } finally {
        System.clearProperty("distill.trial.seconds");
      }
    }
  }

  @Test
  @DisplayName("takes several inputs by name, with axes whose length each batch fixes")
  void severalInputs() throws IOException {
    String forward =
        """
        def forward(self: __torch__.Script, ids: Tensor, mask: Tensor) -> Tuple[Tensor, Tensor]:
          shown = torch.mul(torch.sub(ids, torch.mul(mask, 2)), mask)
          return (shown, torch.to(torch.sum(shown, [1], True), 6))
        """;
    Path file = Files.write(folder.resolve("two.pt"), ScriptArchive.of(List.of(), forward));
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    inputs.put("ids", TensorSpec.freeInts("length"));
    inputs.put("mask", TensorSpec.freeInts("length"));
    try (Session session = open()) {
      Teacher teacher =
          DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, inputs, "shown", "sum");
      assertThat(teacher.inputs()).isEqualTo(inputs);
      assertThat(teacher.outputs())
          .containsEntry("shown", TensorSpec.freeInts("length"))
          .containsEntry("sum", TensorSpec.floats(1));
      assertThat(teacher.predict(ids(Shape.of(1, 3), 5, 6, 7)).get("shown").toIntArray())
          .containsExactly(3, 4, 5);
      assertThat(teacher.predict(ids(Shape.of(2, 2), 5, 6, 7, 8)).get("sum").toFloatArray())
          .containsExactly(7, 11);
    }
    assertRefusedOrder(file);
  }

  private static Batch ids(Shape shape, int... values) {
    int[] ones = new int[values.length];
    Arrays.fill(ones, 1);
    Map<String, HostTensor> inputs =
        Map.of("mask", HostTensor.ofInts(shape, ones), "ids", HostTensor.ofInts(shape, values));
    return new Batch(new long[shape.dim(0)], inputs, Map.of());
  }

  private static void assertRefusedOrder(Path file) {
    try (Session session = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  DjlTeachers.torchScript(
                      session,
                      file,
                      Trust.EXECUTES_CODE,
                      Map.of("ids", INPUT, "mask", INPUT),
                      "shown",
                      "sum"))
          .withMessageContaining("are in a map without an order");
    }
  }

  @Test
  @DisplayName("gives several outputs by the names they are given, transposed ones too")
  void several() throws IOException {
    Path file = module("Tuple[Tensor, Tensor]", "(x, torch.t(torch.t(torch.mul(x, 2.))))");
    try (Session session = open()) {
      Teacher teacher =
          DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "features", "logits");
      Predictions predictions = teacher.predict(batch(1, 2, 3, 4));
      assertThat(predictions.asMap()).containsOnlyKeys("features", "logits");
      assertThat(predictions.get("features").toFloatArray()).containsExactly(1, 2, 3, 4);
      assertThat(predictions.logits().toFloatArray()).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  @DisplayName("is in evaluation mode: dropout is off and batch norm reads its statistics")
  void evaluates() throws IOException {
    Path file =
        module(
            "Tensor",
            "torch.dropout(torch.batch_norm(x, None, None, torch.tensor([1., 2.]),"
                + " torch.tensor([4., 1.]), self.training, 0.1, 0., False), 0.5, self.training)");
    try (Session session = open()) {
      Teacher teacher =
          DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits");
      for (int i = 0; i < 8; i++) {
        assertThat(teacher.predict(batch(5, 3, 1, 1)).logits().toFloatArray())
            .containsExactly(2, 1, 0, -1);
      }
    }
  }

  @Test
  @DisplayName("teaches a student on another backend")
  void teaches() throws IOException {
    Path file = module("Tensor", LINEAR);
    try (Session session = open()) {
      Teacher teacher =
          DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits");
      assertThat(ReferenceStudent.agreement(teacher, 2, 3)).isGreaterThan(0.9);
    }
  }

  @Test
  @DisplayName("ends with its session")
  void ends() throws IOException {
    Path file = module("Tensor", LINEAR);
    Session session = open();
    Teacher teacher = DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits");
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> teacher.predict(batch(1, 2)))
        .withMessageContaining("This teacher was closed");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits"))
        .withMessageContaining("This session was closed");
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(Path file, String... parts) {
      try (Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits"))
            .satisfies(error -> assertThat(error.getMessage()).contains(parts).contains("\nMaybe"));
      }
    }

    @Test
    @DisplayName("if there is no such file, or it is of another kind")
    void foreign() throws IOException {
      Path absent = folder.resolve("absent.pt");
      assertRefused(absent, absent + " does not exist, expected a TorchScript archive.");
      Path other = Files.writeString(folder.resolve("other.pt"), "weights of another kind");
      assertRefused(other, other + " could not be read (", "), expected a TorchScript archive.");
    }

    @Test
    @DisplayName("without the consent to execute it, whatever it does")
    void untrusted() throws IOException {
      Path file = module("Tensor", LINEAR);
      try (Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> DjlTeachers.torchScript(session, file, Trust.NONE, INPUT, "logits"))
            .withMessageStartingWith(
                file + " is a TorchScript archive, and opening it executes the code in it")
            .withMessageContaining("\nMaybe give Trust.EXECUTES_CODE if you know who made it");
      }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"torch.save(x, \"FILE\")", "torch.from_file(\"FILE\", True, 4)"})
    @DisplayName("if it writes files, and none is written")
    void writes(String call) throws IOException {
      Path written = folder.resolve("written");
      String code = call.replace("FILE", written.toString());
      String forward =
          "def forward(self: __torch__.Script, x: Tensor) -> Tensor:\n  y = "
              + code
              + "\n  return x\n";
      Path file = Files.write(folder.resolve("teacher.pt"), ScriptArchive.of(List.of(), forward));

      assertRefused(file, file + " is refused: module/code/__torch__.py calls torch.");

      assertThat(written).doesNotExist();
    }

    @Test
    @DisplayName("if it is nested so deep that the engine would end the process")
    void nested() throws IOException {
      int depth = 100_000;
      Path file = module("Tensor", "(".repeat(depth) + "x" + ")".repeat(depth));

      assertRefused(file, "nests expressions more than 500 deep");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"- ", "not ", "x + ", "x if True else ", "x[0] + [0, 1][1] + "})
    @DisplayName("if its operators hold each other as deep")
    void operators(String operator) throws IOException {
      Path file = module("Tensor", operator.repeat(100_000) + "x");

      assertRefused(file, "nests expressions more than 500 deep");
    }

    @Test
    @DisplayName("if an object in it holds another one, and so on, as deep")
    void nestedObjects() throws IOException {
      Path file = module("Tensor", "x");
      byte[] nested = new byte[2_000_003];
      Arrays.fill(nested, (byte) 0x85);
      System.arraycopy(new byte[] {(byte) 0x80, 2, ')'}, 0, nested, 0, 3);
      nested[nested.length - 1] = '.';

      assertRefused(
          Files.write(folder.resolve("deep.pt"), with(file, "constants.pkl", nested)),
          "constants.pkl nests objects 1999999 deep");
    }

    @Test
    @DisplayName("if its entries are of other places, or unpack to far more")
    void entries() throws IOException {
      Path file = folder.resolve("teacher.pt");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        zip.putNextEntry(new ZipEntry("module/../../data.pkl"));
        zip.closeEntry();
      }
      assertRefused(file, "an entry is named \"module/../../data.pkl\"");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        zip.putNextEntry(new ZipEntry("module/data/0"));
        zip.write(new byte[1 << 24]);
        zip.closeEntry();
      }
      assertRefused(file, "its entries unpack to more than");
    }

    @Test
    @DisplayName("if it takes another shape")
    void shape() throws IOException {
      Path file = module("Tensor", "torch.matmul(x, torch.ones([5, 3]))");
      assertRefused(file, "The module of " + file + " failed on FLOAT32(2, 2): ");
    }

    @Test
    @DisplayName("if it gives another number of outputs, another type, or no batch")
    void outputs() throws IOException {
      assertRefused(module("Tuple[Tensor, Tensor]", "(x, x)"), "gives 2 outputs, and the names");
      assertRefused(module("Tensor", "torch.argmax(x, 1)"), "is INT64, expected FLOAT32 or INT32");
      assertRefused(module("Tensor", "torch.sum(x)"), "expected the batch on axis 0");
    }

    @Test
    @DisplayName("on a session of another backend, or for examples of another shape")
    void elsewhere() throws IOException {
      Path file = module("Tensor", LINEAR);
      try (Session other = new ReferenceBackend().open(SessionOptions.defaults());
          Session session = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> DjlTeachers.torchScript(other, file, Trust.EXECUTES_CODE, INPUT, "logits"))
            .withMessageContaining(", expected one of the backend \"djl\"");
        Teacher teacher =
            DjlTeachers.torchScript(session, file, Trust.EXECUTES_CODE, INPUT, "logits");
        HostTensor wide = HostTensor.ofFloats(Shape.of(1, 3), 1, 2, 3);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> teacher.predict(new Batch(new long[1], wide, Map.of())))
            .withMessageContaining("was given examples of FLOAT32(3), expected FLOAT32(2)");
      }
    }
  }
}
