package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.distill4j.cli.run.ResultFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run on files as people have them")
class DataFilesTest {
  private static final String RUN =
      """
      data:
        train: {csv: {file: train.csv}}
        validation: VALIDATION
      student: {model: {mlp: [INPUTS, 8, CLASSES]}}
      training: {epochs: 12, batch-size: 8, optimizer: {adam: 0.05}, loss: {cross-entropy: {}}}
      metrics: [accuracy, recall, {f1: {average: weighted}}, {recall: {class: 1}}, auroc]
      backend: reference
      output: out
      """;

  @TempDir private Path folder = Path.of("");

  private String run(String validation, int inputs, int classes) {
    return RUN.replace("VALIDATION", validation)
        .replace("INPUTS", String.valueOf(inputs))
        .replace("CLASSES", String.valueOf(classes));
  }

  private Invocation train(String yaml, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
    String[] args = new String[more.length + 5];
    System.arraycopy(
        new String[] {"train", "-c", file.toString(), "--plain", "--overwrite"}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    return Invocation.of(args);
  }

  private void tables() throws IOException {
    StringBuilder train = new StringBuilder("\uFEFF,a,b,label\n");
    StringBuilder swapped = new StringBuilder("label,b,a\n");
    StringBuilder objects = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      int label = i % 2;
      double a = (label == 0 ? -2 : 2) + i % 5 * 0.1;
      double b = -5 * a;
      train.append(String.format("%d,%s,%s,%d.0%n", i, a, b, label));
      swapped.append(String.format("%d,%s,%s%n", label, b, a));
      objects.append(String.format("{\"b\": %s, \"label\": %d, \"a\": %s}%n", b, label, a));
    }
    Files.writeString(folder.resolve("train.csv"), train);
    Files.writeString(folder.resolve("swapped.csv"), swapped);
    Files.writeString(folder.resolve("objects.jsonl"), objects);
    Files.writeString(folder.resolve("unlabelled.csv"), "a,b,label\n1,2,\n3,4,\n");
    Files.writeString(folder.resolve("narrow.csv"), "a,label\n1,1\n");
  }

