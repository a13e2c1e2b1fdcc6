package org.distill4j.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.distill4j.cli.kind.ConfigLocation;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.JavaCode;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.run.TinyEncoder;
import org.distill4j.cli.yaml.Problems;
import org.distill4j.cli.yaml.YamlReader;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.text.HuggingFaceFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Each kind of thing that a file may ask for")
class CatalogTest {
  private static final Map<String, List<String>> EXAMPLES =
      Map.of(
          "layer",
          List.of(
              "dense: {in: 4, out: 3, bias: false, weight: {normal: {deviation: 0.1}}}",
              "dense: {in: 4, out: 3, bias-start: {constant: 0.5}}",
              "conv2d: {in: 2, out: 4, size: 3, stride: 2, padding: 1, dilation: 2, groups: 2}",
              "depthwise-conv2d: {channels: 2, size: 3, padding: 1, bias: false}",
              "squeeze-excite: {channels: 4, hidden: 2}",
              "maxpool2d: {size: 3, stride: 2, padding: 1}",
              "avgpool2d: 2",
              "global-avgpool",
              "channels-last",
              "flatten",
              "reshape: [1, 4, 4]",
              "relu",
              "gelu",
              "silu",
              "sigmoid",
              "tanh",
              "dropout: 0.25",
              "batch-norm: {features: 4, momentum: 0.2, epsilon: 1e-3}",
              "layer-norm: {width: 4, epsilon: 1e-6}",
              "rms-norm: {width: 4, epsilon: 1e-5}",
              "swiglu: {width: 4, hidden: 8}",
              "embedding: {rows: 9, width: 4, weight: ones}",
              "category-embeddings: {numbers: 1, width: 4, categories: [3, 5]}",
              "positions: {length: 5, width: 4}",
              "rotary-positions: {length: 5, base: 500}",
              "attention: {width: 4, heads: 2, key-value-heads: 1, rotary: {positions: 9}}",
              "cross-attention: {width: 4, heads: 2, context: a, context-width: 3, mask: b}",
              "attention: {width: 4, heads: 2, causal: true, dropout: 0.1, mask: tokens}",
              "transformer: {width: 4, heads: 2, hidden: 8, dropout: 0.1, causal: true}",
              "post-norm-transformer: {width: 4, heads: 2, hidden: 8, epsilon: 1e-5, mask: tokens}",
              "l2-norm",
              "mean-pool: {mask: attention_mask}",
              "first-position",
              "residual: {body: [{dense: {in: 4, out: 4}}, relu], projection: tanh}"),
          "loss",
          List.of(
              "cross-entropy: {smoothing: 0.1, class-weights: [1, 19]}",
              "sigmoid: {task: multi-label, temperature: 2, alpha: 1}",
              "regression: {alpha: 0, huber: 0.5, weights: weight}",
              "gaussian: {mean: mu, log-variance: spread}",
              "distillation: {temperature: {linear: {from: 8, to: 1}}}",
              "soft-target: 4",
              "reverse-kl",
              "jensen-shannon: {beta: 0.3, temperature: 2}",
              "logit-mse",
              "decoupled: {alpha: 1, beta: 4, temperature: 4}",
              "dist: {beta: 2, gamma: 1, temperature: 4}",
              "standardized: {loss: {soft-target: 2}}",
              "hint: {student: relu1, teacher: relu2, through: {dense: {in: 4, out: 8}}}",
              "cosine: {student: relu1, teacher: relu2, through: {dense: {in: 4, out: 8}}}",
              "pairwise-cosine: {student: relu1, teacher: relu2}",
              "margin-mse: {output: scores}",
              "listwise: 2",
              "attention-map: {student: a.attention.scores, teacher: b.attention.scores}",
              "tiny-bert: {blocks: [{student: a, teacher: b}, {student: c, teacher: d}],"
                  + " through: {dense: {in: 4, out: 8}}}",
              "mini-lm: {student: a.attention, teacher: b.attention}",
              "mini-lm-v2: {student: a.attention, teacher: b.attention, heads: 4}",
              "attention: {student: conv1, teacher: conv2}",
              "similarity: {student: relu1, teacher: relu2}",
              "probabilistic-transfer: {student: relu1, teacher: relu2}",
              "relational: {student: relu1, teacher: relu2, angle: 0}",
              "contrastive: {student: relu1, teacher: relu2, width: 16, temperature: 0.2}",
              "coral: {student: relu1}",
              "mmd: {student: relu1, domains: place}",
              "[{soft-target: 2, name: soft, weight: {linear: {from: 9, to: 0}}}, cross-entropy]"),
          "schedule",
          List.of(
              "constant: {value: 0.5, warmup: 10}",
              "linear: {from: 1, to: 0}",
              "cosine: {from: 1, to: 0, warmup: 5}"),
          "optimizer",
          List.of(
              "adam: {learning-rate: 0.001, beta1: 0.8, beta2: 0.99, epsilon: 1e-7}",
              "adamw: {learning-rate: {cosine: {from: 0.01, to: 0}}, weight-decay: 0.1}",
              "lazy-adam: 0.01",
              "lion: {learning-rate: 1e-4, weight-decay: 0.5}",
              "sgd: {learning-rate: 0.1, nesterov: 0.9, weight-decay: 1e-4}"),
          "parameter group",
          List.of(
              "trained: {parameters: \"**.bias\", rate-factor: 2, weight-decay: none}",
              "frozen: encoder"),
          "encoding",
          List.of("float32", "float16", "top-k: {k: 5, temperature: 4}"),
          "clipping",
          List.of("none", "norm: 1", "value: 0.5"),
          "metric",
          List.of(
              "accuracy: {weights: mask}",
              "errors",
              "cross-entropy",
              "agreement",
              "kl-to-teacher",
              "binary-accuracy",
              "binary-cross-entropy",
              "binary-auroc",
              "binary-average-precision",
              "binary-precision",
              "binary-recall",
              "binary-f1",
              "multi-label-accuracy",
              "multi-label-exact-match",
              "multi-label-cross-entropy",
              "multi-label-auroc",
              "multi-label-average-precision",
              "multi-label-precision",
              "multi-label-recall: {average: micro}",
              "multi-label-f1",
              "calibration-error: {bins: 10}",
              "log-loss",
              "top-k-accuracy: 3",
              "precision",
              "recall: {class: 2}",
              "f1: weighted",
              "balanced-accuracy",
              "iou: 1",
              "auroc",
              "average-precision: {class: 0}",
              "rmse",
              "mae: {output: height, labels: heights}",
              "r2",
              "spearman",
              "cosine: {output: embedding, labels: vectors}",
              "cosine-to-teacher: embedding",
              "pair-spearman: {output: a, teacher-output: b}",
              "neighbour-overlap: {k: 5}"),
          "initializer",
          List.of(
              "zeros",
              "ones",
              "constant: 2",
              "uniform: {from: -1, to: 1}",
              "normal",
              "truncated-normal: {mean: 0, deviation: 0.02}",
              "kaiming-uniform",
              "kaiming-uniform-relu",
              "kaiming-normal-relu",
              "xavier-uniform",
              "xavier-normal"),
          "model",
          List.of(
              "mlp: [4, 3]",
              "layers: {input: [4], layers: [{dense: {in: 4, out: 3}, name: head}], taps:"
                  + " [head]}",
              "layers: {input: [3, height, width], layers: [global-avgpool, {dense: {in: 3, out:"
                  + " 2}}]}",
              "layers: {inputs: [{name: ids, shape: [length], ids: true}, {name: mask, shape:"
                  + " [length], ids: true}], layers: [{embedding: {rows: 9, width: 4}},"
                  + " {mean-pool: mask}]}",
              "onnx: {file: DIR/encoder.onnx, pooling: mean}",
              "hugging-face: {folder: DIR/encoder, layers: [1], pooling: first, dropout: 0}"));