  @Test
  @DisplayName("measures one of two classes by a single logit, rare ones with weights, by its own")
  void singleLogit() throws IOException {
    tables();
    String yaml =
        run("{csv: swapped.csv}", 2, 1)
            .replace(
                "{cross-entropy: {}}",
                "{sigmoid: {temperature: 1, alpha: 0, class-weights: [1, 3]}}")
            .replaceAll("metrics: .*", "metrics: [binary-accuracy, binary-f1, binary-auroc]");
    Invocation done = train(yaml);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .containsEntry("binaryAccuracy", 1.0)
        .containsEntry("binaryF1", 1.0)
        .containsEntry("binaryAuroc", 1.0);
    Invocation usual = train(yaml.replaceAll("metrics: .*\n", ""));
    assertThat(usual.status()).as(usual.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .containsEntry("binaryAccuracy", 1.0);
  }

  @Test
  @DisplayName("learns numbers and several labels from columns, weighted by another")
  void targets() throws IOException {
    StringBuilder table = new StringBuilder("x,z,w,price,big,round\n");
    for (int i = 0; i < 40; i++) {
      double x = i % 8 - 3.5;
      double z = i % 5 - 2;
      table.append(
          String.format(
              "%s,%s,%d,%s,%d,%d%n", x, z, i % 2 + 1, 0.5 * x - z, x > 0 ? 1 : 0, z > 0 ? 1 : 0));
    }
    Files.writeString(folder.resolve("goods.csv"), table);
    String data = "{csv: {file: goods.csv, inputs: [x, z], targets: [TARGETS], weight: w}}";
    String numbers =
        run(data, 2, 1)
            .replace("{csv: {file: train.csv}}", data)
            .replace("TARGETS", "price")
            .replace("{cross-entropy: {}}", "{regression: {alpha: 0, weights: weight}}")
            .replace("epochs: 12", "epochs: 60")
            .replaceAll("metrics: .*", "metrics: [r2, rmse, spearman]");
    Invocation done = train(numbers);
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .hasEntrySatisfying("r2", r2 -> assertThat(r2).isGreaterThan(0.9));

    String labels =
        run(data, 2, 2)
            .replace("{csv: {file: train.csv}}", data)
            .replace("TARGETS", "big, round")
            .replace("{cross-entropy: {}}", "{sigmoid: {task: multi-label, alpha: 0}}")
            .replace("epochs: 12", "epochs: 60")
            .replaceAll("metrics: .*", "metrics: [multi-label-exact-match, multi-label-f1]");
    done = train(labels);
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .hasEntrySatisfying("multiLabelF1Macro", f1 -> assertThat(f1).isGreaterThan(0.9));
  }

  @Test
  @DisplayName("refuses one output under a softmax, and to learn from labels that are not there")
  void unmeant() throws IOException {
    tables();
    assertThat(train(run("{csv: swapped.csv}", 2, 1), "--check").err())
        .contains("of at least 2 classes", "SigmoidDistillationLoss");
    String unlabelled = run("{csv: swapped.csv}", 2, 2).replace("train.csv", "unlabelled.csv");
    assertThat(train(unlabelled, "--check").err())
        .contains("The loss needs labels \"labels\", and none of 2 examples to learn from has one");
  }

  @Test
  @DisplayName("is measured as the task of a sum of losses is, and refuses another's metric ahead")
  void metricsOfTheTask() throws IOException {
    tables();
    String sum =
        run("{csv: swapped.csv}", 2, 1)
            .replace("{cross-entropy: {}}", "[{sigmoid: {temperature: 1, alpha: 0}, name: kd}]");
    Invocation done = train(sum.replaceAll("metrics: .*\n", ""));
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .containsKey("binaryAccuracy");

    assertThat(train(sum.replaceAll("metrics: .*", "metrics: [accuracy]"), "--check").err())
        .contains("The metric accuracy: ", "SigmoidMetrics are for single logits");
    String classes = run("{csv: swapped.csv}", 2, 2);
    assertThat(train(classes.replaceAll("metrics: .*", "metrics: [agreement]"), "--check").err())
        .contains("The metric agreement was given no teachers, expected at least one.");
  }

  @Test
  @DisplayName("counts the operations of the longest sequence")
  void longest() throws IOException {
    String yaml = sequences();
    int more = 4 * (4 + 4); // positions, of width 4: one addition each in their layer and the mean
    assertThat(operations(cut(yaml, 8))).isEqualTo(operations(cut(yaml, 4)) + more);
  }

  @Test
  @DisplayName("refuses sequences that are longer than the network's positions ahead")
  void positions() throws IOException {
    String yaml = sequences();
    assertThat(train(yaml, "--check").err())
        .contains("LearnedPositions was given 10 positions, expected at most 8.", "Maybe cut");
    assertThat(train(cut(yaml, 8), "--check").status()).isZero();
  }

  private String sequences() throws IOException {
    Files.writeString(
        folder.resolve("train.jsonl"),
        """
        {"input_ids": [1, 2], "label": 0}
        {"input_ids": [3, 4, 1, 2, 3, 4, 1, 2, 3, 4], "label": 1}
        """);
    String data = "{tokens: {file: train.jsonl}}";
    return run(data, 2, 2)
        .replace("{csv: {file: train.csv}}", data)
        .replace(
            "{mlp: [2, 8, 2]}",
            "{layers: {inputs: [{name: input_ids, shape: [length], ids: true}], layers:"
                + " [{embedding: {rows: 5, width: 4}}, {positions: {length: 8, width: 4}},"
                + " mean-pool, {dense: {in: 4, out: 2}}]}}")
        .replaceAll("metrics: .*", "metrics: [accuracy]");
  }

  private static String cut(String yaml, int most) {
    return yaml.replace("train.jsonl}", "train.jsonl, most: " + most + "}")
        .replace("epochs: 12", "epochs: 1");
  }

  private double operations(String yaml) throws IOException {
    Invocation done = train(yaml);
    assertThat(done.status()).as(done.err()).isZero();
    return ResultFile.read(folder.resolve("out"))
        .networks()
        .getOrDefault("student", Map.of())
        .getOrDefault("flops", Double.NaN);
  }

  @Test
  @DisplayName("matches columns by name, whatever their order and kind of file")
  void columns() throws IOException {
    tables();
    for (String validation : new String[] {"{csv: swapped.csv}", "{jsonl: objects.jsonl}"}) {
      Invocation done = train(run(validation, 2, 2));

      assertThat(done.status()).as(done.err()).isZero();
      assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
          .containsEntry("accuracy", 1.0)
          .containsEntry("recallMacro", 1.0)
          .containsEntry("f1Weighted", 1.0)
          .containsEntry("recallClass1", 1.0)
          .containsEntry("auroc", 1.0);
    }
    assertThat(train(run("{csv: narrow.csv}", 2, 2), "--check").err())
        .contains("The data lack the column \"b\" of the training data", "\nMaybe ");
  }

  @Test
  @DisplayName("takes the names of classes from the training data, whatever validation lacks")
  void namedClasses() throws IOException {
    tables();
    for (String file : List.of("train.csv", "swapped.csv", "objects.jsonl")) {
      String text = Files.readString(folder.resolve(file));
      Files.writeString(
          folder.resolve(file),
          text.replaceAll(",0[.]0\\R", ",dog\n")
              .replaceAll(",1[.]0\\R", ",cat\n")
              .replaceAll("(?m)^0,", "dog,")
              .replaceAll("(?m)^1,.*\\R", "")
              .replace("\"label\": 0", "\"label\": \"dog\"")
              .replace("\"label\": 1", "\"label\": \"cat\""));
    }
    for (String validation : new String[] {"{csv: swapped.csv}", "{jsonl: objects.jsonl}"}) {
      Invocation done =
          train(run(validation, 2, 2).replaceAll("metrics: .*", "metrics: [accuracy]"));

      assertThat(done.status()).as(done.err()).isZero();
      assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
          .containsEntry("accuracy", 1.0);
    }
  }

  @Test
  @DisplayName("encodes numbers and categories as the training data say, then and later")
  void encoded() throws IOException {
    StringBuilder rows = new StringBuilder("city,age,label\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2 == 0 ? "Rome," : "Oslo,").append(i % 5 == 0 ? "" : 30 + i);
      rows.append(',').append(i % 2).append('\n');
    }
    Path file = Files.writeString(folder.resolve("train.csv"), rows);
    String table = "{csv: {file: train.csv, columns: {categories: [city], missing: indicated}}}";
    String yaml = run(table, 5, 2).replace("{csv: {file: train.csv}}", table);

    Invocation done = train(yaml);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(folder.resolve("out/student.safetensors.columns.json"))
        .content()
        .contains("\"Rome\"", "\"deviation\"", "\"indicated\"");
    Files.writeString(file, "city,age,label\nRome,48,0\nOslo,49,1\n");
    Invocation measured = Invocation.of("evaluate", "-c", folder.resolve("run.yaml").toString());
    assertThat(measured.err()).isEmpty();
    assertThat(measured.out()).contains("accuracy", "1.0000");
    assertThat(train(yaml.replace("missing: indicated}}", "most: 0}}"), "--check").err())
        .contains("data.train.csv.columns: At most 0 categories", "\nMaybe ");
    assertThat(train(yaml.replace("columns:", "missing: 0, columns:"), "--check").err())
        .contains("has columns beside inputs, missing, targets or weight, expected columns alone");
  }

  @Test
  @DisplayName("refuses a teacher in an ONNX file that is not there, or is a network as well")
  void onnxTeachers() throws IOException {
    tables();
    String yaml = run("{csv: swapped.csv}", 2, 2) + "teacher: {onnx: {file: none.onnx}}\n";
    assertThat(train(yaml, "--check").err()).contains("none.onnx, expected an ONNX model.\nMaybe ");
    assertThat(train(yaml.replace("{onnx", "{model: {mlp: [2, 2]}, onnx"), "--check").err())
        .contains("has both a model and onnx, expected one of them.\nMaybe leave one out.");
    assertThat(train(yaml.replace("none.onnx}", "a.onnx}, weights: b"), "--check").err())
        .contains("has onnx beside weights or training, expected onnx alone");
    assertThat(train(yaml.replace("onnx: {file: none.onnx}", ""), "--check").err())
        .contains("has neither a model nor onnx");
  }

  @Test
  @DisplayName("takes rare classes more often, and refuses weights that are not one for each")
  void sampling() throws IOException {
    tables();
    String yaml =
        run("{csv: swapped.csv}", 2, 2).replace("epochs: 12", "epochs: 12, sampling: balanced");
    Invocation done = train(yaml);
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(train(yaml.replace("balanced", "{by-class: [1]}"), "--check").err())
        .contains("The weights of the classes of \"labels\" are [1.0], expected", "\nMaybe ");
  }

  @Test
  @DisplayName("gives numbers and categories as inputs of their own, where the network has them")
  void namedColumns() throws IOException {
    StringBuilder rows = new StringBuilder("city,age,label\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2 == 0 ? "Rome," : "Oslo,").append(30 + i).append(',');
      rows.append(i % 2).append('\n');
    }
    Files.writeString(folder.resolve("train.csv"), rows);
    String table = "{csv: {file: train.csv, columns: {categories: [city], as: columns}}}";
    String yaml =
        run(table, 5, 2)
            .replace("{csv: {file: train.csv}}", table)
            .replace(
                "{mlp: [5, 8, 2]}",
                "{layers: {inputs: [{name: city, shape: [], ids: true}, {name: numbers, shape:"
                    + " [1]}], layers: [{embedding: {rows: 3, width: 4}}, {dense: {in: 4, out:"
                    + " 2}}]}}");

    Invocation done = train(yaml);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .containsEntry("accuracy", 1.0);
    assertThat(train(yaml.replace("as: columns", "as: vector"), "--check").status()).isEqualTo(2);
  }

  @Test
  @DisplayName("tells which artifact reads Parquet files")
  void parquet() throws IOException {
    tables();
    Invocation refused = train(run("{parquet: validation.parquet}", 2, 2), "--check");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "data.validation.parquet: Parquet files need the artifact"
                + " org.distill4j:distill-parquet")
        .contains("\nMaybe add it");
  }

  @Test
  @DisplayName("refuses to measure by labels where there are none")
  void unlabelled() throws IOException {
    tables();
    Invocation refused = train(run("{csv: unlabelled.csv}", 2, 2), "--check");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "The metric accuracy needs labels \"labels\", and none of 2 examples", "\nMaybe ");
  }

  @Test
  @DisplayName("matches the folders of classes by name")
  void folders() throws IOException {
    for (int i = 0; i < 12; i++) {
      image("train", i, "cat", "dog", "fish");
      image("some", i, "cat", "", "fish");
      image("more", i, "bird", "dog", "fish");
    }
    String images = "{images: {folder: FOLDER, height: 2, width: 2, flat: true}}";
    String base =
        run(images, 4, 3).replace("{csv: {file: train.csv}}", images.replace("FOLDER", "train"));

    Invocation done = train(base.replace("FOLDER", "some"));
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("student"))
        .containsEntry("accuracy", 1.0);
    assertThat(train(base.replace("FOLDER", "more"), "--check").err())
        .contains("The data have the class \"bird\" that the training data lack", "\nMaybe ");
  }

  private void image(String set, int i, String... classes) throws IOException {
    int label = i % 3;
    if (!classes[label].isEmpty()) {
      BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
      image
          .getRaster()
          .setPixels(0, 0, 2, 2, new int[] {label == 0 ? 255 : 0, label == 1 ? 255 : 0, i, 0});
      Path file = folder.resolve(set).resolve(classes[label]).resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
  }
}