  /** What examples in files need, at DIR. */
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void write() {
    TinyEncoder.write(folder);
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder.resolve("encoder"));
    OnnxExport.of(encoder.model(), encoder.weights()).write(folder.resolve("encoder.onnx"));
  }

  private static Expression<?> read(KindGroup<?> group, String text) {
    Problems problems = new Problems("example");
    Optional<? extends Expression<?>> expression =
        group.read(YamlReader.read("example", text), new ConfigLocation("", 1, problems));
    problems.requireNone();
    return expression.orElseThrow();
  }

  @TestFactory
  @DisplayName("is made as its Java code says")
  List<DynamicTest> made() {
    return KindGroups.all().stream()
        .flatMap(
            family ->
                EXAMPLES.getOrDefault(family.name(), List.of()).stream()
                    .map(
                        text ->
                            DynamicTest.dynamicTest(
                                text,
                                () -> {
                                  Expression<?> expr =
                                      read(family, text.replace("DIR", folder.toString()));
                                  assertThat(expr.value()).isNotNull();
                                  assertThat(expr.code().text()).isNotEmpty();
                                })))
        .toList();
  }

  @Test
  @DisplayName("has an example above")
  void covered() {
    for (KindGroup<?> family : KindGroups.all()) {
      if (EXAMPLES.containsKey(family.name())) {
        TreeSet<String> shown = new TreeSet<>();
        EXAMPLES.get(family.name()).forEach(text -> shown.add(text.split(":", -1)[0]));
        assertThat(shown).as(family.name()).containsAll(family.kinds().keySet());
      }
    }
  }

  @Test
  @DisplayName("is written in Java as a person would")
  void java() {
    KindGroup<?> layers = KindGroups.LAYERS;
    assertThat(
            read(layers, "conv2d: {in: 1, out: 8, size: 5, stride: 2, bias: false}").code().text())
        .isEqualTo("Conv2d.of(1, 8, 5).withStride(2).withoutBias()");
    assertThat(read(layers, "[relu, {dense: {in: 4, out: 2}, name: head}]").code().text())
        .isEqualTo("Sequential.of().then(Activation.RELU).then(\"head\", Dense.of(4, 2))");
    assertThat(
            read(layers, "attention: {width: 4, heads: 2, rotary: {positions: 9}}").code().text())
        .isEqualTo("MultiHeadAttention.of(4, 2).withRotary(RotaryPositions.of(9))");
    String blocks = "tiny-bert: {blocks: [{student: a, teacher: b}, {student: c, teacher: d}]}";
    assertThat(read(KindGroups.LOSSES, blocks).code().text())
        .isEqualTo("TinyBertLoss.of(\"a\", \"b\").and(\"c\", \"d\")");
    assertThatThrownBy(() -> read(KindGroups.LOSSES, "tiny-bert: {blocks: []}"))
        .hasMessageContaining("The list of blocks is empty, expected at least one.");
    assertThat(read(KindGroups.METRICS, "neighbour-overlap: {teacher-output: b}").code().text())
        .isEqualTo("EmbeddingMetrics.neighbourOverlap(\"embedding\", \"b\", 10)");
    assertThat(
            read(KindGroups.OPTIMIZERS, "sgd: {learning-rate: {linear: {from: 1, to: 0}}}")
                .code()
                .text())
        .isEqualTo("Sgd.of(Schedule.linear(1, 0))");
  }

  @Test
  @DisplayName("has names for inputs and for axes of any length")
  void inputs() {
    String images = "layers: {input: [3, height, width], layers: [global-avgpool]}";
    assertThat(read(KindGroups.MODELS, images).code().text())
        .startsWith(
            "Models.of(new TensorSpec(DType.FLOAT32, Shape.of(3).append(Shape.free(\"height\","
                + " \"width\"))), Sequential");
    String tokens =
        "layers: {inputs: [{name: ids, shape: length, ids: true}, {name: size, shape: [2]}],"
            + " layers: [{embedding: {rows: 9, width: 4}}]}";
    assertThat(read(KindGroups.MODELS, tokens).code().text())
        .startsWith(
            "Models.of(ModelInputs.of(\"ids\", new TensorSpec(DType.INT32,"
                + " Shape.free(\"length\"))).and(\"size\", new TensorSpec(DType.FLOAT32,"
                + " Shape.of(2))), Sequential");
    assertThatThrownBy(() -> read(KindGroups.MODELS, "layers: {layers: [relu]}"))
        .hasMessageContaining("has neither input nor inputs, expected one of them");
    assertThatThrownBy(() -> read(KindGroups.MODELS, "layers: {input: [4.5], layers: [relu]}"))
        .hasMessageContaining("4.5");
  }

  @Test
  @DisplayName("is added up with weights, as losses are")
  void weighted() {
    String list =
        """
        - distillation: {temperature: 5, alpha: 0.7}
          name: kd
        - hint: {student: relu1, teacher: relu2, through: {dense: {in: 4, out: 8}}}
          weight: {linear: {from: 1, to: 0}}
        - logit-mse
        """;
    assertThat(read(KindGroups.LOSSES, list).code().text())
        .isEqualTo(
            "WeightedLosses.of(\"kd\", new DistillationLoss(Schedule.constant(5),"
                + " Schedule.constant(0.7), \"logits\", \"labels\"), 1)"
                + ".and(\"hint\", HintLoss.of(\"relu1\", \"relu2\").through(Dense.of(4, 8)),"
                + " Schedule.linear(1, 0))"
                + ".and(\"logit-mse\", new LogitMseLoss(\"logits\"), 1)");
  }

  @Test
  @DisplayName("is refused in a sum with its place, and with what was meant for")
  void weightedRefused() {
    assertThatThrownBy(() -> read(KindGroups.LOSSES, "[logit-mse, {similarty: {student: a}}]"))
        .hasMessageContaining("[1] has the loss \"similarty\"")
        .hasMessageEndingWith("\nMaybe similarity was meant.");
    assertThatThrownBy(() -> read(KindGroups.LOSSES, "[logit-mse, logit-mse]"))
        .hasMessageContaining("[1]: Two losses are named \"logit-mse\"");
    assertThatThrownBy(() -> read(KindGroups.LOSSES, "[{logit-mse: , weight: heavy}]"))
        .hasMessageContaining("[0].weight is \"heavy\", expected a number");
    assertThatThrownBy(() -> read(KindGroups.LOSSES, "[]"))
        .hasMessageContaining("a list of losses");
  }

  @Test
  @DisplayName("is told in the help with its keys")
  void help() {
    assertThat(Catalog.help())
        .contains("Each layer is one of:")
        .contains("  dense: Fully connected: y = x·W + b.")
        .contains("    in: a whole number, required. length of the input's last axis.")
        .contains("    alpha: a schedule or a number (0.5). weight of the soft term, in [0, 1].")
        .contains("The keys of training:");
  }

  @Test
  @DisplayName("quotes texts so that Java reads them back")
  void quotes() {
    assertThat(JavaCode.quoted("a\"b\\c\né")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00e9\"");
  }
}
